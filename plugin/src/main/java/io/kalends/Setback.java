package io.kalends;

import io.kalends.failure.ActionRequired;
import io.kalends.failure.Failure;
import io.kalends.failure.PermanentFailure;
import io.kalends.failure.TemporaryFailure;
import io.kalends.ledger.Claim;
import io.kalends.ledger.Entry;
import io.kalends.ledger.Hold;
import io.kalends.ledger.Saving;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What a failed step comes to: again later, waiting for somebody, or blocked. */
final class Setback {

  private static final Duration FIRST = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final Duration FIRST_LOOK = Duration.ofMinutes(1);
  private static final Duration ADMINISTRATOR_LOOK = Duration.ofHours(1);
  private static final Duration OWNER_LOOK = Duration.ofDays(1);

  /** So many faults of our own in a row, and a person has to look. */
  private static final int FAULTS = 5;

  private final Backoff backoff;
  private final Clock clock;

  Setback(Backoff backoff, Clock clock) {
    this.backoff = backoff;
    this.clock = clock;
  }

  /** The ledger's time when the step was claimed: what is due is told by that clock. */
  static Instant moment(Claim claim) {
    return claim.until().minus(Worker.LEASE);
  }

  /** Sorted by kind. */
  Saving of(Claim claim, Entry entry, Failure failure) {
    String detail = text(failure);
    if (failure instanceof ActionRequired action) {
      return waiting(claim, entry, action);
    }
    if (failure instanceof PermanentFailure) {
      return Saving.resting(held(claim, entry, Hold.Cause.REFUSED, detail), detail);
    }
    return again(claim, entry, failure);
  }

  /** The same step, after a while, and never before the other side wants it. */
  Saving again(Claim claim, Entry entry, Failure failure) {
    Duration wait = backoff.after(entry.failures(), FIRST, LONGEST);
    if (failure instanceof TemporaryFailure temporary) {
      Duration asked =
          temporary
              .retryAt()
              .map(at -> Duration.between(clock.instant(), at))
              .orElse(Duration.ZERO);
      wait = asked.compareTo(wait) > 0 ? asked : wait;
    }
    return Saving.at(entry.failedOnceMore(), text(failure), moment(claim).plus(wait));
  }

  /** The same step, after a while. */
  Saving again(Claim claim, Entry entry, String detail) {
    Duration wait = backoff.after(entry.failures(), FIRST, LONGEST);
    return Saving.at(entry.failedOnceMore(), detail, moment(claim).plus(wait));
  }

  /** A fault in Kalends itself. */
  Saving fault(Claim claim, RuntimeException fault) {
    Entry entry = claim.entry();
    String detail = "a fault in Kalends itself: " + fault.getClass().getSimpleName();
    return entry.failures() < FAULTS
        ? again(claim, entry, detail)
        : Saving.resting(
            held(claim, entry, Hold.Cause.FAULT, detail + "; see the log, then retry"), detail);
  }

  /** Nobody knows whose it is: looked at again, and freed when somebody does. */
  Saving ownerUnknown(Claim claim) {
    String detail =
        "nobody knows whose device this is: set the owner field of the MDM, or the owner directory";
    return look(claim, claim.entry(), Hold.Cause.OWNER_UNKNOWN, detail, ADMINISTRATOR_LOOK);
  }

  /** When the other side wants to be asked again, by the ledger's clock. */
  Optional<Instant> retryAt(Claim claim, Failure failure) {
    return failure instanceof TemporaryFailure temporary
        ? temporary.retryAt().map(at -> moment(claim).plus(Duration.between(clock.instant(), at)))
        : Optional.empty();
  }

  private Saving waiting(Claim claim, Entry entry, ActionRequired action) {
    boolean owner = action.who() == ActionRequired.Who.OWNER;
    String detail = text(action) + "; where: " + action.where();
    return owner
        ? look(claim, entry, Hold.Cause.CONSENT, detail, OWNER_LOOK)
        : look(claim, entry, Hold.Cause.ADMINISTRATOR, detail, ADMINISTRATOR_LOOK);
  }

  private Saving look(Claim claim, Entry entry, Hold.Cause cause, String detail, Duration longest) {
    Duration wait = backoff.after(entry.failures(), FIRST_LOOK, longest);
    Entry held = held(claim, entry.failedOnceMore(), cause, detail);
    // The receipt tells once why it waits, not at every look.
    return Saving.at(
        held, held.hold().equals(entry.hold()) ? "" : detail, moment(claim).plus(wait));
  }

  static Entry held(Claim claim, Entry entry, Hold.Cause cause, String detail) {
    return entry.held(new Hold(cause, moment(claim), detail));
  }

  static String text(Failure failure) {
    return failure.getMessage()
        + failure.exchangeId().map(id -> " (their log id " + id + ")").orElse("");
  }
}
