package io.kalends;

import io.kalends.ledger.Claim;
import io.kalends.ledger.Claim.Lane;
import io.kalends.ledger.Entry;
import io.kalends.ledger.Saving;

/**
 * Which step comes next, on one road. Each goes from one entry to the next, and ends in one save.
 */
final class Steps {

  private final Resolving resolving;
  private final Minting minting;
  private final Delivering delivering;
  private final Watching watching;
  private final Withdrawing withdrawing;

  Steps(Road road, Setback setback) {
    this.resolving = new Resolving(road, setback);
    this.minting = new Minting(road, setback);
    this.watching = new Watching(road, setback);
    this.delivering = new Delivering(road, setback, watching);
    this.withdrawing = new Withdrawing(road, setback, watching);
  }

  Saving take(Claim claim) {
    Entry entry = claim.entry();
    boolean leaving = entry.withdrawal().isPresent();
    return switch (entry.state()) {
      case REQUESTED -> leaving ? withdrawing.nothing(claim) : resolving.resolve(claim);
      case RESOLVED -> withdrawing.nothing(claim);
      case MINTING -> claim.lane() == Lane.MINT ? minting.mint(claim) : minting.settle(claim);
      case MINTED -> leaving ? withdrawing.begin(claim) : delivering.deliver(claim);
      case SENT -> leaving ? withdrawing.begin(claim) : watching.sent(claim);
      case INSTALLED -> leaving ? withdrawing.begin(claim) : watching.installed(claim);
      case REMOVING -> withdrawing.removing(claim);
      case REMOVE_SENT -> withdrawing.removeSent(claim);
      case GONE -> withdrawing.owed(claim);
    };
  }
}
