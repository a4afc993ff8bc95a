package io.kalends.failure;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Nothing happened on the other side, and the same call may succeed later: not sent at all, or
 * refused for now (throttled, in maintenance). The worker repeats it with its own back-off, never
 * before {@link #retryAt()}.
 */
public final class TemporaryFailure extends Failure {

  private final @Nullable Instant retryAt;
  private final boolean throttled;

  /**
   * The other system did not say when to come back.
   *
   * @param message operation, code and consequence; no body, no secret
   */
  public TemporaryFailure(String message) {
    this(message, null, null, null);
  }

  /**
   * A failure of which more is known.
   *
   * @param message operation, code and consequence; no body, no secret
   * @param cause what was caught, if anything; its text must be free of secrets too
   * @param retryAt not to be tried again before this instant, if the other system said so
   * @param exchangeId the other system's id of the exchange, if it gave one
   */
  public TemporaryFailure(
      String message,
      @Nullable Throwable cause,
      @Nullable Instant retryAt,
      @Nullable String exchangeId) {
    this(message, cause, retryAt, exchangeId, false);
  }

  private TemporaryFailure(
      String message,
      @Nullable Throwable cause,
      @Nullable Instant retryAt,
      @Nullable String exchangeId,
      boolean throttled) {
    super(message, cause, exchangeId);
    this.retryAt = retryAt;
    this.throttled = throttled;
  }

  /**
   * The other system takes no more calls of this kind for now, whoever makes them: one caller's
   * answer is a reason for all callers of this API to pause.
   *
   * @param message operation, code and consequence; no body, no secret
   * @param retryAt not to be tried again before this instant, if the other system said so
   * @param exchangeId the other system's id of the exchange, if it gave one
   * @return to be thrown
   */
  public static TemporaryFailure throttled(
      String message, @Nullable Instant retryAt, @Nullable String exchangeId) {
    return new TemporaryFailure(message, null, retryAt, exchangeId, true);
  }

  /**
   * When the other system wants to be asked again.
   *
   * @return the instant it named; empty when it named none
   */
  public Optional<Instant> retryAt() {
    return Optional.ofNullable(retryAt);
  }

  /**
   * Whether every call of this API would be refused for now, and not only this one. False for what
   * concerns a single person or resource, and for calls that never arrived.
   *
   * @return true when the pace of all callers of this API should pause until {@link #retryAt()}
   */
  public boolean throttled() {
    return throttled;
  }
}
