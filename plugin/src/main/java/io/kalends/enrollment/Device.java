package io.kalends.enrollment;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One enrollment as the MDM describes it. Make one with {@link #enrolled}, then add what is known.
 * A hostile name is kept as it came (cut to 10,240 characters); whoever shows it makes it harmless.
 */
public final class Device {

  private final EnrollmentId id;
  private final Platform platform;
  private final Channel channel;
  private final @Nullable EnrollmentId parent;
  private final @Nullable String name;
  private final @Nullable String model;
  private final @Nullable String osVersion;
  private final @Nullable String serialNumber;
  private final @Nullable String ownerHint;

  private Device(Builder builder) {
    this.id = builder.id;
    this.platform = builder.platform;
    this.channel = builder.channel;
    this.parent = builder.parent;
    this.name = builder.name;
    this.model = builder.model;
    this.osVersion = builder.osVersion;
    this.serialNumber = builder.serialNumber;
    this.ownerHint = builder.ownerHint;
    if (channel == Channel.USER && parent == null) {
      throw new IllegalArgumentException(
          "user-channel enrollment " + id + " names no parent; set it to the device's enrollment");
    }
  }

  /**
   * Starts describing an enrollment on the device channel.
   *
   * @param id the MDM's id of the enrollment
   * @param platform its operating system
   * @return a builder that needs nothing more
   */
  public static Builder enrolled(EnrollmentId id, Platform platform) {
    return new Builder(id, platform);
  }

  /**
   * The MDM's id of this enrollment.
   *
   * @return never null
   */
  public EnrollmentId id() {
    return id;
  }

  /**
   * The operating system.
   *
   * @return never null
   */
  public Platform platform() {
    return platform;
  }

  /**
   * The channel this enrollment speaks on.
   *
   * @return never null
   */
  public Channel channel() {
    return channel;
  }

  /**
   * The device enrollment a user channel hangs on.
   *
   * @return present exactly when {@link #channel()} is {@link Channel#USER}
   */
  public Optional<EnrollmentId> parent() {
    return Optional.ofNullable(parent);
  }

  /**
   * The device's name, set by its user.
   *
   * @return any text; empty when the MDM has none
   */
  public Optional<String> name() {
    return Optional.ofNullable(name);
  }

  /**
   * The model, for people.
   *
   * @return for example "iPhone 15"; empty when the MDM has none
   */
  public Optional<String> model() {
    return Optional.ofNullable(model);
  }

  /**
   * The operating system's version.
   *
   * @return for example "18.1"; empty when the MDM has none
   */
  public Optional<String> osVersion() {
    return Optional.ofNullable(osVersion);
  }

  /**
   * The serial number.
   *
   * @return empty for User Enrollments, which have none
   */
  public Optional<String> serialNumber() {
    return Optional.ofNullable(serialNumber);
  }

  /**
   * What the MDM itself says about the owner, not yet checked.
   *
   * @return an address or UPN as the MDM holds it; empty when it has none
   */
  public Optional<String> ownerHint() {
    return Optional.ofNullable(ownerHint);
  }

  @Override
  public String toString() {
    return "Device[" + id + ", " + platform + ", " + channel + "]";
  }

  /** Collects what the MDM knows about an enrollment. Not for use by several threads. */
  public static final class Builder {

    private static final int MAX_TEXT = 10_240;

    private final EnrollmentId id;
    private final Platform platform;
    private Channel channel = Channel.DEVICE;
    private @Nullable EnrollmentId parent;
    private @Nullable String name;
    private @Nullable String model;
    private @Nullable String osVersion;
    private @Nullable String serialNumber;
    private @Nullable String ownerHint;

    private Builder(EnrollmentId id, Platform platform) {
      this.id = id;
      this.platform = platform;
    }

    /**
     * Makes it a user channel.
     *
     * @param parent the device's own enrollment
     * @return this
     */
    public Builder userChannelOf(EnrollmentId parent) {
      this.channel = Channel.USER;
      this.parent = parent;
      return this;
    }

    /**
     * Sets the name; a blank one counts as none.
     *
     * @param name as the user set it
     * @return this
     */
    public Builder name(String name) {
      this.name = known(name);
      return this;
    }

    /**
     * Sets the model; a blank one counts as none.
     *
     * @param model for people
     * @return this
     */
    public Builder model(String model) {
      this.model = known(model);
      return this;
    }

    /**
     * Sets the operating system's version; a blank one counts as none.
     *
     * @param osVersion for example "18.1"
     * @return this
     */
    public Builder osVersion(String osVersion) {
      this.osVersion = known(osVersion);
      return this;
    }

    /**
     * Sets the serial number; a blank one counts as none.
     *
     * @param serialNumber as the maker printed it
     * @return this
     */
    public Builder serialNumber(String serialNumber) {
      this.serialNumber = known(serialNumber);
      return this;
    }

    /**
     * Sets what the MDM says about the owner; a blank hint counts as none.
     *
     * @param ownerHint an address or UPN
     * @return this
     */
    public Builder ownerHint(String ownerHint) {
      this.ownerHint = known(ownerHint);
      return this;
    }

    /**
     * Finishes the description.
     *
     * @return the device
     */
    public Device build() {
      return new Device(this);
    }

    private static @Nullable String known(String text) {
      if (text.isBlank()) {
        return null;
      }
      if (text.length() <= MAX_TEXT) {
        return text;
      }
      boolean splitsPair = Character.isHighSurrogate(text.charAt(MAX_TEXT - 1));
      return text.substring(0, splitsPair ? MAX_TEXT - 1 : MAX_TEXT);
    }
  }
}
