package io.kalends.failure;

import org.jspecify.annotations.Nullable;

/**
 * Nothing happened on the other side, and repeating the same call cannot help. {@link #reason()}
 * says what kind of end this is.
 */
public final class PermanentFailure extends Failure {

  /** Why repeating cannot help. */
  public enum Reason {
    /** The owner left the organisation or never belonged to it: withdraw everything of theirs. */
    OWNER_GONE,
    /** The other system understood and refused what we sent: a fault in ours, to be reported. */
    REFUSED,
    /** The other system answered something its contract does not allow. */
    CONTRACT_BROKEN,
    /** The device, its channel or the form asked for cannot take this delivery. */
    NOT_DELIVERABLE
  }

  private final Reason reason;

  /**
   * A failure without further evidence.
   *
   * @param reason what kind of end this is
   * @param message operation, code and consequence; no body, no secret
   */
  public PermanentFailure(Reason reason, String message) {
    this(reason, message, null, null);
  }

  /**
   * A failure of which more is known.
   *
   * @param reason what kind of end this is
   * @param message operation, code and consequence; no body, no secret
   * @param cause what was caught, if anything; its text must be free of secrets too
   * @param exchangeId the other system's id of the exchange, if it gave one
   */
  public PermanentFailure(
      Reason reason, String message, @Nullable Throwable cause, @Nullable String exchangeId) {
    super(message, cause, exchangeId);
    this.reason = reason;
  }

  /**
   * What kind of end this is.
   *
   * @return never null
   */
  public Reason reason() {
    return reason;
  }
}
