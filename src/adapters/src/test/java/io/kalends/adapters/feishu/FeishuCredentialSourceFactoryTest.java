package io.kalends.adapters.feishu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kalends.account.CalDavAccount;
import io.kalends.account.CredentialProbe;
import io.kalends.account.CredentialSource;
import io.kalends.account.CredentialSourceFactory;
import io.kalends.secret.Secret;
import io.kalends.settings.InvalidSetting;
import io.kalends.settings.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeishuCredentialSourceFactoryTest {

  private static Settings settings(Map<String, String> values) {
    return Settings.of("source", values);
  }

  @Test
  void isFoundByItsTypeAndMintsOverItsSettings() {
    CredentialSourceFactory factory =
        ServiceLoader.load(CredentialSourceFactory.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(found -> found.type().equals("feishu"))
            .findFirst()
            .orElseThrow();
    try (RawServer server = RawServer.answeringJson("HTTP/1.1 200 OK", "", Minting.SUCCESS);
        CredentialSource source =
            factory.create(
                settings(Map.of("openApi", server.url().toString())),
                new ScriptedTokens(),
                Minting.CLOCK)) {
      assertThat(source.mint(Minting.ALICE, Minting.LABEL).host()).isEqualTo("caldav.example.org");
    }
  }

  @Test
  void withoutSettingsItIsFeishuAndByNameLark() {
    OpenApi feishu = OpenApi.from(settings(Map.of()));
    assertThat(feishu).isEqualTo(OpenApi.at(URI.create("https://open.feishu.cn")));
    assertThat(feishu.generateCaldavConf())
        .hasToString("https://open.feishu.cn/open-apis/calendar/v4/settings/generate_caldav_conf");
    assertThat(OpenApi.from(settings(Map.of("brand", "feishu")))).isEqualTo(feishu);
    assertThat(OpenApi.from(settings(Map.of("brand", "lark"))).baseUrl())
        .hasToString("https://open.larksuite.com");
  }

  @Test
  void readsTimeOuts() {
    OpenApi openApi =
        OpenApi.from(
            settings(
                Map.of("connectTimeout", "PT1S", "responseTimeout", "PT2S", "deadline", "PT3S")));
    assertThat(openApi.connectTimeout()).isEqualTo(Duration.ofSeconds(1));
    assertThat(openApi.responseTimeout()).isEqualTo(Duration.ofSeconds(2));
    assertThat(openApi.deadline()).isEqualTo(Duration.ofSeconds(3));
    assertThatThrownBy(
            () -> new OpenApi(openApi.baseUrl(), Duration.ZERO, Duration.ZERO, Duration.ofDays(1)))
        .hasMessageContaining("connectTimeout must be from 1 ms to PT5M");
  }

  @ParameterizedTest
  @CsvSource({
    "openAPI, https://x, 'unknown; known here: brand, connectTimeout, deadline, openApi, probe, probeUrl'",
    "openApi, http://open.feishu.cn, 'must start with https://'",
    "openApi, open.feishu.cn, 'scheme, host'",
    "brand, Feishu, must be feishu or lark",
    "probe, yes, must be on or off",
    "probeUrl, http://caldav.feishu.cn, 'must start with https://'",
    "deadline, PT6M, from PT0.001S to PT5M",
    "connectTimeout, PT0.0000001S, from PT0.001S to PT5M",
    "responseTimeout, 5, ISO 8601"
  })
  void aWrongSettingIsNamedWithTheFix(String key, String value, String said) {
    assertThatThrownBy(() -> create(Map.of(key, value)))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("setting 'source." + key + "'")
        .hasMessageContaining(said);
  }

  @Test
  void itIsAProbeUnlessThatIsSwitchedOff() {
    try (CredentialSource usual = create(Map.of());
        CredentialSource without = create(Map.of("probe", "off"))) {
      assertThat(usual).isInstanceOf(CredentialProbe.class);
      assertThat(without).isNotInstanceOf(CredentialProbe.class);
    }
    assertThatThrownBy(() -> create(Map.of("probe", "off", "probeUrl", "https://x.example.org")))
        .hasMessageContaining("keep one of the two");
  }

  @Test
  void itProbesWhereTheSettingsSay() {
    try (RawServer server =
            RawServer.answering("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n");
        CredentialSource source = create(Map.of("probeUrl", server.url().toString()))) {
      CalDavAccount account =
          CalDavAccount.of("caldav.example.org", 443, "u_x", Secret.of("not-a-real-password"));
      assertThat(((CredentialProbe) source).logsIn(account)).isFalse();
      assertThat(server.requests().get(0)).startsWith("PROPFIND /.well-known/caldav");
    }
  }

  private static CredentialSource create(Map<String, String> values) {
    return new FeishuCredentialSourceFactory()
        .create(settings(values), new ScriptedTokens(), Minting.CLOCK);
  }

  @Test
  void noTokenGoesOutInClearWhoeverMakesIt() {
    assertThatThrownBy(() -> OpenApi.at(URI.create("http://open.feishu.cn")))
        .isInstanceOf(InvalidSetting.class)
        .hasMessage(
            "setting 'openApi': must start with https:// (http is for loopback addresses only)");
  }

  @Test
  void aBrandAndAUrlContradictEachOther() {
    assertThatThrownBy(
            () -> OpenApi.from(settings(Map.of("brand", "lark", "openApi", "https://x"))))
        .hasMessageContaining("keep one of the two");
  }
}
