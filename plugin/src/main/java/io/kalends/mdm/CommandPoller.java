package io.kalends.mdm;

import io.kalends.event.ProvisioningEvent;
import java.util.List;
import java.util.UUID;

/** Optional: a provider whose command results have to be fetched because nobody sends them. */
@FunctionalInterface
public interface CommandPoller {

  /**
   * Asks what became of a command.
   *
   * @param installation the one it belongs to
   * @param attempt of the install or of the removal that is asked about
   * @return the facts known now; empty while the device has not answered
   * @throws io.kalends.failure.Failure sorted
   */
  List<ProvisioningEvent> poll(Installation installation, UUID attempt);
}
