package io.kalends.mdm;

import io.kalends.enrollment.Device;
import io.kalends.enrollment.EnrollmentId;
import java.util.Optional;

/** Optional: a provider that can be asked about one enrollment. */
@FunctionalInterface
public interface DeviceLookup {

  /**
   * Reads one enrollment.
   *
   * @param id the MDM's id
   * @return the device as the MDM knows it now; empty when it is not enrolled
   * @throws io.kalends.failure.Failure sorted
   */
  Optional<Device> find(EnrollmentId id);
}
