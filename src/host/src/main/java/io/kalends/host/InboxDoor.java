package io.kalends.host;

import io.kalends.event.ProvisioningEvent;
import java.util.List;

/** Where facts are kept for good before anybody is told that they arrived. */
@FunctionalInterface
public interface InboxDoor {

  /**
   * Commits facts; one that is there already, by its key, is passed over. Returns only when a power
   * cut could not lose them.
   *
   * @param tenant whose they are
   * @param instance the provider's name in the configuration, under which keys are unique
   * @param events one or more, all of them or none
   * @throws RuntimeException when they could not be kept; the sender is asked to come again
   */
  void accept(String tenant, String instance, List<ProvisioningEvent> events);
}
