package io.kalends.adapters.feishu;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToIgnoreCase;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static io.kalends.adapters.feishu.Minting.ALICE;
import static io.kalends.adapters.feishu.Minting.CLOCK;
import static io.kalends.adapters.feishu.Minting.LABEL;
import static io.kalends.adapters.feishu.Minting.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.kalends.account.CalDavAccount;
import io.kalends.failure.ActionRequired;
import io.kalends.failure.ActionRequired.Who;
import io.kalends.failure.UncertainOutcome;
import io.kalends.secret.Secret;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeishuCredentialSourceTest {

  private static final String PATH = "/open-apis/calendar/v4/settings/generate_caldav_conf";

  @RegisterExtension
  static final WireMockExtension gateway =
      WireMockExtension.newInstance().options(options().dynamicPort()).build();

  private final ScriptedTokens tokens = new ScriptedTokens();

  private URI url() {
    return URI.create(gateway.baseUrl());
  }

  private void answer(ResponseDefinitionBuilder response) {
    gateway.stubFor(post(PATH).willReturn(response));
  }

  private static ResponseDefinitionBuilder json(int status, String body) {
    return aResponse()
        .withStatus(status)
        .withHeader("Content-Type", "application/json; charset=utf-8")
        .withHeader("X-Tt-Logid", "20261130-log")
        .withBody(body);
  }

  @Test
  void mintsWithTheOwnersTokenAndExactlyTheHeadersOfTheContract() {
    answer(json(200, SUCCESS));
    CalDavAccount account = Minting.mintAt(url());
    assertThat(account.host()).isEqualTo("caldav.example.org");
    assertThat(account.port()).isEqualTo(443);
    assertThat(account.userName()).isEqualTo("u_abcdefgh");
    assertThat(account.password()).isEqualTo(Secret.of(Minting.PASSWORD));
    assertThat(account.principalUrl()).isEmpty();
    gateway.verify(
        1,
        postRequestedFor(urlEqualTo(PATH))
            .withHeader("Authorization", equalTo("Bearer " + ScriptedTokens.FIRST))
            // Jetty shows the charset in capitals; WireFaultsTest sees the bytes.
            .withHeader("Content-Type", equalToIgnoreCase("application/json; charset=utf-8"))
            .withRequestBody(
                equalToJson("{\"device_name\":\"Alice's \\\"iPhone\\\" 张 · k7f3q2zd\"}")));
    gateway.verify(1, postRequestedFor(anyUrl()));
  }

  @Test
  void aBaseUrlMayHaveAPath() {
    gateway.stubFor(post("/gate/feishu" + PATH).willReturn(json(200, SUCCESS)));
    assertThat(Minting.mintAt(url().resolve("/gate/feishu/")).userName()).isEqualTo("u_abcdefgh");
  }

  @ParameterizedTest
  @CsvSource({
    "caldav.example.org, caldav.example.org, 443",
    "' caldav.example.org ', caldav.example.org, 443",
    "caldav.example.org:8443, caldav.example.org, 8443",
    "https://caldav.example.org, caldav.example.org, 443",
    "HTTPS://caldav.example.org:8443/dav/, caldav.example.org, 8443",
    "caldav.example.org/, caldav.example.org, 443",
    "[::1]:8443, [::1], 8443",
    "[::1], [::1], 443"
  })
  void readsTheServerAddressLeniently(String given, String host, int port) {
    answer(json(200, successWith("server_address", given)));
    CalDavAccount account = Minting.mintAt(url());
    assertThat(account.host()).isEqualTo(host);
    assertThat(account.port()).isEqualTo(port);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "http://caldav.example.org",
        "ftp://x",
        "https://",
        "user@host",
        "host:port",
        "host:0",
        "host:65536",
        "host:",
        "a b",
        "host?x",
        "host#x",
        "canary\u0000",
        "bücher.example",
        "::1"
      })
  void anUnusableServerAddressIsUncertainBecauseTheCredentialExists(String given) {
    answer(json(200, successWith("server_address", given)));
    assertThat(Minting.failureAt(url(), UncertainOutcome.class))
        .hasMessageContaining("success with an unusable account");
  }

  @Test
  void aColonInTheUserNameIsUncertainToo() {
    answer(json(200, successWith("user_name", "canary:name")));
    assertThat(Minting.failureAt(url(), UncertainOutcome.class))
        .hasMessageContaining("user name holds a colon");
  }

  @Test
  void toleratesUnknownFieldsAndAMissingOrOtherDeviceName() {
    answer(
        json(
            201,
            "{\"new\":[1],\"code\":0,\"data\":{\"device_name\":7,\"x\":{},\"password\":\"p:w\","
                + "\"user_name\":\"u\",\"server_address\":\"h\"}}"));
    assertThat(Minting.mintAt(url()).password()).isEqualTo(Secret.of("p:w"));
  }

  @ParameterizedTest
  @ValueSource(longs = {99991677, 99991668, 20005})
  void aRefusedTokenIsReplacedAndTheCallRepeatedOnce(long code) {
    refuseThen(code, json(200, SUCCESS));
    assertThat(Minting.mint(Minting.at(url()), tokens).userName()).isEqualTo("u_abcdefgh");
    assertThat(tokens.refused).containsExactly(Secret.of(ScriptedTokens.FIRST));
    gateway.verify(2, postRequestedFor(anyUrl()));
    gateway.verify(
        1,
        postRequestedFor(anyUrl())
            .withHeader("Authorization", equalTo("Bearer " + ScriptedTokens.SECOND)));
  }

  @Test
  void whenTheReplacementIsRefusedTooTheOwnerHasToAct() {
    answer(json(400, "{\"code\":99991677,\"msg\":\"\",\"data\":{}}"));
    ActionRequired failure = Minting.failure(Minting.at(url()), tokens, ActionRequired.class);
    assertThat(failure.who()).isEqualTo(Who.OWNER);
    assertThat(failure.exchangeId()).contains("20261130-log");
    gateway.verify(2, postRequestedFor(anyUrl()));
  }

  @Test
  void theSameTokenAgainIsNotSentAgain() {
    answer(json(400, "{\"code\":99991668}"));
    ScriptedTokens same = new ScriptedTokens(ScriptedTokens.FIRST, ScriptedTokens.FIRST);
    Minting.failure(Minting.at(url()), same, ActionRequired.class);
    gateway.verify(1, postRequestedFor(anyUrl()));
  }

  @Test
  void theRepeatedCallIsSortedLikeAnyOther() {
    refuseThen(99991677, json(500, "{\"code\":190003}"));
    Minting.failure(Minting.at(url()), tokens, UncertainOutcome.class);
    gateway.verify(2, postRequestedFor(anyUrl()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "canary\nX-Injected: 1",
        "canary\r",
        "canary token",
        "canary\0",
        "canáry",
        "cana张"
      })
  void aTokenThatIsNoHeaderValueIsNotSent(String token) {
    ScriptedTokens broken = new ScriptedTokens(token, token);
    ActionRequired failure = Minting.failure(Minting.at(url()), broken, ActionRequired.class);
    assertThat(failure.who()).isEqualTo(Who.ADMINISTRATOR);
    assertThat(failure).hasMessageContaining("not sent").hasMessageNotContaining(token);
    gateway.verify(0, postRequestedFor(anyUrl()));
  }

  @Test
  void aRedirectIsNotFollowed() {
    gateway.stubFor(
        post(PATH)
            .willReturn(aResponse().withStatus(307).withHeader("Location", url() + "/elsewhere")));
    gateway.stubFor(post("/elsewhere").willReturn(json(200, SUCCESS)));
    assertThat(Minting.failureAt(url())).hasMessageContaining("redirects are not followed");
    gateway.verify(1, postRequestedFor(anyUrl()));
  }

  @Test
  void cookiesAreNotKept() {
    answer(json(200, SUCCESS).withHeader("Set-Cookie", "a=b; Path=/"));
    try (FeishuCredentialSource source =
        new FeishuCredentialSource(Minting.at(url()), tokens, CLOCK)) {
      source.mint(ALICE, LABEL);
      source.mint(ALICE, LABEL);
    }
    gateway.verify(2, postRequestedFor(anyUrl()).withoutHeader("Cookie"));
  }

  private void refuseThen(long code, ResponseDefinitionBuilder next) {
    gateway.stubFor(
        post(PATH)
            .inScenario("token")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(json(400, "{\"code\":" + code + ",\"data\":{}}"))
            .willSetStateTo("refused"));
    gateway.stubFor(post(PATH).inScenario("token").whenScenarioStateIs("refused").willReturn(next));
  }

  private static String successWith(String field, String value) {
    try {
      ObjectNode root = (ObjectNode) new ObjectMapper().readTree(SUCCESS);
      root.withObject("/data").put(field, value);
      return root.toString();
    } catch (java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
