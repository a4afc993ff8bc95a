package io.kalends.profile;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a template may ask for. A value that is not always there takes its key with it when it is
 * missing.
 */
enum Placeholder {
  PROFILE_IDENTIFIER("profile.identifier", PlistKind.STRING, Given.ALWAYS),
  PROFILE_UUID("profile.uuid", PlistKind.STRING, Given.ALWAYS),
  CALENDAR_NAME("calendar.name", PlistKind.STRING, Given.ALWAYS),
  ORGANIZATION_NAME("organization.name", PlistKind.STRING, Given.WITH_ORGANIZATION),
  OWNER_NAME("owner.name", PlistKind.STRING, Given.ALWAYS),
  OWNER_ADDRESS("owner.address", PlistKind.STRING, Given.ALWAYS),
  DEVICE_NAME("device.name", PlistKind.STRING, Given.WITH_DEVICE_NAME),
  ACCOUNT_IDENTIFIER("account.identifier", PlistKind.STRING, Given.ALWAYS),
  ACCOUNT_UUID("account.uuid", PlistKind.STRING, Given.ALWAYS),
  ACCOUNT_HOST("account.host", PlistKind.STRING, Given.ALWAYS),
  ACCOUNT_PORT("account.port", PlistKind.INTEGER, Given.ALWAYS),
  ACCOUNT_TLS("account.tls", PlistKind.BOOLEAN, Given.ALWAYS),
  ACCOUNT_USER("account.user", PlistKind.STRING, Given.ALWAYS),
  ACCOUNT_PASSWORD("account.password", PlistKind.STRING, Given.ALWAYS),
  ACCOUNT_PRINCIPAL_URL("account.principalUrl", PlistKind.STRING, Given.WITH_PRINCIPAL_URL),
  CERTIFICATE_IDENTIFIER("certificate.identifier", PlistKind.STRING, Given.WITH_ROOT_CERTIFICATE),
  CERTIFICATE_UUID("certificate.uuid", PlistKind.STRING, Given.WITH_ROOT_CERTIFICATE),
  CERTIFICATE_DATA("certificate.data", PlistKind.DATA, Given.WITH_ROOT_CERTIFICATE);

  /** When there is a value. */
  enum Given {
    ALWAYS,
    WITH_ORGANIZATION,
    WITH_DEVICE_NAME,
    WITH_PRINCIPAL_URL,
    WITH_ROOT_CERTIFICATE
  }

  private final String label;
  private final PlistKind kind;
  private final Given given;

  Placeholder(String label, PlistKind kind, Given given) {
    this.label = label;
    this.kind = kind;
    this.given = given;
  }

  /** As written between the braces. */
  String label() {
    return label;
  }

  /** The type of a node that is exactly this placeholder. */
  PlistKind kind() {
    return kind;
  }

  Given given() {
    return given;
  }

  static Optional<Placeholder> labelled(String label) {
    return Arrays.stream(values()).filter(p -> p.label.equals(label)).findFirst();
  }

  static String known() {
    return Arrays.stream(values()).map(Placeholder::label).collect(Collectors.joining(", "));
  }

  @Override
  public String toString() {
    return "${" + label + "}";
  }
}
