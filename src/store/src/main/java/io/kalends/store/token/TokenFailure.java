package io.kalends.store.token;

/**
 * A PKCS#11 token could not be opened, or does not do what it is asked. The message names library,
 * slot and the fix; never the PIN.
 */
public final class TokenFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What is wrong. */
  public enum Reason {
    /** The vendor's library is not where it was said to be. */
    LIBRARY_MISSING,
    /** The library does not load, there is no such slot, or the token does not open. */
    UNUSABLE,
    /** The token refuses the PIN. */
    WRONG_PIN,
    /** The token has no such key, or not of the kind that is needed. */
    NO_SUCH_KEY,
    /** The token was opened, but an operation with its key fails. */
    OPERATION_FAILED
  }

  private final Reason reason;

  /**
   * Names what is wrong and the fix.
   *
   * @param reason what is wrong
   * @param message the token, what is wrong and the fix; no secret
   */
  public TokenFailure(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /**
   * Names what is wrong and the fix.
   *
   * @param reason what is wrong
   * @param message the token, what is wrong and the fix; no secret
   * @param cause what the token said
   */
  public TokenFailure(Reason reason, String message, Throwable cause) {
    super(message, cause);
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
