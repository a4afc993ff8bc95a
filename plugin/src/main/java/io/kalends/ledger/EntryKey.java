package io.kalends.ledger;

import io.kalends.enrollment.EnrollmentId;

/**
 * What an entry is known by, everywhere and for good.
 *
 * @param tenant the organisation served; lower-case letters, digits and hyphens
 * @param instance the configured provider the enrollment belongs to; same alphabet
 * @param enrollment the MDM's id of the enrollment
 * @param generation counts the credentials of this enrollment, from 1
 */
public record EntryKey(String tenant, String instance, EnrollmentId enrollment, int generation) {

  /** Checks itself. */
  public EntryKey {
    requireName("tenant", tenant);
    requireName("instance", instance);
    if (generation < 1) {
      throw new IllegalArgumentException("generation counts from 1, not from " + generation);
    }
  }

  private static void requireName(String field, String value) {
    if (!value.matches("[a-z0-9]([a-z0-9-]{0,62})")) {
      throw new IllegalArgumentException(
          field + " '" + value + "' must have 1 to 63 of a-z, 0-9 and hyphen");
    }
  }

  @Override
  public String toString() {
    return tenant + "/" + instance + "/" + enrollment + "#" + generation;
  }
}
