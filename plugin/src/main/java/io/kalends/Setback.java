package io.kalends;

import io.kalends.failure.ActionRequired;
import io.kalends.failure.Failure;
import io.kalends.failure.PermanentFailure;
import io.kalends.failure.TemporaryFailure;
import io.kalends.ledger.Entry;
import io.kalends.ledger.Hold;
import io.kalends.ledger.Saving;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What a failed step comes to: again later, waiting for somebody, or blocked. */
final class Setback {

  private static final Duration ADMINISTRATOR_LOOK = Duration.ofHours(1);
  private static final Duration OWNER_LOOK = Duration.ofDays(1);

  /** So many faults of our own in a row, and a person has to look. */
  private static final int FAULTS = 5;

  private final Backoff backoff;

  Setback(Backoff backoff) {
    this.backoff = backoff;
  }

  /** Sorted by kind. */
  Saving of(Turn turn, Entry entry, Failure failure) {
    if (failure instanceof ActionRequired action) {
      return waiting(turn, entry, action);
    }
    return failure instanceof PermanentFailure
        ? blocked(turn, entry, Hold.Cause.REFUSED, text(failure))
        : again(turn, entry, failure);
  }

  /** The same step, after a while, and never before the other side wants it. */
  Saving again(Turn turn, Entry entry, Failure failure) {
    Instant due = turn.now().plus(backoff.retry(entry.failures()));
    Instant asked = retryAt(turn, failure).filter(due::isBefore).orElse(due);
    return Saving.at(entry.failedOnceMore(), text(failure), asked);
  }

  /** The same step, after a while. */
  Saving again(Turn turn, Entry entry, String detail) {
    Instant due = turn.now().plus(backoff.retry(entry.failures()));
    return Saving.at(entry.failedOnceMore(), detail, due);
  }

  /** Nothing more happens until a person has acted. */
  Saving blocked(Turn turn, Entry entry, Hold.Cause cause, String detail) {
    return Saving.resting(held(turn, entry, cause, detail), detail);
  }

  /** A fault in Kalends itself. */
  Saving fault(Turn turn, RuntimeException fault) {
    Entry entry = turn.entry();
    String detail = "a fault in Kalends itself: " + fault.getClass().getSimpleName();
    return entry.failures() + 1 < FAULTS
        ? again(turn, entry, detail)
        : blocked(
            turn,
            entry.failedOnceMore(),
            Hold.Cause.FAULT,
            detail + ", " + FAULTS + " times in a row; see the log, then ask for a retry");
  }

  /** Nobody knows whose it is: looked at again, and freed when somebody does. */
  Saving ownerUnknown(Turn turn) {
    String detail =
        "nobody knows whose device this is: set the owner field of the MDM, or the owner directory";
    return look(turn, turn.entry(), Hold.Cause.OWNER_UNKNOWN, detail, ADMINISTRATOR_LOOK);
  }

  /** When the other side wants to be asked again, by the ledger's clock. */
  static Optional<Instant> retryAt(Turn turn, Failure failure) {
    return failure instanceof TemporaryFailure temporary
        ? temporary.retryAt().map(turn::shared)
        : Optional.empty();
  }

  private Saving waiting(Turn turn, Entry entry, ActionRequired action) {
    String detail = text(action) + "; where: " + action.where();
    return action.who() == ActionRequired.Who.OWNER
        ? look(turn, entry, Hold.Cause.CONSENT, detail, OWNER_LOOK)
        : look(turn, entry, Hold.Cause.ADMINISTRATOR, detail, ADMINISTRATOR_LOOK);
  }

  private Saving look(Turn turn, Entry entry, Hold.Cause cause, String detail, Duration longest) {
    Instant due = turn.now().plus(backoff.look(entry.failures(), longest));
    Entry held = held(turn, entry.failedOnceMore(), cause, detail);
    // The receipt tells once why it waits, not at every look.
    boolean told = held.hold().equals(entry.hold());
    return Saving.at(held, told ? "" : detail, due);
  }

  static Entry held(Turn turn, Entry entry, Hold.Cause cause, String detail) {
    return entry.held(new Hold(cause, turn.now(), detail));
  }

  static String text(Failure failure) {
    return failure.getMessage()
        + failure.exchangeId().map(id -> " (their log id " + id + ")").orElse("");
  }
}
