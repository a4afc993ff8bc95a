package io.kalends;

import io.kalends.enrollment.DeviceOwner;
import io.kalends.failure.Failure;
import io.kalends.ledger.Entry;
import io.kalends.ledger.Saving;
import io.kalends.ledger.State;

/**
 * Looks again whose device it is, before a step that would give somebody's calendar to another. On
 * a new owner the credential is withdrawn first, and the next generation opened after.
 */
final class OwnerCheck {

  private final Road road;
  private final Setback setback;

  OwnerCheck(Road road, Setback setback) {
    this.road = road;
    this.setback = setback;
  }

  /** Takes the step if the owner is the same, which an owner the MDM no longer names stays. */
  Saving before(Turn turn, Step step) {
    if (!turn.surroundings().ownerMayHaveChanged()) {
      return step.take(turn);
    }
    DeviceOwner before = turn.entry().target().orElseThrow().owner();
    DeviceOwner now;
    try {
      now = road.preflight().ownerOf(turn.entry().device()).orElse(before);
    } catch (Failure e) {
      return setback.again(turn, unspent(turn.entry()), e);
    }
    return now.address().equals(before.address())
        ? step.take(turn).and(new Saving.OwnerConfirmed())
        : changed(turn, before, now);
  }

  private static Saving changed(Turn turn, DeviceOwner before, DeviceOwner now) {
    Entry entry = unspent(turn.entry());
    boolean delivered = entry.state() != State.RESOLVED;
    String detail =
        "the device belongs to %s now, no longer to %s".formatted(now.address(), before.address());
    String cause = "owner:" + now.address() + ":after:" + entry.key().generation();
    return Saving.now(
            entry.withdrawing(new Entry.Withdrawal("owner changed", delivered)), detail, turn.now())
        .and(new Saving.OwnerConfirmed())
        .and(new Saving.Reopen(cause));
  }

  /** Asked before the mint, so that nothing was minted under this claim's label. */
  static Entry unspent(Entry entry) {
    return entry.state() == State.MINTING ? entry.notMinted() : entry;
  }
}
