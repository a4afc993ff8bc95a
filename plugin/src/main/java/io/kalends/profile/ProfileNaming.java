package io.kalends.profile;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * In whose name profiles are made. Prefix and tenant are part of every profile's identifier:
 * changing one of them means that devices keep the old profile beside the new one until it is
 * removed by its old identifier.
 */
public final class ProfileNaming {

  /** The prefix of identifiers when none is set. */
  public static final String DEFAULT_PREFIX = "io.kalends";

  private final String prefix;
  private final String tenant;
  private final @Nullable String organization;

  private ProfileNaming(String prefix, String tenant, @Nullable String organization) {
    this.prefix = prefix;
    this.tenant = tenant;
    this.organization = organization;
  }

  /**
   * A naming with the default prefix.
   *
   * @param tenant the organisation served; 1 to 63 of a-z, 0-9 and hyphen
   * @return without an organization name
   */
  public static ProfileNaming of(String tenant) {
    return of(DEFAULT_PREFIX, tenant);
  }

  /**
   * A naming with a prefix of the company's own.
   *
   * @param prefix reverse DNS name, for example {@code com.example.it}; at most 128 characters
   * @param tenant the organisation served; 1 to 63 of a-z, 0-9 and hyphen
   * @return without an organization name
   * @throws IllegalArgumentException naming the field and the fix
   */
  public static ProfileNaming of(String prefix, String tenant) {
    if (prefix.length() > 128 || !prefix.matches("[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*")) {
      throw new IllegalArgumentException(
          "profile identifier prefix must be a reverse DNS name such as com.example.it");
    }
    if (!tenant.matches("[a-z0-9][a-z0-9-]{0,62}")) {
      throw new IllegalArgumentException("tenant must have 1 to 63 of a-z, 0-9 and hyphen");
    }
    return new ProfileNaming(prefix, tenant, null);
  }

  /**
   * The same with a name that employees recognise.
   *
   * @param name shown as the profile's organization and as the calendar's name; at most 200
   *     characters
   * @return a new naming
   * @throws IllegalArgumentException when it is blank, too long or cannot be written
   */
  public ProfileNaming withOrganization(String name) {
    if (name.isBlank() || name.length() > 200) {
      throw new IllegalArgumentException("organization name must have 1 to 200 characters");
    }
    XmlValue.text("organization name", name);
    return new ProfileNaming(prefix, tenant, name);
  }

  /**
   * The organization's name.
   *
   * @return empty when none is set
   */
  public Optional<String> organization() {
    return Optional.ofNullable(organization);
  }

  /** The part of all identifiers that does not depend on the device. */
  String identifierOf(String deviceKey) {
    return prefix + "." + tenant + "." + deviceKey;
  }

  @Override
  public String toString() {
    return "ProfileNaming[" + prefix + "." + tenant + "]";
  }
}
