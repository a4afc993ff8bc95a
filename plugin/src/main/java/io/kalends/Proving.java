package io.kalends;

import io.kalends.account.CredentialUse.Seen;
import io.kalends.delivery.Proof;
import io.kalends.failure.Failure;
import io.kalends.ledger.Entry;
import io.kalends.ledger.Saving;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * INSTALLED, or sent where nobody confirms: as far as a delivery gets by itself. Watches for the
 * first login where the source can see it, and lets earlier generations go once this one is proven
 * as far as it can be, or long enough on the device.
 */
final class Proving implements Step {

  private static final Schedule FIRST_LOGIN =
      Schedule.at(Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMinutes(30))
          .every(Duration.ofHours(1), Duration.ofDays(1))
          .every(Duration.ofDays(1), Duration.ofDays(8));

  private final Road road;

  Proving(Road road) {
    this.road = road;
  }

  @Override
  public Saving take(Turn turn) {
    Entry entry = turn.entry().freed();
    Instant since = turn.claim().since();
    try {
      return entry.proof() != Proof.FIRST_LOGIN && loggedIn(turn)
          ? asFarAsItIs(turn, proven(entry), since, "it has logged in")
          : asFarAsItIs(turn, entry, since, "");
    } catch (Failure e) {
      // Not to be told is no proof; it is asked again by the same schedule.
      return asFarAsItIs(turn, entry, since, Setback.text(e));
    }
  }

  private static Entry proven(Entry entry) {
    return switch (entry.state()) {
      case SENT -> entry.installed(Proof.FIRST_LOGIN);
      default -> entry.proven(Proof.FIRST_LOGIN);
    };
  }

  /**
   * What follows from how far it is proven.
   *
   * @param since when it was delivered this far
   */
  Saving asFarAsItIs(Turn turn, Entry entry, Instant since, String detail) {
    Duration age = Duration.between(since, turn.now());
    Duration deadline = road.settings().rotationDeadline();
    boolean goal = entry.proof().compareTo(road.goal(entry)) >= 0;
    boolean earlier = turn.surroundings().earlierLive();
    boolean supersedes = earlier && (goal || age.compareTo(deadline) >= 0);
    Optional<Duration> look =
        road.use().isPresent() && !goal ? FIRST_LOGIN.after(age) : Optional.empty();
    Optional<Duration> atDeadline =
        earlier && !supersedes ? Optional.of(deadline) : Optional.empty();
    Entry settled = road.settled(entry);
    Saving saving =
        Stream.of(look, atDeadline)
            .flatMap(Optional::stream)
            .min(Duration::compareTo)
            .map(next -> Saving.at(settled, detail, since.plus(next)))
            .orElseGet(() -> Saving.resting(settled, detail));
    return supersedes ? saving.and(new Saving.Supersede()) : saving;
  }

  /** Whether the device has logged in. What was tried from here before the delivery is no sign. */
  boolean loggedIn(Turn turn) {
    Entry entry = turn.entry();
    if (road.use().isEmpty()) {
      return false;
    }
    Optional<Seen> seen =
        road.use().get().useOf(entry.target().orElseThrow().owner(), entry.label().orElseThrow());
    Instant since = turn.claim().since();
    return seen.filter(s -> road.probe().isEmpty() || !s.last().isBefore(since)).isPresent();
  }
}
