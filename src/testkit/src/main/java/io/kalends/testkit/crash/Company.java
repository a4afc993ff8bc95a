package io.kalends.testkit.crash;

import io.kalends.Kalends;
import io.kalends.Worker;
import io.kalends.account.CredentialSource;
import io.kalends.davx5.Davx5Builder;
import io.kalends.davx5.Davx5Licence;
import io.kalends.davx5.Davx5Plan;
import io.kalends.davx5.Davx5Settings;
import io.kalends.davx5.Davx5Templates;
import io.kalends.delivery.Exposure;
import io.kalends.ledger.Ledger;
import io.kalends.mdm.MdmProvider;
import io.kalends.profile.ProfileBuilder;
import io.kalends.profile.ProfileNaming;
import io.kalends.profile.ProfileTemplates;
import io.kalends.signing.KeyType;
import io.kalends.signing.ProfileSigner;
import io.kalends.signing.SignatureCheck;
import io.kalends.signing.SigningAuthority;
import io.kalends.signing.SigningIdentity;
import io.kalends.store.sealing.Sealer;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * What outlives every process: the keys and the settings. Starts real workers, with real profiles,
 * signatures and seals.
 */
final class Company implements Node.Start {

  private static final int MOST_STEPS = 500;

  private final SigningAuthority authority;
  private final SigningIdentity identity;
  private final Sealer sealer;
  private final ProfileBuilder profiles =
      new ProfileBuilder(ProfileTemplates.builtIn(), ProfileNaming.of(CrashScenario.TENANT));
  private final Davx5Builder davx5 =
      new Davx5Builder(
          Davx5Templates.builtIn(),
          Davx5Settings.defaults().withLicence(Davx5Licence.sample()),
          Davx5Plan.foreignPassword());

  /** Makes its keys. */
  Company() {
    SecureRandom random = new SecureRandom();
    this.sealer = Sealer.ephemeral(random);
    this.authority =
        SigningAuthority.create(
            "Fake CA", KeyType.EC_P256, Duration.ofDays(3_000), Clock.systemUTC(), random);
    this.identity = authority.issue("Fake signer", KeyType.EC_P256, Duration.ofDays(2_000));
  }

  /** What its devices trust. */
  SignatureCheck signatures(Clock clock) {
    return SignatureCheck.of(List.of(authority.certificate()), clock);
  }

  @Override
  public Node start(Ledger ledger, CredentialSource source, MdmProvider mdm, Clock clock) {
    Kalends road =
        Kalends.between(source, mdm)
            .named(CrashScenario.TENANT, CrashScenario.INSTANCE)
            .sealer(sealer)
            .signedProfiles(profiles, new ProfileSigner(identity, clock))
            .davx5(davx5)
            .allowing(Set.of(Exposure.CLEAR_IN_PROFILE, Exposure.CLEAR_IN_MDM))
            .clock(clock)
            .build();
    Worker worker = new Worker(ledger, List.of(road), clock, new Random(4711));
    return () -> worker.runUntilQuiet(MOST_STEPS);
  }
}
