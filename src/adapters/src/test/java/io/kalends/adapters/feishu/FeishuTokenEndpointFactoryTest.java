package io.kalends.adapters.feishu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kalends.consent.TokenEndpoint;
import io.kalends.consent.TokenEndpointFactory;
import io.kalends.settings.InvalidSetting;
import io.kalends.settings.Settings;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeishuTokenEndpointFactoryTest {

  private static ConsentPlaces places(String... keysAndValues) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      values.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return ConsentPlaces.from(Settings.of("consent", values));
  }

  @Test
  void isFoundByItsType() {
    TokenEndpointFactory factory =
        ServiceLoader.load(TokenEndpointFactory.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(found -> found.type().equals("feishu"))
            .findFirst()
            .orElseThrow();
    Settings settings =
        Settings.of("consent", Map.of("appId", "cli_1", "appSecret", "canary-secret"));
    try (TokenEndpoint endpoint = factory.create(settings, Minting.CLOCK)) {
      assertThat(endpoint.authorizeUrl(Consenting.REQUEST))
          .hasHost("accounts.feishu.cn")
          .hasPath("/open-apis/authen/v1/authorize")
          .hasParameter("client_id", "cli_1");
    }
  }

  @Test
  void eachBrandHasItsHosts() {
    ConsentPlaces feishu = places();
    assertThat(feishu.token())
        .hasToString("https://open.feishu.cn/open-apis/authen/v2/oauth/token");
    assertThat(feishu.userInfo())
        .hasToString("https://open.feishu.cn/open-apis/authen/v1/user_info");
    assertThat(places("brand", "feishu")).isEqualTo(feishu);
    assertThat(places("openApi", "https://open.feishu.cn/")).isEqualTo(feishu);
    ConsentPlaces lark = places("brand", "lark", "tokenGeneration", "v3");
    assertThat(lark.authorize())
        .hasToString("https://accounts.larksuite.com/open-apis/authen/v1/authorize");
    assertThat(lark.token()).hasToString("https://accounts.larksuite.com/oauth/v3/token");
    assertThat(lark.userInfo()).hasHost("open.larksuite.com");
  }

  @Test
  void anyOtherServerIsOneHostUntilToldOtherwise() {
    ConsentPlaces own = places("openApi", "https://calendar.example.org/feishu/");
    assertThat(own.authorize())
        .hasToString("https://calendar.example.org/feishu/open-apis/authen/v1/authorize");
    assertThat(own.token())
        .hasToString("https://calendar.example.org/feishu/open-apis/authen/v2/oauth/token");
    ConsentPlaces four =
        places(
            "openApi",
            "https://api.example.org",
            "accounts",
            "https://sign-in.example.org",
            "tokenGeneration",
            "v3");
    assertThat(four.authorize()).hasHost("sign-in.example.org");
    assertThat(four.token()).hasToString("https://sign-in.example.org/oauth/v3/token");
    assertThat(four.userInfo()).hasHost("api.example.org");
    ConsentPlaces named =
        places("authorizeUrl", "https://a.example.org/page", "tokenUrl", "https://b.example.org/t");
    assertThat(named.authorize()).hasToString("https://a.example.org/page");
    assertThat(named.token()).hasToString("https://b.example.org/t");
    assertThat(named.userInfo()).hasHost("open.feishu.cn");
  }

  @ParameterizedTest
  @CsvSource({
    "tokenGeneration, v1, must be v2 or v3",
    "tokenUrl, http://example.org/t, must start with https://",
    "authorizeUrl, https://example.org/?a=b, 'scheme, host and path only'",
    "accounts, example.org, 'scheme, host'",
    "brand, Lark, must be feishu or lark",
    "appId, two words, must be one word",
    "appSecret, canary secret, must be one word",
    "deadline, PT6M, from PT0.001S to PT5M",
    "client_id, x, 'unknown; known here: accounts, appId, appSecret, authorizeUrl'"
  })
  void aWrongSettingIsNamedWithTheFixAndWithoutItsValue(String key, String value, String said) {
    Map<String, String> values =
        new HashMap<>(Map.of("appId", "cli_1", "appSecret", "canary-secret"));
    values.put(key, value);
    assertThatThrownBy(
            () ->
                new FeishuTokenEndpointFactory()
                    .create(Settings.of("consent", values), Minting.CLOCK))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("setting 'consent." + key + "'")
        .hasMessageContaining(said)
        .hasMessageNotContaining("canary");
  }

  @ParameterizedTest
  @CsvSource({"appId, appSecret", "appSecret, appId"})
  void theAppIsNamedByIdAndSecret(String given, String missing) {
    assertThatThrownBy(
            () ->
                new FeishuTokenEndpointFactory()
                    .create(Settings.of("consent", Map.of(given, "x")), Minting.CLOCK))
        .hasMessage("setting 'consent." + missing + "': missing; set it");
  }

  @Test
  void aUrlAndAGenerationContradictEachOther() {
    assertThatThrownBy(() -> places("tokenUrl", "https://x", "tokenGeneration", "v3"))
        .hasMessageContaining("keep one of the two");
  }
}
