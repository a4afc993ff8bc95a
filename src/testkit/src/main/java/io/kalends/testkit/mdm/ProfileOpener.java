package io.kalends.testkit.mdm;

import com.dd.plist.NSArray;
import com.dd.plist.NSDictionary;
import com.dd.plist.NSObject;
import io.kalends.delivery.AccountValues;
import io.kalends.delivery.Configuration;
import io.kalends.delivery.ManagedConfiguration;
import io.kalends.delivery.SignedProfile;
import io.kalends.delivery.UnsignedProfile;
import io.kalends.finding.Finding;
import io.kalends.profile.ProfileReader;
import io.kalends.profile.UnreadableProfile;
import io.kalends.secret.Secret;
import io.kalends.signing.SignatureCheck;
import java.util.Arrays;
import java.util.Optional;

/** Takes apart what arrives on a device, as strictly as a device does and a little more. */
final class ProfileOpener {

  private static final String CALDAV = "com.apple.caldav.account";

  private final SignatureCheck signatures;

  ProfileOpener(SignatureCheck signatures) {
    this.signatures = signatures;
  }

  /** The account inside; empty when a device would refuse it. */
  Optional<LiveProfile> open(Configuration configuration) {
    if (configuration instanceof SignedProfile signed) {
      SignatureCheck.Report report = signatures.check(signed.bytes());
      return Finding.anyError(report.findings())
          ? Optional.empty()
          : report.content().flatMap(ProfileOpener::ofPlist);
    }
    if (configuration instanceof UnsignedProfile unsigned) {
      return ofPlist(unsigned.bytes());
    }
    if (configuration instanceof ManagedConfiguration managed) {
      return ofValues(managed);
    }
    AccountValues values = (AccountValues) configuration;
    return Optional.of(
        new LiveProfile("template", "", values.account().userName(), values.account().password()));
  }

  /** What replaces what: the outer identifier, or the package. */
  static String identifierOf(Configuration configuration) {
    if (configuration instanceof SignedProfile signed) {
      return signed.identity().identifier();
    }
    if (configuration instanceof UnsignedProfile unsigned) {
      return unsigned.identity().identifier();
    }
    return configuration instanceof ManagedConfiguration managed
        ? managed.packageName()
        : "template";
  }

  private static Optional<LiveProfile> ofPlist(byte[] plist) {
    try {
      NSDictionary profile = ProfileReader.read(plist);
      return profile.get("PayloadContent") instanceof NSArray payloads
          ? Arrays.stream(payloads.getArray())
              .filter(NSDictionary.class::isInstance)
              .map(NSDictionary.class::cast)
              .filter(payload -> text(payload, "PayloadType").equals(CALDAV))
              .map(account -> live(profile, account))
              .findFirst()
          : Optional.empty();
    } catch (UnreadableProfile e) {
      return Optional.empty();
    }
  }

  private static LiveProfile live(NSDictionary profile, NSDictionary account) {
    return new LiveProfile(
        text(profile, "PayloadIdentifier"),
        text(profile, "PayloadUUID"),
        text(account, "CalDAVUsername"),
        Secret.of(text(account, "CalDAVPassword")));
  }

  private static Optional<LiveProfile> ofValues(ManagedConfiguration managed) {
    return managed.values().get("login_user_name") instanceof String user
            && managed.values().get("login_password") instanceof String password
        ? Optional.of(new LiveProfile(managed.packageName(), "", user, Secret.of(password)))
        : Optional.empty();
  }

  private static String text(NSDictionary dictionary, String key) {
    NSObject value = dictionary.get(key);
    return value == null ? "" : value.toString();
  }
}
