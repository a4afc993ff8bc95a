package io.kalends.reconcile;

import io.kalends.ledger.Ledger.Admission;
import io.kalends.ledger.Ledger.Instance;
import io.kalends.mdm.DeviceLookup;
import io.kalends.mdm.EnrollmentLister;
import io.kalends.mdm.MdmProvider;
import java.time.Duration;
import java.util.Optional;

/**
 * One provider's enrollments, and how they are kept true.
 *
 * @param of where they are registered
 * @param provider asked for what it can: its list, single devices
 * @param admission which are served by themselves
 * @param every how long after one pass over the list the next begins; 1 to 15 minutes suit most
 * @param goneAfter an enrollment that is missing from the list, and was not heard of, for so long
 *     has left; zero for never
 * @param silentAfter where there is no list: one that was not heard of for so long has left; zero
 *     for never, which is right where an MDM tells nothing of devices that merely live
 */
public record Reconciled(
    Instance of,
    MdmProvider provider,
    Admission admission,
    Duration every,
    Duration goneAfter,
    Duration silentAfter) {

  /** Checks itself. */
  public Reconciled {
    if (every.isNegative() || every.isZero()) {
      throw new IllegalArgumentException("reconcile.every: must be positive");
    }
    if (goneAfter.isNegative() || silentAfter.isNegative()) {
      throw new IllegalArgumentException(
          "reconcile.goneAfter, reconcile.silentAfter: must not be negative; zero for never");
    }
  }

  Optional<EnrollmentLister> lister() {
    return provider instanceof EnrollmentLister lister ? Optional.of(lister) : Optional.empty();
  }

  Optional<DeviceLookup> lookup() {
    return provider instanceof DeviceLookup lookup ? Optional.of(lookup) : Optional.empty();
  }
}
