package io.kalends.profile;

import io.kalends.account.CalDavAccount;
import io.kalends.delivery.UnsignedProfile;
import io.kalends.enrollment.Device;
import io.kalends.enrollment.DeviceOwner;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Builds the Apple profile of one enrollment. Pure: same input, same bytes. Safe for use by several
 * threads.
 *
 * <p>The ids: the outer identifier is fixed per enrollment, so a push replaces and never adds; the
 * account's UUID is fixed per enrollment, host and user name, so a rotation updates the account and
 * another owner gets a new one; the top-level UUID follows the content.
 */
public final class ProfileBuilder {

  private final ProfileTemplates templates;
  private final ProfileNaming naming;
  private final @Nullable RootCertificate root;
  private final boolean cleansNames;

  /**
   * A builder for calendars behind a public CA.
   *
   * @param templates what profiles look like
   * @param naming in whose name they are made
   */
  public ProfileBuilder(ProfileTemplates templates, ProfileNaming naming) {
    this(templates, naming, null, false);
  }

  private ProfileBuilder(
      ProfileTemplates templates,
      ProfileNaming naming,
      @Nullable RootCertificate root,
      boolean cleansNames) {
    this.templates = templates;
    this.naming = naming;
    this.root = root;
    this.cleansNames = cleansNames;
  }

  /**
   * The same for calendars behind a private CA: profiles then bring its root along.
   *
   * @param certificate the self-signed certificate of the CA; whether it is still valid is for the
   *     caller to check, this class has no clock
   * @return a new builder
   * @throws IllegalArgumentException when it is no root
   */
  public ProfileBuilder trusting(X509Certificate certificate) {
    return new ProfileBuilder(templates, naming, RootCertificate.of(certificate), cleansNames);
  }

  /**
   * The same, but a device or owner name that XML cannot carry blocks nobody's calendar: what
   * cannot be written in it becomes U+FFFD. Credentials are never changed.
   *
   * @return a new builder
   */
  public ProfileBuilder cleaningNames() {
    return new ProfileBuilder(templates, naming, root, true);
  }

  /**
   * Builds a profile.
   *
   * @param device the enrollment it is for; its platform chooses the template
   * @param owner the person whose calendar it is
   * @param account the credential
   * @param generation counts the credentials of this enrollment, from 1; stands for the password in
   *     the content hash
   * @return the profile
   * @throws IllegalArgumentException naming the field that no property list can carry, or the
   *     platform that reads no profiles; never quoting a value
   */
  public Profile build(Device device, DeviceOwner owner, CalDavAccount account, int generation) {
    if (generation < 1) {
      throw new IllegalArgumentException("generation counts from 1, not from " + generation);
    }
    Template template = templates.of(device.platform());
    ProfileIds ids = ProfileIds.of(naming, device, account);
    ProfileValues values = new ProfileValues(template);
    ids(values, ids);
    people(values, device, owner, account);
    account(values, account);
    values.put(Placeholder.PROFILE_UUID, "");
    values.put(Placeholder.ACCOUNT_PASSWORD, Integer.toString(generation));
    String contentHash = sha256(values.fill());

    UUID uuid = ids.revision(contentHash);
    values.put(Placeholder.PROFILE_UUID, uuid.toString());
    values.text(Placeholder.ACCOUNT_PASSWORD, "password", account.password().reveal());
    return new Profile(new UnsignedProfile(ids.with(uuid), bytes(values.fill())), contentHash);
  }

  private void ids(ProfileValues values, ProfileIds ids) {
    values.put(Placeholder.PROFILE_IDENTIFIER, ids.identifier());
    values.put(Placeholder.ACCOUNT_IDENTIFIER, ids.accountIdentifier());
    values.put(Placeholder.ACCOUNT_UUID, ids.accountUuid().toString());
    if (root != null) {
      values.put(Placeholder.CERTIFICATE_IDENTIFIER, ids.identifier() + ".root");
      values.put(Placeholder.CERTIFICATE_UUID, ids.certificateUuid(root).toString());
      values.put(Placeholder.CERTIFICATE_DATA, root.base64());
    }
  }

  private void people(
      ProfileValues values, Device device, DeviceOwner owner, CalDavAccount account) {
    values.text(
        Placeholder.CALENDAR_NAME, "calendar name", naming.organization().orElse(account.host()));
    naming
        .organization()
        .ifPresent(name -> values.text(Placeholder.ORGANIZATION_NAME, "organization name", name));
    values.text(Placeholder.OWNER_NAME, "owner name", shown(owner.displayName()));
    values.text(Placeholder.OWNER_ADDRESS, "owner address", shown(owner.address()));
    device
        .name()
        .ifPresent(name -> values.text(Placeholder.DEVICE_NAME, "device name", shown(name)));
  }

  private static void account(ProfileValues values, CalDavAccount account) {
    values.text(Placeholder.ACCOUNT_HOST, "host", account.host());
    values.put(Placeholder.ACCOUNT_PORT, XmlValue.integer(account.port()));
    // Never anything else: Basic authentication without TLS would show the password.
    values.put(Placeholder.ACCOUNT_TLS, XmlValue.flag(true));
    values.text(Placeholder.ACCOUNT_USER, "user name", account.userName());
    account
        .principalUrl()
        .ifPresent(
            url ->
                values.text(
                    Placeholder.ACCOUNT_PRINCIPAL_URL, "principal URL", url.toASCIIString()));
  }

  private String shown(String name) {
    return cleansNames ? XmlValue.cleaned(name) : name;
  }

  private static String sha256(String content) {
    return HexFormat.of().formatHex(NameBasedUuid.digest("SHA-256").digest(bytes(content)));
  }

  private static byte[] bytes(String xml) {
    return xml.getBytes(StandardCharsets.UTF_8);
  }
}
