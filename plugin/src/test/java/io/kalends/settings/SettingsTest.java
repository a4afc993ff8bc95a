package io.kalends.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

  private static Settings settings(String key, String value) {
    return Settings.of("sources.feishu", Map.of(key, value));
  }

  @Test
  void anUnknownKeyIsNamedWithTheKnownOnes() {
    assertThatThrownBy(() -> settings("openAPI", "x").refuseUnknown(Set.of("openApi", "brand")))
        .isInstanceOf(InvalidSetting.class)
        .hasMessage("setting 'sources.feishu.openAPI': unknown; known here: brand, openApi");
    settings("brand", "x").refuseUnknown(Set.of("brand"));
  }

  @Test
  void aMissingAndAnEmptyValueAreToldApart() {
    Settings settings = settings("key", " ");
    assertThatThrownBy(() -> settings.text("key")).hasMessageContaining("empty");
    assertThatThrownBy(() -> settings.optionalText("key")).hasMessageContaining("empty");
    assertThatThrownBy(() -> settings.text("other"))
        .hasMessage("setting 'sources.feishu.other': missing; set it");
    assertThatThrownBy(() -> settings.baseUrl("other")).hasMessageContaining("missing; set it");
    assertThatThrownBy(() -> settings.path("other")).hasMessageContaining("missing; set it");
    assertThatThrownBy(() -> settings.secret("other")).hasMessageContaining("missing; set it");
    assertThat(settings.optionalText("other")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://open.feishu.cn", "HTTPS://open.feishu.cn/", "https://gate.example.org:8443/base",
        "http://127.0.0.1:8080", "http://localhost", "http://[::1]:9/"
      })
  void takesHttpsAnywhereAndHttpOnLoopback(String url) {
    assertThat(settings("openApi", url).baseUrl("openApi")).hasToString(url);
  }

  @ParameterizedTest
  @CsvSource({
    "http://open.feishu.cn, https://",
    "http://127.0.0.1.example.org, https://",
    "ftp://localhost, https://",
    "open.feishu.cn, 'scheme, host'",
    "https:///path, 'scheme, host'",
    "https://u:canary@host, 'scheme, host'",
    "https://host?canary=1, 'scheme, host'",
    "https://host#canary, 'scheme, host'",
    "https://canary host, not a URL"
  })
  void otherUrlsAreRefusedWithoutQuotingThem(String url, String said) {
    assertThatThrownBy(() -> settings("openApi", url).baseUrl("openApi"))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("sources.feishu.openApi")
        .hasMessageContaining(said)
        .hasMessageNotContaining("canary");
  }

  @Test
  void readsDurations() {
    assertThat(settings("t", "PT1.5S").duration("t", Duration.ZERO)).hasMillis(1500);
    assertThat(settings("t", "PT1S").duration("other", Duration.ofDays(1))).hasDays(1);
    for (String bad : new String[] {"5s", "PT0S", "PT-1S", "5", "PT99999999999999999999H"}) {
      assertThatThrownBy(() -> settings("t", bad).duration("t", Duration.ZERO))
          .as(bad)
          .isInstanceOf(InvalidSetting.class)
          .hasMessageContaining("PT10S");
    }
  }

  @Test
  void readsPathsAndSecretsAndNamesABareKeyWithoutPrefix() {
    assertThat(settings("f", "a/b").path("f")).isEqualTo(Path.of("a", "b"));
    assertThatThrownBy(() -> settings("f", "a\0b").path("f")).isInstanceOf(InvalidSetting.class);
    assertThat(settings("s", "not-a-real-secret").secret("s")).hasToString("***");
    assertThatThrownBy(() -> Settings.of("", Map.of()).text("key"))
        .hasMessageStartingWith("setting 'key'");
  }

  @Test
  void showsKeysAndNoValues() {
    assertThat(settings("key", "canary")).hasToString("Settings[sources.feishu: key]");
  }
}
