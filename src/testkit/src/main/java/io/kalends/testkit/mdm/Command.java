package io.kalends.testkit.mdm;

import io.kalends.delivery.Configuration;
import java.util.UUID;

/** What a device finds in its queue. */
sealed interface Command {

  /** The id that whoever asked for it chose. */
  UUID attempt();

  /** InstallProfile, or a managed configuration to take over. */
  record Install(UUID attempt, Configuration configuration) implements Command {}

  /** RemoveProfile. */
  record Remove(UUID attempt, String identifier) implements Command {}

  /** ProfileList. */
  record ListProfiles(UUID attempt) implements Command {}
}
