package io.kalends.adapters.issuer;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.sun.net.httpserver.HttpServer;
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
import io.kalends.failure.PermanentFailure;
import io.kalends.failure.TemporaryFailure;
import io.kalends.secret.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the administrator's API, or whatever stands in its place, may answer. */
class IssuerAnswersTest {

  private static final DeviceOwner ALICE = DeviceOwner.of("alice@example.org");
  private static final DeviceLabel LABEL = DeviceLabel.of("iPhone", "k7f3q2zd");
  private static final CalDavAccount ACCOUNT =
      CalDavAccount.of("caldav.example.org", 443, "u_x", Secret.of("canary-password"));
  private static final String TOKEN = "canary-not-a-real-admin-token-0123";

  @RegisterExtension
  static final WireMockExtension issuer =
      WireMockExtension.newInstance().options(options().dynamicPort()).build();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401 | {\"error\":{\"field\":\"Authorization\"}} | administrator | adminTokenFile",
        "403 | canary | administrator | adminTokenFile",
        "404 | 404 page not found | administrator | admin must lead",
        "404 | {\"error\":{\"field\":\"id\"}} | administrator | admin must lead",
        "302 | canary | administrator | admin must lead",
        "200 | <html>canary</html> | administrator | admin must lead",
        "405 | canary | administrator | admin must lead",
        "400 | {\"error\":{\"field\":\"tenant\"}} | administrator | tenant must be a key",
        "400 | {\"error\":{\"field\":\"deviceName\"}} | refused | cannot use deviceName",
        "408 | canary | temporary | later",
        "429 | {\"error\":{\"message\":\"canary\"}} | temporary | later",
        "500 | {\"error\":{\"message\":\"canary\"}} | temporary | later",
        "502 | <html>canary</html> | temporary | later",
        "503 | canary | temporary | later",
      })
  void everyAnswerIsSortedAlikeForEveryAbility(int status, String body, String sort, String said) {
    issuer.stubFor(
        any(anyUrl())
            .willReturn(
                aResponse()
                    .withStatus(status)
                    .withHeader("X-Tt-Logid", "20261130A")
                    .withBody(body)));
    for (Failure failure : failures()) {
      assertThat(kindOf(failure)).isEqualTo(sort);
      assertThat(failure)
          .hasMessageContaining(said)
          .hasMessageContaining("HTTP " + status)
          .hasMessageContaining("log id 20261130A")
          .hasMessageNotContaining("canary")
          .hasNoCause();
    }
  }

  @Test
  void nonsenseInPlaceOfWhatWasAskedForIsNoSuccess() {
    issuer.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(200).withBody("{}")));
    assertThat(failures()).allSatisfy(f -> assertThat(f).isInstanceOf(TemporaryFailure.class));
    issuer.stubFor(
        any(anyUrl())
            .willReturn(
                aResponse()
                    .withStatus(200)
                    .withBody(
                        "{\"revoked\":\"1\",\"logsIn\":\"true\",\"credentials\":[{\"firstUsed\":1}]}")));
    try (CredentialSource source = source()) {
      assertThat(failure(() -> ((CredentialRevoker) source).revoke(ALICE, LABEL))).isNotNull();
      assertThat(failure(() -> ((CredentialProbe) source).logsIn(ACCOUNT))).isNotNull();
      assertThat(failure(() -> ((CredentialUse) source).useOf(ALICE, LABEL))).isNotNull();
    }
  }

  @Test
  void noAnswerIsTemporary() {
    for (Fault fault : List.of(Fault.CONNECTION_RESET_BY_PEER, Fault.EMPTY_RESPONSE)) {
      issuer.stubFor(any(anyUrl()).willReturn(aResponse().withFault(fault)));
      assertThat(failures()).allSatisfy(f -> assertThat(f).isInstanceOf(TemporaryFailure.class));
    }
  }

  @Test
  void connectionsAreKeptForTheNextCall() throws IOException {
    Set<Integer> ports = ConcurrentHashMap.newKeySet();
    byte[] answer =
        ("{\"code\":0,\"data\":{\"password\":\"p\",\"user_name\":\"u\","
                + "\"server_address\":\"caldav.example.org\"},\"logsIn\":true,\"revoked\":1}")
            .getBytes(StandardCharsets.UTF_8);
    HttpServer counting =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    counting.createContext(
        "/",
        exchange -> {
          ports.add(exchange.getRemoteAddress().getPort());
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    counting.start();
    try (CredentialSource source = source("http://127.0.0.1:" + counting.getAddress().getPort())) {
      for (int i = 0; i < 40; i++) {
        source.mint(ALICE, LABEL);
        ((CredentialProbe) source).logsIn(ACCOUNT);
        ((CredentialRevoker) source).revoke(ALICE, LABEL);
      }
    } finally {
      counting.stop(0);
    }
    assertThat(ports).as("one to mint over, one for the administrator").hasSize(2);
  }

  private List<Failure> failures() {
    try (CredentialSource source = source()) {
      return List.of(
          failure(() -> ((CredentialRevoker) source).revoke(ALICE, LABEL)),
          failure(() -> ((CredentialProbe) source).logsIn(ACCOUNT)),
          failure(() -> ((CredentialUse) source).useOf(ALICE, LABEL)));
    }
  }

  private static Failure failure(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    Throwable thrown = catchThrowable(call);
    assertThat(thrown).isInstanceOf(Failure.class);
    return (Failure) thrown;
  }

  private static CredentialSource source() {
    return source(issuer.baseUrl());
  }

  private static CredentialSource source(String url) {
    Map<String, String> settings = new HashMap<>(Map.of("openApi", url, "adminToken", TOKEN));
    UserTokens tokens =
        new UserTokens() {
          @Override
          public Secret tokenOf(DeviceOwner owner) {
            return Secret.of("u-not-a-real-token");
          }

          @Override
          public Secret replace(DeviceOwner owner, Secret refused) {
            return refused;
          }
        };
    return AdministeredIssuer.sourceWith(settings, tokens);
  }

  private static String kindOf(Failure failure) {
    if (failure instanceof ActionRequired action) {
      assertThat(action.who()).isEqualTo(ActionRequired.Who.ADMINISTRATOR);
      return "administrator";
    }
    if (failure instanceof PermanentFailure permanent) {
      return permanent.reason().name().toLowerCase(java.util.Locale.ROOT);
    }
    return failure instanceof TemporaryFailure ? "temporary" : "uncertain";
  }
}
