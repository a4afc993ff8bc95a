package io.kalends;

import io.kalends.enrollment.DeviceOwner;
import io.kalends.failure.Failure;
import io.kalends.ledger.Claim;
import io.kalends.ledger.Entry;
import io.kalends.ledger.Saving;
import java.util.Optional;

/** Never mint what cannot be delivered. */
final class Resolving {

  private final Road road;
  private final Setback setback;

  Resolving(Road road, Setback setback) {
    this.road = road;
    this.setback = setback;
  }

  Saving resolve(Claim claim) {
    Entry requested = claim.entry();
    try {
      Optional<DeviceOwner> owner = road.preflight().ownerOf(requested.device());
      if (owner.isEmpty()) {
        return setback.ownerUnknown(claim);
      }
      Entry.Target target = road.preflight().target(requested.device(), owner.get());
      String detail =
          "for %s, as %s, %s"
              .formatted(owner.get().address(), target.form(), target.exposure().settingName());
      return Saving.now(requested.resolved(target).freed(), detail, Setback.moment(claim));
    } catch (Failure e) {
      return setback.of(claim, requested, e);
    }
  }
}
