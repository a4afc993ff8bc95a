package io.kalends.host;

import io.kalends.enrollment.Device;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Which enrollments are served without anybody asking: none, all, or a pilot group. What is not
 * served is registered all the same, and served when a person asks for it by name.
 */
final class Provision {

  /** How many. */
  enum Mode {
    /** None: the service watches, and tells how many it would serve. */
    OFF,
    /** Those the filter names. */
    FILTER,
    /** All. */
    ALL
  }

  private final Mode mode;
  private final Set<String> owners;
  private final Set<String> serials;
  private final Set<String> enrollments;

  private Provision(Mode mode, Set<String> owners, Set<String> serials, Set<String> enrollments) {
    this.mode = mode;
    this.owners = owners;
    this.serials = serials;
    this.enrollments = enrollments;
  }

  /** None or all. */
  static Provision of(Mode mode) {
    return new Provision(mode, Set.of(), Set.of(), Set.of());
  }

  /**
   * A pilot group: whatever one of the three names.
   *
   * @param owners as the MDM names them, in any case
   * @param serials serial numbers
   * @param enrollments the MDM's ids, of user channels their own or their parent's
   */
  static Provision pilot(Set<String> owners, Set<String> serials, Set<String> enrollments) {
    return new Provision(
        Mode.FILTER,
        Set.copyOf(owners.stream().map(o -> o.toLowerCase(Locale.ROOT)).toList()),
        serials,
        enrollments);
  }

  /** Whether a device is served by itself. */
  boolean admits(Device device) {
    return switch (mode) {
      case OFF -> false;
      case ALL -> true;
      case FILTER ->
          named(owners, device.ownerHint().map(o -> o.toLowerCase(Locale.ROOT)))
              || named(serials, device.serialNumber())
              || enrollments.contains(device.id().value())
              || named(enrollments, device.parent().map(parent -> parent.value()));
    };
  }

  @Override
  public String toString() {
    return mode == Mode.FILTER
        ? "filter: %d owners, %d serials, %d enrollments"
            .formatted(owners.size(), serials.size(), enrollments.size())
        : mode.name().toLowerCase(Locale.ROOT);
  }

  private static boolean named(Set<String> names, Optional<String> name) {
    return name.filter(names::contains).isPresent();
  }
}
