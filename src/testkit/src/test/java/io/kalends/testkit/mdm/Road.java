package io.kalends.testkit.mdm;

import io.kalends.account.CalDavAccount;
import io.kalends.delivery.Configuration;
import io.kalends.delivery.ManagedConfiguration;
import io.kalends.enrollment.Device;
import io.kalends.enrollment.DeviceOwner;
import io.kalends.profile.ProfileBuilder;
import io.kalends.profile.ProfileNaming;
import io.kalends.profile.ProfileTemplates;
import io.kalends.secret.Secret;
import io.kalends.signing.KeyType;
import io.kalends.signing.ProfileSigner;
import io.kalends.signing.SignatureCheck;
import io.kalends.signing.SigningAuthority;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Makes what travels, with a signature of an authority of its own. */
final class Road {

  private static final ProfileBuilder PROFILES =
      new ProfileBuilder(ProfileTemplates.builtIn(), ProfileNaming.of("acme"));

  private final SigningAuthority authority;
  private final ProfileSigner signer;
  private final Clock clock;

  Road(Clock clock) {
    this.clock = clock;
    this.authority =
        SigningAuthority.create(
            "Fake CA", KeyType.EC_P256, Duration.ofDays(90), clock, new SecureRandom());
    this.signer =
        new ProfileSigner(
            authority.issue("Fake signer", KeyType.EC_P256, Duration.ofDays(30)), clock);
  }

  SignatureCheck check() {
    return SignatureCheck.of(List.of(authority.certificate()), clock);
  }

  Configuration profile(Device device, String password) {
    CalDavAccount account = CalDavAccount.of("caldav.example.org", 443, "u_1", Secret.of(password));
    return signer.sign(
        PROFILES.build(device, DeviceOwner.of("anna@example.org"), account, 1).unsigned());
  }

  static Configuration values(String password) {
    return new ManagedConfiguration(
        "com.davdroid.managed", Map.of("login_user_name", "u_1", "login_password", password));
  }
}
