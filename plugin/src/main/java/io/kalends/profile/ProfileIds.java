package io.kalends.profile;

import io.kalends.account.CalDavAccount;
import io.kalends.delivery.ProfileIdentity;
import io.kalends.enrollment.Device;
import java.util.Locale;
import java.util.UUID;

/**
 * The ids that do not depend on a profile's content.
 *
 * @param device the enrollment id as a UUID, so that a hostile one is harmless in an identifier
 * @param identifier the outer identifier
 * @param accountUuid of the CalDAV payload
 */
record ProfileIds(UUID device, String identifier, UUID accountUuid) {

  static ProfileIds of(ProfileNaming naming, Device device, CalDavAccount account) {
    UUID key = NameBasedUuid.of(NameBasedUuid.KALENDS, device.id().value());
    return new ProfileIds(
        key,
        naming.identifierOf(key.toString()),
        // Host names are the same in any case, accounts with them.
        NameBasedUuid.of(
            key, "account", account.host().toLowerCase(Locale.ROOT), account.userName()));
  }

  String accountIdentifier() {
    return identifier + ".caldav";
  }

  UUID certificateUuid(RootCertificate root) {
    return NameBasedUuid.of(device, "root", root.fingerprint());
  }

  UUID revision(String contentHash) {
    return NameBasedUuid.of(device, "content", contentHash);
  }

  ProfileIdentity with(UUID revision) {
    return new ProfileIdentity(identifier, revision, accountIdentifier(), accountUuid);
  }
}
