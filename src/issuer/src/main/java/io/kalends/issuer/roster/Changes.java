package io.kalends.issuer.roster;

import java.util.List;

/**
 * What a file of people changes.
 *
 * @param added new ones
 * @param changed known ones of whom something else is said
 * @param unchanged known ones of whom the same is said
 * @param configured passed over: the configuration speaks for them
 * @param held passed over as to their status: an administrator froze them or let them go
 * @param leaving addresses of those who leave by it
 */
public record Changes(
    int added, int changed, int unchanged, int configured, int held, List<String> leaving) {

  /** Takes a copy. */
  public Changes {
    leaving = List.copyOf(leaving);
  }
}
