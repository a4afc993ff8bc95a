package io.kalends.delivery;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Who besides the device can read the secret in a delivery, strongest first. The administrator
 * allows classes by name ({@code exposure.allow}); below the allowed floor nothing is sent.
 */
public enum Exposure {
  /** No secret passes through the MDM at all. */
  NO_SECRET("no-secret"),
  /** Encrypted to the device's own identity; only it can read it. */
  ENCRYPTED("encrypted"),
  /** Clear inside a profile: readable for whoever can read the MDM's command store. */
  CLEAR_IN_PROFILE("clear-in-profile"),
  /** Clear as a value in the MDM's own configuration: readable for its administrators. */
  CLEAR_IN_MDM("clear-in-mdm");

  private final String settingName;

  Exposure(String settingName) {
    this.settingName = settingName;
  }

  /**
   * The name by which it is allowed.
   *
   * @return lower-case with hyphens
   */
  public String settingName() {
    return settingName;
  }

  /**
   * Reads a name as written in {@code exposure.allow}.
   *
   * @param settingName lower-case with hyphens
   * @return the class of that name
   * @throws IllegalArgumentException naming the known ones
   */
  public static Exposure named(String settingName) {
    return Arrays.stream(values())
        .filter(e -> e.settingName.equals(settingName))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "exposure.allow: unknown class; known: "
                        + Arrays.stream(values())
                            .map(Exposure::settingName)
                            .collect(Collectors.joining(", "))));
  }
}
