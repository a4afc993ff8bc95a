package io.kalends.adapters.generic;

import io.kalends.enrollment.Device;
import io.kalends.enrollment.DeviceOwner;
import io.kalends.enrollment.EnrollmentId;
import io.kalends.enrollment.Platform;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The {@code device} of an event. All it says is checked whatever the event is; what must be there
 * depends on the event.
 */
final class DeviceFields {

  private static final int MAX_ID = 512;
  private static final int MAX_TEXT = 10_240;
  private static final int MAX_WORD = 64;
  private static final int MAX_OWNER = 320;
  private static final Set<String> FIELDS =
      Set.of(
          "enrollment",
          "platform",
          "channel",
          "parent",
          "name",
          "model",
          "os_version",
          "serial",
          "owner");

  private static final Map<String, Platform> PLATFORMS =
      Arrays.stream(Platform.values())
          .collect(
              Collectors.toMap(
                  platform -> platform.name().toLowerCase(Locale.ROOT),
                  platform -> platform,
                  (one, other) -> one,
                  TreeMap::new));

  private final StrictObject json;
  private final EnrollmentId enrollment;
  private final @Nullable EnrollmentId parent;
  private final @Nullable Device device;
  private final Optional<String> owner;

  private DeviceFields(StrictObject json) throws RefusedBody {
    this.json = json;
    this.enrollment = id(json, "enrollment", json.text("enrollment", MAX_ID));
    this.parent = parent(json);
    this.owner = json.optionalText("owner", MAX_OWNER);
    this.device = device();
  }

  static DeviceFields of(StrictObject json) throws RefusedBody {
    json.only(FIELDS);
    return new DeviceFields(json);
  }

  EnrollmentId enrollment() {
    return enrollment;
  }

  /** The device, for events that must describe it. */
  Device whole() throws RefusedBody {
    if (device == null) {
      throw json.refused(
          "platform", "missing or empty; one of " + String.join(", ", PLATFORMS.keySet()));
    }
    return device;
  }

  /** The owner, for events that must name one. */
  DeviceOwner owner() throws RefusedBody {
    if (owner.isEmpty()) {
      throw json.refused("owner", "missing or empty");
    }
    try {
      return DeviceOwner.of(owner.get());
    } catch (IllegalArgumentException e) {
      throw json.refused("owner", String.valueOf(e.getMessage()));
    }
  }

  private @Nullable Device device() throws RefusedBody {
    Optional<String> name = json.optionalText("name", MAX_TEXT);
    Optional<String> model = json.optionalText("model", MAX_TEXT);
    Optional<String> osVersion = json.optionalText("os_version", MAX_TEXT);
    Optional<String> serial = json.optionalText("serial", MAX_TEXT);
    Optional<String> word = json.optionalText("platform", MAX_WORD);
    if (word.isEmpty()) {
      return null;
    }
    @Nullable Platform platform = PLATFORMS.get(word.get());
    if (platform == null) {
      throw json.refused("platform", "must be one of " + String.join(", ", PLATFORMS.keySet()));
    }
    Device.Builder builder = Device.enrolled(enrollment, platform);
    if (parent != null) {
      builder.userChannelOf(parent);
    }
    name.ifPresent(builder::name);
    model.ifPresent(builder::model);
    osVersion.ifPresent(builder::osVersion);
    serial.ifPresent(builder::serialNumber);
    owner.ifPresent(builder::ownerHint);
    return builder.build();
  }

  private static @Nullable EnrollmentId parent(StrictObject json) throws RefusedBody {
    String channel = json.optionalText("channel", MAX_WORD).orElse("device");
    if (!channel.equals("device") && !channel.equals("user")) {
      throw json.refused("channel", "must be device or user; left out it is device");
    }
    if (channel.equals("user")) {
      return id(json, "parent", json.text("parent", MAX_ID));
    }
    if (json.optionalText("parent", MAX_ID).isPresent()) {
      throw json.refused("parent", "only with channel user; leave it out");
    }
    return null;
  }

  private static EnrollmentId id(StrictObject json, String name, String value) throws RefusedBody {
    try {
      return new EnrollmentId(value);
    } catch (IllegalArgumentException e) {
      throw json.refused(name, String.valueOf(e.getMessage()));
    }
  }
}
