package io.kalends;

import io.kalends.ledger.Claim;
import io.kalends.ledger.Entry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * One claim as its step sees it. What is due is told by the ledger's clock, which all nodes share:
 * a node whose own clock is behind would otherwise find every wait over at once.
 *
 * @param claim the right to take the step
 * @param clock the node's own
 * @param ahead how far the ledger's clock is ahead of it
 */
record Turn(Claim claim, Clock clock, Duration ahead) {

  /**
   * A turn that begins now.
   *
   * @param claimed when the claim was made, by the ledger's clock
   */
  static Turn of(Claim claim, Clock clock, Instant claimed) {
    return new Turn(claim, clock, Duration.between(clock.instant(), claimed));
  }

  Entry entry() {
    return claim.entry();
  }

  Claim.Surroundings surroundings() {
    return claim.surroundings();
  }

  boolean leaving() {
    return entry().withdrawal().isPresent();
  }

  /** What time it is for the ledger. */
  Instant now() {
    return shared(clock.instant());
  }

  /** A time that was read from the node's clock, by the ledger's. */
  Instant shared(Instant own) {
    return own.plus(ahead);
  }

  /** How long the entry has been in its state. */
  Duration age() {
    return Duration.between(claim.since(), now());
  }
}
