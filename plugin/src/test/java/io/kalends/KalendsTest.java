package io.kalends;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kalends.account.CalDavAccount;
import io.kalends.account.CredentialSource;
import io.kalends.davx5.Davx5Builder;
import io.kalends.davx5.Davx5Licence;
import io.kalends.davx5.Davx5Plan;
import io.kalends.davx5.Davx5Settings;
import io.kalends.davx5.Davx5Templates;
import io.kalends.delivery.Acceptance;
import io.kalends.delivery.Configuration;
import io.kalends.delivery.DeliveryForm;
import io.kalends.delivery.Exposure;
import io.kalends.delivery.ManagedConfiguration;
import io.kalends.delivery.ProfileIdentity;
import io.kalends.delivery.Proof;
import io.kalends.delivery.SignedProfile;
import io.kalends.enrollment.Device;
import io.kalends.enrollment.EnrollmentId;
import io.kalends.enrollment.Platform;
import io.kalends.failure.ActionRequired;
import io.kalends.ledger.Entry;
import io.kalends.ledger.State;
import io.kalends.mdm.InstallReference;
import io.kalends.mdm.Installation;
import io.kalends.mdm.MdmProvider;
import io.kalends.mdm.ProviderHealth;
import io.kalends.profile.ProfileBuilder;
import io.kalends.profile.ProfileNaming;
import io.kalends.profile.ProfileTemplates;
import io.kalends.secret.Secret;
import io.kalends.signing.KeyType;
import io.kalends.signing.MovableClock;
import io.kalends.signing.ProfileSigner;
import io.kalends.signing.SignatureCheck;
import io.kalends.signing.SigningAuthority;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The façade as somebody embeds it: real builder, real signer, an MDM that remembers. */
class KalendsTest {

  private static final String PASSWORD = "NotARealPasswordButALongOne4711x";
  private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");

  private final MovableClock clock = new MovableClock(NOW);
  private final RememberingMdm mdm = new RememberingMdm();
  private final List<String> minted = new ArrayList<>();
  private final CredentialSource source =
      (owner, label) -> {
        minted.add(owner.address() + " as " + label);
        return CalDavAccount.of("caldav.example.org", 443, "u_1", Secret.of(PASSWORD));
      };
  private final SigningAuthority authority =
      SigningAuthority.create(
          "Test CA", KeyType.EC_P256, Duration.ofDays(30), clock, new SecureRandom());

  @Test
  void anIphoneGetsASignedProfileWithItsAccount() {
    Entry entry = road().provision(device(Platform.IOS));
    assertThat(entry.state()).isEqualTo(State.SENT);
    assertThat(entry.reference()).contains(new InstallReference("remembered"));
    assertThat(mdm.installed).singleElement().isInstanceOf(SignedProfile.class);
    byte[] signed = ((SignedProfile) mdm.installed.get(0)).bytes();
    SignatureCheck.Report report =
        SignatureCheck.of(List.of(authority.certificate()), clock).check(signed);
    assertThat(report.findings()).allMatch(finding -> finding.toString().startsWith("warning"));
    assertThat(new String(report.content().orElseThrow(), UTF_8))
        .contains("caldav.example.org", "u_1", PASSWORD);
    assertThat(minted)
        .singleElement()
        .asString()
        .matches("alice@example.org as Alice's phone · [a-z0-9]{10}");
  }

  @Test
  void theNextGenerationReplacesTheProfileAndIsAnotherRevision() {
    Kalends road = road();
    road.provision(device(Platform.IOS));
    road.provision(device(Platform.IOS), 2);
    ProfileIdentity first = ((SignedProfile) mdm.installed.get(0)).identity();
    ProfileIdentity second = ((SignedProfile) mdm.installed.get(1)).identity();
    assertThat(second.identifier()).isEqualTo(first.identifier());
    assertThat(second.accountUuid()).isEqualTo(first.accountUuid());
    assertThat(second.uuid()).isNotEqualTo(first.uuid());
  }

  @Test
  void everyStepIsSavedBeforeTheNextBegins() {
    List<State> saved = new ArrayList<>();
    roadBuilder().saving(entry -> saved.add(entry.state())).build().provision(device(Platform.IOS));
    assertThat(saved)
        .containsExactly(
            State.REQUESTED, State.RESOLVED, State.MINTING, State.MINTED, State.MINTED, State.SENT);
  }

  @Test
  void nothingIsMintedWhenTheLabelCannotBeSaved() {
    Kalends road =
        roadBuilder()
            .saving(
                entry -> {
                  if (entry.state() == State.MINTING) {
                    throw new IllegalStateException("disk full");
                  }
                })
            .build();
    assertThatThrownBy(() -> road.provision(device(Platform.IOS))).hasMessage("disk full");
    assertThat(minted).isEmpty();
  }

  @Test
  void aPixelGetsItsManagedConfiguration() {
    road().provision(device(Platform.ANDROID));
    assertThat(mdm.installed).singleElement().isInstanceOf(ManagedConfiguration.class);
    assertThat(((ManagedConfiguration) mdm.installed.get(0)).values())
        .containsEntry("login_password", PASSWORD);
  }

  @Test
  void nothingIsMintedWhileProfilesCannotBeSigned() {
    Kalends road = road();
    clock.set(NOW.plus(Duration.ofDays(60)));
    assertThatThrownBy(() -> road.provision(device(Platform.IOS)))
        .isInstanceOf(ActionRequired.class)
        .hasMessageContaining("nothing is minted");
    assertThat(minted).isEmpty();
  }

  @Test
  void aRoadWithoutAFormIsRefusedAtOnce() {
    Kalends.Builder nothing = Kalends.between(source, mdm);
    assertThatThrownBy(nothing::build).hasMessageContaining("signedProfiles");
  }

  private Kalends road() {
    return roadBuilder().build();
  }

  private Kalends.Builder roadBuilder() {
    return Kalends.between(source, mdm)
        .named("acme", "remembering")
        .signedProfiles(
            new ProfileBuilder(ProfileTemplates.builtIn(), ProfileNaming.of("acme")),
            new ProfileSigner(
                authority.issue("Signer", KeyType.EC_P256, Duration.ofDays(20)), clock))
        .davx5(
            new Davx5Builder(
                Davx5Templates.builtIn(),
                Davx5Settings.defaults().withLicence(Davx5Licence.sample()),
                Davx5Plan.ourPassword()))
        .allowing(Set.of(Exposure.CLEAR_IN_PROFILE, Exposure.CLEAR_IN_MDM));
  }

  /** Its name holds what XML cannot carry, and what turns text around. */
  private static Device device(Platform platform) {
    return Device.enrolled(new EnrollmentId("UDID-1"), platform)
        .name("Alice's \u202d\u0000phone")
        .ownerHint("alice@example.org")
        .build();
  }

  private static final class RememberingMdm implements MdmProvider {

    private final List<Configuration> installed = new ArrayList<>();

    @Override
    public Acceptance accepts(Device device) {
      DeliveryForm form =
          device.platform().readsProfiles()
              ? DeliveryForm.SIGNED_PROFILE
              : DeliveryForm.MANAGED_CONFIGURATION;
      return new Acceptance(List.of(form), Proof.ACCEPTED, List.of());
    }

    @Override
    public InstallReference install(Device device, Configuration configuration, UUID attempt) {
      installed.add(configuration);
      return new InstallReference("remembered");
    }

    @Override
    public void remove(Installation installation, UUID attempt) {
      installed.clear();
    }

    @Override
    public ProviderHealth check() {
      return new ProviderHealth(true, List.of());
    }

    @Override
    public void close() {}
  }
}
