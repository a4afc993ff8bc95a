package io.kalends.signing;

/**
 * A key, certificate or key file that profiles cannot be signed with. The message names the file or
 * certificate and the fix; it never holds a password or key material.
 */
public final class UnusableSigningKey extends RuntimeException {

  /** What is wrong with it. */
  public enum Reason {
    /** The file named does not exist, or may not be read. */
    FILE_NOT_FOUND,
    /** The file is damaged, cut off or of another format. */
    UNREADABLE,
    /** The password or PIN does not open it. */
    WRONG_PASSWORD,
    /** The key is encrypted and no password was given. */
    PASSWORD_MISSING,
    /** There are certificates but no private key. */
    NO_PRIVATE_KEY,
    /** There is a private key but no certificate. */
    NO_CERTIFICATE,
    /** There are several keys, and none was named. */
    SEVERAL_KEYS,
    /** No key has the name given. */
    UNKNOWN_ALIAS,
    /** No certificate belongs to the private key. */
    MISMATCHED_KEY,
    /** A certificate is no part of the chain above the signer's. */
    UNRELATED_CERTIFICATE,
    /** A certificate of the chain has expired. */
    EXPIRED,
    /** A certificate of the chain is not valid yet. */
    NOT_YET_VALID,
    /** A kind of key that Apple devices or Kalends do not take. */
    UNSUPPORTED_ALGORITHM,
    /** The PKCS#11 library, slot or token does not work. */
    TOKEN_UNUSABLE,
    /** The key operation failed, or what it made did not verify. */
    SIGNATURE_FAILED
  }

  private final Reason reason;

  /**
   * Names what is wrong and the fix.
   *
   * @param reason what is wrong
   * @param message the file or certificate, what is wrong, and the fix; no secret
   */
  public UnusableSigningKey(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /**
   * What is wrong.
   *
   * @return never null
   */
  public Reason reason() {
    return reason;
  }
}
