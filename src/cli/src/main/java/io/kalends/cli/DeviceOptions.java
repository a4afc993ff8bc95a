package io.kalends.cli;

import io.kalends.enrollment.Device;
import io.kalends.enrollment.DeviceOwner;
import io.kalends.enrollment.EnrollmentId;
import io.kalends.enrollment.OwnerDirectory;
import io.kalends.enrollment.Platform;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A device described by hand. */
final class DeviceOptions {

  @Option(names = "--platform", required = true, description = "One of ${COMPLETION-CANDIDATES}.")
  private Platform platform = Platform.IOS;

  @Option(
      names = "--device-name",
      required = true,
      paramLabel = "NAME",
      description = "What the device is called; the calendar service shows it in its list.")
  private String name = "";

  @Option(
      names = "--owner",
      required = true,
      paramLabel = "EMAIL",
      description = "Whose device it is, as the calendar service knows them.")
  private String owner = "";

  @Option(
      names = "--owner-name",
      paramLabel = "NAME",
      description = "The owner's name for people (default: the e-mail address).")
  private @Nullable String ownerName;

  @Option(
      names = "--enrollment",
      paramLabel = "ID",
      description =
          "The MDM's id of the enrollment. It decides whether a profile replaces an earlier one"
              + " (default: made from owner and device name).")
  private @Nullable String enrollment;

  DeviceOwner owner() {
    return ownerName == null ? DeviceOwner.of(owner) : new DeviceOwner(owner, ownerName);
  }

  /** The owner as named on the command line. */
  Optional<OwnerDirectory.Finding> asFinding() {
    return Optional.of(
        new OwnerDirectory.Finding(owner(), "command line", OwnerDirectory.Confidence.CERTAIN));
  }

  /** A Mac is described by its user channel: the only one that takes CalDAV accounts. */
  Device device() {
    EnrollmentId id = enrollment == null ? byOwnerAndName() : new EnrollmentId(enrollment);
    Device.Builder device = Device.enrolled(id, platform).name(name).ownerHint(owner);
    if (platform == Platform.MACOS) {
      device.userChannelOf(new EnrollmentId(id.value() + " (device)"));
    }
    return device.build();
  }

  /** The same for the same two, fit for any path, whatever the device is called. */
  private EnrollmentId byOwnerAndName() {
    String both = owner.toLowerCase(Locale.ROOT) + "\n" + name;
    UUID digest = UUID.nameUUIDFromBytes(both.getBytes(StandardCharsets.UTF_8));
    return new EnrollmentId("MANUAL-" + digest.toString().toUpperCase(Locale.ROOT));
  }
}
