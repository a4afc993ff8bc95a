package io.kalends;

import io.kalends.account.CredentialProbe;
import io.kalends.failure.Failure;
import io.kalends.ledger.Entry;
import io.kalends.ledger.Entry.SourceHalf;
import io.kalends.ledger.Saving;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * GONE from the device, and still able to log in: tried now and then until it no longer does, which
 * is how Kalends learns that a person has deleted it.
 */
final class Owed implements Step {

  private static final Schedule LOOKS =
      Schedule.at().every(Duration.ofDays(1), Duration.ofDays(30)).every(Duration.ofDays(7));

  private final Road road;

  Owed(Road road) {
    this.road = road;
  }

  /** When it is tried first; empty when it cannot be, or need not be. */
  static Optional<Duration> firstLook(Entry gone) {
    return gone.sourceHalf() == SourceHalf.OWED && gone.account().isPresent()
        ? LOOKS.after(Duration.ZERO)
        : Optional.empty();
  }

  @Override
  public Saving take(Turn turn) {
    Entry owed = turn.entry();
    Optional<CredentialProbe> probe = road.probe();
    if (owed.sourceHalf() != SourceHalf.OWED || probe.isEmpty() || owed.account().isEmpty()) {
      return Saving.resting(owed, "");
    }
    Instant next = turn.claim().since().plus(LOOKS.after(turn.age()).orElseThrow());
    try {
      return road.provisioner().logsIn(owed, probe.get())
          ? Saving.at(owed, "", next)
          : Saving.resting(
              owed.sourceHalf(SourceHalf.CLOSED).erased(), "it no longer logs in: not owed");
    } catch (Failure e) {
      return Saving.at(owed, Setback.text(e), next);
    }
  }
}
