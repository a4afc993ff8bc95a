package io.kalends.adapters.issuer;

import static io.kalends.adapters.issuer.AdministeredIssuer.ALICE;
import static io.kalends.adapters.issuer.AdministeredIssuer.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kalends.account.CalDavAccount;
import io.kalends.account.CredentialProbe;
import io.kalends.account.CredentialRevoker;
import io.kalends.account.CredentialSource;
import io.kalends.account.CredentialUse;
import io.kalends.account.DeviceLabel;
import io.kalends.consent.UserTokens;
import io.kalends.enrollment.DeviceOwner;
import io.kalends.failure.ActionRequired;
import io.kalends.failure.Failure;
import io.kalends.failure.UncertainOutcome;
import io.kalends.issuer.credential.Credential;
import io.kalends.issuer.sandbox.Fault;
import io.kalends.issuer.sandbox.FaultPlan;
import io.kalends.secret.Secret;
import io.kalends.testkit.LogWatch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IssuerSourceTest {

  private static AdministeredIssuer issuer;

  private CredentialSource source =
      (owner, label) -> {
        throw new IllegalStateException();
      };
  private DeviceLabel label = new DeviceLabel("before any test");

  @BeforeAll
  static void start() {
    issuer = new AdministeredIssuer(FaultPlan.onDemand());
  }

  @AfterAll
  static void stop() {
    issuer.close();
  }

  @BeforeEach
  void open() {
    source = issuer.source(Map.of());
    label =
        DeviceLabel.of(
            "Alice's \"iPhone\" & 100% + 张",
            UUID.randomUUID().toString().replace("-", "").substring(0, 12));
  }

  @AfterEach
  void close() {
    source.close();
  }

  @Test
  void whatWasMintedLogsInUntilItIsRevoked() {
    CalDavAccount phone = source.mint(ALICE, label);
    CalDavAccount mac = source.mint(ALICE, new DeviceLabel(label + " of the Mac"));
    CalDavAccount bobs = source.mint(BOB, label);
    assertThat(issuer.deviceLogsIn(phone)).isTrue();
    assertThat(probe().logsIn(phone)).isTrue();
    revoker().revoke(ALICE, label);
    assertThat(issuer.deviceLogsIn(phone)).isFalse();
    assertThat(probe().logsIn(phone)).isFalse();
    assertThat(issuer.deviceLogsIn(mac)).as("another label").isTrue();
    assertThat(issuer.deviceLogsIn(bobs)).as("another owner").isTrue();
    assertThat(probe().logsIn(bobs)).isTrue();
  }

  @Test
  void everyCredentialUnderTheLabelIsRevokedAndAgainIsSuccessAsIsNone() {
    source.mint(ALICE, label);
    source.mint(ALICE, label);
    for (int i = 0; i < 3; i++) {
      revoker().revoke(ALICE, label);
      assertThat(live(label)).isEmpty();
    }
    revoker().revoke(ALICE, new DeviceLabel(label + " never minted"));
    revoker().revoke(DeviceOwner.of("stranger@example.org"), label);
  }

  @ParameterizedTest
  @ValueSource(strings = {"orphan", "reset-after-mint", "cut-body", "truncated-json", "slow-drip"})
  void aCredentialThatOnlyTheIssuerKnowsOfIsRevokedByItsLabel(String fault) {
    issuer.faults().next(Fault.named(fault));
    assertThatThrownBy(() -> source.mint(ALICE, label)).isInstanceOf(UncertainOutcome.class);
    assertThat(live(label)).hasSize(1);
    revoker().revoke(ALICE, label);
    assertThat(live(label)).isEmpty();
  }

  @Test
  void onABadDayRevokingEveryDoubtLeavesExactlyWhatIsKnown() {
    long seed = Long.getLong("kalends.seed", 4711);
    try (AdministeredIssuer hurting = new AdministeredIssuer(FaultPlan.atRate(0.3, seed));
        CredentialSource own =
            hurting.source(Map.of("responseTimeout", "PT0.5S", "deadline", "PT0.6S"))) {
      List<String> kept = new ArrayList<>();
      int doubts = 0;
      for (int i = 0; i < 120; i++) {
        DeviceLabel each = new DeviceLabel(label + " " + i);
        try {
          own.mint(ALICE, each);
          kept.add(each.value());
        } catch (UncertainOutcome e) {
          doubts++;
          ((CredentialRevoker) own).revoke(ALICE, each);
        } catch (Failure e) {
          assertThat(e).hasMessageContaining("generate_caldav_conf");
        }
      }
      assertThat(doubts).as("seed " + seed).isGreaterThan(5);
      assertThat(hurting.live())
          .extracting(Credential::deviceName)
          .containsExactlyInAnyOrderElementsOf(kept);
    }
  }

  @Test
  void useShowsTheFirstLoginOfADeviceAndNoProbe() {
    CredentialUse use = (CredentialUse) source;
    Instant before = Instant.now().minusMillis(1);
    CalDavAccount account = source.mint(ALICE, label);
    assertThat(probe().logsIn(account)).isTrue();
    assertThat(use.useOf(ALICE, label)).isEmpty();
    assertThat(issuer.deviceLogsIn(account)).isTrue();
    // The issuer writes uses down once a second. A probe that counted would be there by then too.
    Optional<CredentialUse.Seen> seen = Optional.empty();
    while (seen.isEmpty() && Instant.now().isBefore(before.plus(Duration.ofSeconds(30)))) {
      seen = use.useOf(ALICE, label);
    }
    assertThat(seen).isPresent();
    assertThat(seen.get().first()).isAfterOrEqualTo(before).isBeforeOrEqualTo(Instant.now());
    assertThat(seen.get().last()).isAfterOrEqualTo(seen.get().first());
    assertThat(use.useOf(BOB, label)).isEmpty();
    assertThat(use.useOf(DeviceOwner.of("stranger@example.org"), label)).isEmpty();
  }

  @Test
  void aCredentialInAnotherPersonsNameIsNotCalledRevoked() {
    UserTokens mixedUp =
        new UserTokens() {
          @Override
          public Secret tokenOf(DeviceOwner owner) {
            return issuer.tokens().tokenOf(BOB);
          }

          @Override
          public Secret replace(DeviceOwner owner, Secret refused) {
            return tokenOf(owner);
          }
        };
    Map<String, String> settings =
        Map.of(
            "openApi", issuer.baseUrl().toString(), "adminToken", AdministeredIssuer.ADMIN_TOKEN);
    try (CredentialSource confused = AdministeredIssuer.sourceWith(settings, mixedUp)) {
      confused.mint(ALICE, label);
      for (DeviceOwner named : List.of(ALICE, DeviceOwner.of("stranger@example.org"))) {
        assertThatThrownBy(() -> ((CredentialRevoker) confused).revoke(named, label))
            .isInstanceOf(ActionRequired.class)
            .hasMessageContaining("another person's name");
      }
      ((CredentialRevoker) confused).revoke(BOB, label);
      assertThat(live(label)).isEmpty();
    }
  }

  @Test
  void aTenantMayBeNamedAndAWrongOneIsAnAdministratorsMistake() {
    try (CredentialSource named = issuer.source(Map.of("tenant", "default"));
        CredentialSource wrong = issuer.source(Map.of("tenant", "nowhere"))) {
      named.mint(ALICE, label);
      assertThatThrownBy(() -> ((CredentialRevoker) wrong).revoke(ALICE, label))
          .isInstanceOf(ActionRequired.class)
          .hasMessageContaining("tenant");
      assertThat(live(label)).hasSize(1);
      ((CredentialRevoker) named).revoke(ALICE, label);
      assertThat(live(label)).isEmpty();
    }
  }

  @Test
  void noTokenAndNoPasswordIsInAnyLog() {
    List<String> secrets = new ArrayList<>(List.of("canary-not-a-real", "u-fake-token"));
    try (LogWatch log = LogWatch.everything();
        CredentialSource stranger =
            issuer.source(Map.of("adminToken", "canary-not-a-real-admin-token-but-wrong"))) {
      CalDavAccount account = source.mint(ALICE, label);
      secrets.add(account.password().reveal());
      assertThat(probe().logsIn(account)).isTrue();
      assertThat(((CredentialUse) source).useOf(ALICE, label)).isEmpty();
      revoker().revoke(ALICE, label);
      assertThatThrownBy(() -> ((CredentialRevoker) stranger).revoke(ALICE, label))
          .isInstanceOf(ActionRequired.class);
      assertThat(log.heard()).contains("org.apache.hc.client5").doesNotContain(secrets);
    }
  }

  @Test
  void closingTwiceIsFineAndNothingIsSentAfterwards() {
    source.close();
    assertThatCode(source::close).doesNotThrowAnyException();
    assertThatThrownBy(() -> source.mint(ALICE, label))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> revoker().revoke(ALICE, label)).hasMessageContaining("closed");
  }

  private CredentialRevoker revoker() {
    return (CredentialRevoker) source;
  }

  private CredentialProbe probe() {
    return (CredentialProbe) source;
  }

  private static List<Credential> live(DeviceLabel label) {
    return issuer.live().stream().filter(c -> c.deviceName().equals(label.value())).toList();
  }
}
