package io.kalends.mdm;

import io.kalends.enrollment.Device;
import java.util.UUID;

/**
 * Optional: can ask a device which profiles it holds. Only asks; the answer arrives as {@link
 * io.kalends.event.ProvisioningEvent.ProfilesReported}.
 */
@FunctionalInterface
public interface ProfileQuery {

  /**
   * Queues the question.
   *
   * @param device whom to ask
   * @param attempt unique per question
   * @throws io.kalends.failure.Failure sorted
   */
  void askProfiles(Device device, UUID attempt);
}
