package io.kalends.mdm;

import io.kalends.enrollment.Device;
import io.kalends.event.ProvisioningEvent;
import java.util.List;

/** Optional: a provider whose command results have to be fetched because nobody sends them. */
@FunctionalInterface
public interface CommandPoller {

  /**
   * Asks what became of an installation.
   *
   * @param device the enrollment it was sent to
   * @param reference what {@code install} answered
   * @return the facts known now; empty while the device has not answered
   * @throws io.kalends.failure.Failure sorted
   */
  List<ProvisioningEvent> poll(Device device, InstallReference reference);
}
