package io.kalends.failure;

import org.jspecify.annotations.Nullable;

/**
 * Bytes were written and no definite answer came: the other side may have done it (reset, time-out,
 * 5xx, an unreadable success). Only calls that cannot be repeated end this way: <em>mint</em>, and
 * installs made of several objects. The worker counts a possible orphan; it never just repeats.
 */
public final class UncertainOutcome extends Failure {

  /**
   * A call whose effect is unknown.
   *
   * @param message operation, code and consequence; no body, no secret
   * @param cause what was caught, if anything; its text must be free of secrets too
   * @param exchangeId the other system's id of the exchange, if an answer got as far as that
   */
  public UncertainOutcome(String message, @Nullable Throwable cause, @Nullable String exchangeId) {
    super(message, cause, exchangeId);
  }
}
