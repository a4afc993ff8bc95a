package io.kalends.adapters.feishu;

import static org.assertj.core.api.Assertions.assertThat;

import io.kalends.consent.TokenEndpoint;
import io.kalends.failure.TemporaryFailure;
import io.kalends.secret.Secret;
import io.kalends.testkit.LogWatch;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The network between consent and its endpoint. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ConsentWireTest {

  private static final List<String> OPERATIONS =
      List.of("exchange of the code", "refresh of the grant", "user_info");

  @ParameterizedTest
  @CsvSource({
    "exchange of the code, action OWNER",
    "refresh of the grant, uncertain",
    "user_info, temporary"
  })
  void aResetAfterTheRequestFailsEachCallInItsOwnWay(String operation, String expected) {
    try (RawServer server = new RawServer((socket, out) -> socket.setSoLinger(true, 0));
        TokenEndpoint endpoint = Consenting.at(server.url())) {
      assertThat(Consenting.failure(endpoint, operation))
          .hasMessageContaining("sent, but no answer came")
          .satisfies(f -> assertThat(Consenting.kindOf(f)).isEqualTo(expected));
      assertThat(server.requests()).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "exchange of the code, action OWNER",
    "refresh of the grant, uncertain",
    "user_info, temporary"
  })
  void silenceBeyondTheTimeOutToo(String operation, String expected) {
    AtomicReference<RawServer> self = new AtomicReference<>();
    try (RawServer server = new RawServer((socket, out) -> self.get().pause(60_000));
        TokenEndpoint endpoint =
            Consenting.with(server.url(), Map.of("responseTimeout", "PT0.4S"))) {
      self.set(server);
      assertThat(Consenting.kindOf(Consenting.failure(endpoint, operation))).isEqualTo(expected);
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void whatWasNotSentMayBeSentLater() {
    try (TokenEndpoint endpoint = Consenting.at(URI.create("https://nowhere.invalid"))) {
      for (String operation : OPERATIONS) {
        assertThat(Consenting.failure(endpoint, operation))
            .isInstanceOf(TemporaryFailure.class)
            .hasMessageContaining("not sent to nowhere.invalid");
      }
    }
  }

  @Test
  void aClosedEndpointSendsNothing() {
    try (RawServer server = RawServer.answeringJson("HTTP/1.1 200 OK", "", "{}")) {
      TokenEndpoint endpoint = Consenting.at(server.url());
      endpoint.close();
      endpoint.close();
      assertThat(Consenting.failure(endpoint, "user_info")).hasMessageContaining("closed");
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void noSecretReachesALogOrComesBackAsALogId() {
    Map<String, Secret> sent =
        Map.of(
            "exchange of the code", Consenting.CODE,
            "refresh of the grant", Consenting.REFRESH,
            "user_info", Consenting.ACCESS);
    try (LogWatch log = LogWatch.everything()) {
      sent.forEach(
          (operation, secret) -> {
            String echo = "X-Tt-Logid: " + secret.reveal() + "\r\n";
            String body = "{\"code\":20003,\"error_description\":\"canary\"}";
            try (RawServer server = RawServer.answeringJson("HTTP/1.1 400 No", echo, body);
                TokenEndpoint endpoint = Consenting.at(server.url())) {
              assertThat(Consenting.failure(endpoint, operation).exchangeId()).isEmpty();
              assertThat(server.requests().get(0)).contains(secret.reveal());
            }
            try (RawServer server = RawServer.answering("HTTP/1.1 canary\r\n\r\n");
                TokenEndpoint endpoint = Consenting.at(server.url())) {
              Consenting.failure(endpoint, operation);
            }
          });
      assertThat(log.heard()).contains("org.apache.hc.client5").doesNotContain("canary");
    }
  }
}
