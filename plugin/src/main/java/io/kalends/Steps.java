package io.kalends;

import io.kalends.failure.Failure;
import io.kalends.ledger.Claim.Lane;
import io.kalends.ledger.Saving;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which step comes next on one road. Each ends in one save. */
final class Steps {

  private static final Logger LOG = LoggerFactory.getLogger(Steps.class);

  private final Setback setback;
  private final OwnerCheck owner;
  private final Resolving resolving;
  private final Minting minting;
  private final Settling settling;
  private final Delivering delivering;
  private final Watching watching;
  private final Proving proving;
  private final Withdrawing withdrawing;
  private final Owed owed;

  Steps(Road road, Setback setback) {
    this.setback = setback;
    this.owner = new OwnerCheck(road, setback);
    this.resolving = new Resolving(road, setback);
    this.settling = new Settling(road, setback);
    this.minting = new Minting(road, setback, settling);
    this.proving = new Proving(road);
    this.watching = new Watching(road, proving);
    this.delivering = new Delivering(road, setback, proving);
    this.withdrawing = new Withdrawing(road, setback, watching);
    this.owed = new Owed(road);
  }

  /** Takes it. An {@link Error} goes through: the claim lapses, and the step is found again. */
  Saving take(Turn turn) {
    try {
      return next(turn).take(turn);
    } catch (Failure e) {
      return setback.of(turn, turn.entry(), e);
    } catch (RuntimeException e) {
      LOG.error("step of {}: a fault in Kalends itself", turn.entry(), e);
      return setback.fault(turn, e);
    }
  }

  private Step next(Turn turn) {
    return switch (turn.entry().state()) {
      case REQUESTED -> turn.leaving() ? withdrawing::nothing : resolving;
      case RESOLVED -> withdrawing::nothing;
      case MINTING -> turn.claim().lane() == Lane.MINT ? unlessAnothers(minting) : settling;
      case MINTED -> turn.leaving() ? withdrawing::begin : unlessAnothers(delivering);
      case SENT -> turn.leaving() ? withdrawing::begin : unlessAnothers(watching);
      case INSTALLED -> turn.leaving() ? withdrawing::begin : unlessAnothers(proving);
      case REMOVING -> withdrawing::removing;
      case REMOVE_SENT -> withdrawing::removeSent;
      case GONE -> owed;
    };
  }

  private Step unlessAnothers(Step step) {
    return turn -> owner.before(turn, step);
  }
}
