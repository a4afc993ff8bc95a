package io.kalends.adapters.feishu;

/**
 * What one code of the contract or its gateway means to us.
 *
 * @param code the number in the body
 * @param sort what has to happen
 * @param meaning in the vendor's words, shortened
 * @param fix what to do and where, addressed to whoever {@code sort} names
 */
record ErrorRow(long code, Sort sort, String meaning, String fix) {

  /** The reactions there are. All but {@link #UNCERTAIN} mean that the call had no effect. */
  enum Sort {
    /** The token is not taken: replace it and repeat the call, once. */
    TOKEN,
    /** The owner has to consent, or consent to more. */
    CONSENT,
    /** The administrator of the app has to act. */
    APP,
    /** The administrator of the tenant has to act. */
    TENANT,
    /** The person left. */
    OWNER_GONE,
    /** Later, as the headers say, whoever calls: the method or the app has had its share. */
    THROTTLED,
    /**
     * Later, as the headers say, and only for this person: something else of theirs is under way.
     */
    CONTENDED,
    /** The month's calls are used up. */
    QUOTA,
    /** It went wrong inside, and may or may not have taken effect. */
    UNCERTAIN,
    /** It went wrong inside, and the vendor says to send the same again. */
    TRANSIENT,
    /** The refresh token was used before or revoked: by a faster process, or for good. */
    SUPERSEDED,
    /** Ours to mend: repeating cannot help. */
    REFUSED
  }
}
