package io.kalends;

import io.kalends.enrollment.DeviceOwner;
import io.kalends.ledger.Entry;
import io.kalends.ledger.Saving;
import java.util.Optional;

/** REQUESTED: never mint what cannot be delivered. */
final class Resolving implements Step {

  private final Road road;
  private final Setback setback;

  Resolving(Road road, Setback setback) {
    this.road = road;
    this.setback = setback;
  }

  @Override
  public Saving take(Turn turn) {
    Entry requested = turn.entry();
    Optional<DeviceOwner> owner = road.preflight().ownerOf(requested.device());
    if (owner.isEmpty()) {
      return setback.ownerUnknown(turn);
    }
    Entry.Target target = road.preflight().target(requested.device(), owner.get());
    String detail =
        "for %s, as %s, %s"
            .formatted(owner.get().address(), target.form(), target.exposure().settingName());
    return Saving.now(requested.freed().resolved(target), detail, turn.now());
  }
}
