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
 * @param goneAfter an enrollment that is missing from the list (or, where there is no list, was not
 *     heard of) for so long has left; zero for never
 */
public record Reconciled(
    Instance of, MdmProvider provider, Admission admission, Duration every, Duration goneAfter) {

  /** Checks itself. */
  public Reconciled {
    if (every.isNegative() || every.isZero() || goneAfter.isNegative()) {
      throw new IllegalArgumentException(
          "reconcile: every must be positive, goneAfter not negative");
    }
  }

  Optional<EnrollmentLister> lister() {
    return provider instanceof EnrollmentLister lister ? Optional.of(lister) : Optional.empty();
  }

  Optional<DeviceLookup> lookup() {
    return provider instanceof DeviceLookup lookup ? Optional.of(lookup) : Optional.empty();
  }
}
