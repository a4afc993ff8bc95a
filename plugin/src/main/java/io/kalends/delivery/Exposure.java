package io.kalends.delivery;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
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

  /**
   * The classes of exposure an administrator allows, by name ({@code exposure.allow}). Nothing that
   * shows a secret to others than the device is allowed by default.
   */
  public static final class Policy {

    private final Set<Exposure> allowed;

    private Policy(Collection<Exposure> byName) {
      this.allowed = EnumSet.of(Exposure.NO_SECRET, Exposure.ENCRYPTED);
      this.allowed.addAll(byName);
    }

    /**
     * What holds when nothing is set.
     *
     * @return allows {@link Exposure#NO_SECRET} and {@link Exposure#ENCRYPTED}
     */
    public static Policy strict() {
      return new Policy(Set.of());
    }

    /**
     * The strict policy and what was allowed by name.
     *
     * @param byName the classes named in {@code exposure.allow}
     * @return the policy
     */
    public static Policy allowing(Collection<Exposure> byName) {
      return new Policy(byName);
    }

    /**
     * Whether a delivery of this class may be sent.
     *
     * @param exposure the class of the delivery
     * @return false when the administrator did not allow it
     */
    public boolean allows(Exposure exposure) {
      return allowed.contains(exposure);
    }

    @Override
    public String toString() {
      return "exposure.allow: " + allowed.stream().map(Exposure::settingName).toList();
    }
  }
}
