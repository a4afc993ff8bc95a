package io.kalends.enrollment;

/**
 * The MDM's own id of one enrollment. Opaque: not always a UDID (User Enrollments have none), and a
 * user channel has an id of its own beside its parent's, in NanoMDM's words {@code UDID:UserUUID}.
 * May hold any printable character, so whoever makes a path or a URL of it encodes it.
 *
 * @param value 1 to 512 characters, well-formed Unicode, no control characters
 */
public record EnrollmentId(String value) implements Comparable<EnrollmentId> {

  /** Checks itself. */
  public EnrollmentId {
    Texts.require("enrollment id", value, 512);
  }

  @Override
  public int compareTo(EnrollmentId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
