package io.kalends.adapters.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kalends.account.CredentialProbe;
import io.kalends.account.CredentialRevoker;
import io.kalends.account.CredentialSource;
import io.kalends.account.CredentialSourceFactory;
import io.kalends.account.CredentialUse;
import io.kalends.consent.UserTokens;
import io.kalends.enrollment.DeviceOwner;
import io.kalends.secret.Secret;
import io.kalends.settings.InvalidSetting;
import io.kalends.settings.Settings;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IssuerCredentialSourceFactoryTest {

  private static final Map<String, String> LEAST =
      Map.of(
          "openApi",
          "https://issuer.example.org",
          "adminToken",
          "canary-not-a-real-admin-token-0123");

  private static CredentialSource create(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(LEAST);
    settings.putAll(more);
    CredentialSourceFactory factory =
        ServiceLoader.load(CredentialSourceFactory.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(found -> found.type().equals("issuer"))
            .findFirst()
            .orElseThrow();
    UserTokens none =
        new UserTokens() {
          @Override
          public Secret tokenOf(DeviceOwner owner) {
            throw new IllegalStateException("nobody mints here");
          }

          @Override
          public Secret replace(DeviceOwner owner, Secret refused) {
            throw new IllegalStateException("nobody mints here");
          }
        };
    return factory.create(Settings.of("source", settings), none, Clock.systemUTC());
  }

  @ParameterizedTest
  @CsvSource({"issuer, true, true", "calendar, true, false", "off, false, true"})
  void offersWhatItCanPromise(String probe, boolean probes, boolean seesUse) {
    try (CredentialSource source = create(Map.of("probe", probe))) {
      assertThat(source).isInstanceOf(CredentialRevoker.class);
      assertThat(source instanceof CredentialProbe).isEqualTo(probes);
      assertThat(source instanceof CredentialUse).isEqualTo(seesUse);
    }
  }

  @Test
  void withoutMoreItAsksTheIssuer() {
    try (CredentialSource source = create(Map.of())) {
      assertThat(source).isInstanceOf(CredentialProbe.class).isInstanceOf(CredentialUse.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "adminToken, short-canary, 32 visible ASCII characters",
    "adminToken, canary with blanks and of a good length, 32 visible ASCII characters",
    "admin, http://issuer.example.org, must start with https://",
    "openApi, http://issuer.example.org, must start with https://",
    "probe, on, 'issuer, calendar or off'",
    "probeUrl, https://caldav.example.org, 'probe: calendar only'",
    "connections, 0, from 1 to 256",
    "connections, 257, from 1 to 256",
    "connections, many, from 1 to 256",
    "brand, feishu, unknown",
    "deadline, PT6M, from PT0.001S to PT5M"
  })
  void aWrongSettingIsNamedWithTheFixAndNotShown(String key, String value, String said) {
    assertThatThrownBy(() -> create(Map.of(key, value)))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("setting 'source." + key + "'")
        .hasMessageContaining(said)
        .hasMessageNotContaining("canary");
  }

  @Test
  void theAdminTokenIsNeeded() {
    assertThatThrownBy(() -> create(Map.of("adminToken", ""))).hasMessageContaining("adminToken");
  }
}
