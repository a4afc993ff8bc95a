package io.kalends.adapters.feishu;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.kalends.failure.Failure;
import io.kalends.failure.TemporaryFailure;
import io.kalends.failure.UncertainOutcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a network and a broken server do after the request has left: uncertain, and never twice. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class WireFaultsTest {

  private static final String HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nX-Tt-Logid: log-1\r\n";
  private static final Duration SHORT = Duration.ofMillis(400);
  private static final Duration LONG = Duration.ofSeconds(30);

  private static void assertUncertainAfterOneRequest(RawServer server, String said) {
    assertUncertainAfterOneRequest(server, Minting.at(server.url()), said);
  }

  private static void assertUncertainAfterOneRequest(RawServer server, OpenApi at, String said) {
    try (server) {
      assertThat(Minting.failure(at, new ScriptedTokens(), UncertainOutcome.class))
          .hasMessageContaining(said)
          .hasMessageContaining("may exist");
      assertThat(server.requests()).hasSize(1);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void theRequestIsExactlyWhatTheContractSays() {
    try (RawServer server = RawServer.answeringJson("HTTP/1.1 200 OK", "", Minting.SUCCESS)) {
      Minting.mintAt(server.url());
      String request = server.requests().get(0);
      assertThat(request)
          .startsWith("POST /open-apis/calendar/v4/settings/generate_caldav_conf HTTP/1.1\r\n")
          .containsOnlyOnce("\r\nContent-Type: application/json; charset=utf-8\r\n")
          .containsOnlyOnce("\r\nAuthorization: Bearer " + ScriptedTokens.FIRST + "\r\n")
          .containsOnlyOnce("\r\nConnection: close\r\n")
          .containsOnlyOnce("\r\nAccept-Encoding: identity\r\n")
          .containsOnlyOnce("\r\nHost: 127.0.0.1:" + server.port() + "\r\n")
          .containsOnlyOnce("\r\nUser-Agent: Kalends\r\n")
          .doesNotContain("Expect", "Cookie", "Upgrade", "Transfer-Encoding");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"429 Too Many Requests", "503 Service Unavailable", "408 Request Timeout"})
  void whatOthersWouldSendAgainIsSentOnce(String status) {
    try (RawServer server =
        RawServer.answeringJson("HTTP/1.1 " + status, "Retry-After: 0\r\n", "{}")) {
      Minting.failureAt(server.url());
      assertThat(server.requests()).hasSize(1);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void aChallengeForCredentialsIsNotAnswered() {
    try (RawServer server =
        RawServer.answeringJson(
            "HTTP/1.1 401 Unauthorized", "WWW-Authenticate: Basic realm=\"x\"\r\n", "{}")) {
      Minting.failureAt(server.url());
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void aResetAfterTheRequest() {
    assertUncertainAfterOneRequest(
        new RawServer((socket, out) -> socket.setSoLinger(true, 0)), "no answer came");
  }

  @Test
  void aCloseWithoutAnAnswer() {
    assertUncertainAfterOneRequest(RawServer.answering(""), "NoHttpResponseException");
  }

  @Test
  void aHeadThatBreaksOff() {
    assertUncertainAfterOneRequest(RawServer.answering("HTTP/1.1 200 OK\r\nContent-"), "no answer");
  }

  @Test
  void aBodyThatBreaksOff() {
    assertUncertainAfterOneRequest(
        RawServer.answering(HEAD + "Content-Length: 500\r\n\r\n{\"code\":0,"), "log id log-1");
  }

  @Test
  void aChunkedBodyThatBreaksOff() {
    assertUncertainAfterOneRequest(
        RawServer.answering(HEAD + "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"cod\r\n"),
        "broke off");
  }

  @Test
  void aRefusalWhoseBodyBreaksOffMadeNothingAndMayPass() {
    try (RawServer server =
        RawServer.answering("HTTP/1.1 400 Bad\r\nContent-Length: 500\r\n\r\n{\"code\":9")) {
      assertThat(Minting.failureAt(server.url(), TemporaryFailure.class))
          .hasMessageContaining("nothing was made");
    }
  }

  @Test
  void silenceBeyondTheResponseTimeout() {
    AtomicReference<RawServer> self = new AtomicReference<>();
    RawServer server = new RawServer((socket, out) -> self.get().pause(60_000));
    self.set(server);
    OpenApi impatient = new OpenApi(server.url(), LONG, SHORT, LONG);
    assertUncertainAfterOneRequest(server, impatient, "SocketTimeoutException");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nX: ", HEAD + "Content-Length: 60000\r\n\r\n"})
  void aSlowDripBeyondTheDeadline(String start) {
    AtomicReference<RawServer> self = new AtomicReference<>();
    RawServer server =
        new RawServer(
            (socket, out) -> {
              out.write(start.getBytes(ISO_8859_1));
              while (!self.get().pause(20)) {
                out.write(' ');
              }
            });
    self.set(server);
    OpenApi impatient = new OpenApi(server.url(), LONG, LONG, SHORT);
    long before = System.nanoTime();
    assertUncertainAfterOneRequest(server, impatient, "");
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void headersWithoutEnd() {
    assertUncertainAfterOneRequest(
        new RawServer(
            (socket, out) -> {
              out.write("HTTP/1.1 200 OK\r\n".getBytes(ISO_8859_1));
              byte[] line = "X-Flood: canary\r\n".getBytes(ISO_8859_1);
              for (int i = 0; i < 100_000; i++) {
                out.write(line);
              }
            }),
        "no answer came");
  }

  @Test
  void aHeaderLineWithoutEnd() {
    assertUncertainAfterOneRequest(
        RawServer.answering("HTTP/1.1 200 OK\r\nX-Flood: " + "canary".repeat(100_000)),
        "no answer");
  }

  @Test
  void aBodyOfTenMegabytes() {
    assertUncertainAfterOneRequest(
        RawServer.answering(HEAD + "Content-Length: 10485760\r\n\r\n" + " ".repeat(10_485_760)),
        "more than 64 KiB");
  }

  @Test
  void aBodyWithoutEnd() {
    assertUncertainAfterOneRequest(
        new RawServer(
            (socket, out) -> {
              out.write((HEAD + "Content-Length: 999999999999\r\n\r\n").getBytes(ISO_8859_1));
              byte[] spaces = " ".repeat(8192).getBytes(ISO_8859_1);
              while (!socket.isClosed()) {
                out.write(spaces);
              }
            }),
        "more than 64 KiB");
  }

  @Test
  void aCompressedBombIsNotUnpacked() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(new byte[30 * 1024 * 1024]);
    }
    assertThat(packed.size()).isLessThan(ReplyReader.MAX_BODY_BYTES);
    assertUncertainAfterOneRequest(
        RawServer.answering(
            HEAD
                + "Content-Encoding: gzip\r\nContent-Length: "
                + packed.size()
                + "\r\n\r\n"
                + packed.toString(ISO_8859_1)),
        "malformed JSON");
  }

  @Test
  void deeplyNestedJson() {
    String json = "{\"a\":" + "[".repeat(20_000) + "]".repeat(20_000) + "}";
    assertUncertainAfterOneRequest(
        RawServer.answeringJson("HTTP/1.1 200 OK", "", json), "malformed JSON");
  }

  @Test
  void somethingThatIsNotHttp() {
    assertUncertainAfterOneRequest(RawServer.answering("SSH-2.0-canary\r\n\r\n"), "no answer came");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 canary\r\n\r\n",
        "HTTP/1.1 200 OK\r\ncanary\r\n\r\n",
        "HTTP/9.9 200 canary\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\ncanary\r\n",
        "HTTP/1.1 200 OK\r\nContent-Type: canary\r\nContent-Length: canary\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: canary\r\n\r\n",
        "HTTP/1.1 200 canary\r\nContent-Type: application/json\r\n\r\n{\"canary",
        "HTTP/1.1 400 canary\r\nContent-Type: text/canary\r\nContent-Length: 6\r\n\r\ncanary",
        "HTTP/1.1 302 Found\r\nLocation: http://canary/\r\nContent-Length: 0\r\n\r\n"
      })
  void anAnswerThatQuotesTheTokenIsNotQuotedBack(String answer) {
    try (RawServer server = RawServer.answering(answer.replace("canary", ScriptedTokens.FIRST))) {
      // Minting.failure looks for the canary in texts, causes and traces.
      assertThat(Minting.failureAt(server.url())).isNotNull();
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void aLogIdIsMadeHarmless() {
    assertThat(logId("ab\u001b[31m\tcd ef\u0085<b>")).isEqualTo("ab31mcdefb");
    assertThat(logId("x".repeat(5_000))).hasSize(128);
    assertThat(logId("\u001b[]")).isEqualTo("none");
    assertThat(logId("Bearer " + ScriptedTokens.FIRST)).isEqualTo("none");
    assertThat(logId("canary-not-a-real-token")).isEqualTo("none");
  }

  @Test
  void theOtherHeaderOfSdksStandsInForTheLogId() {
    try (RawServer server =
        RawServer.answeringJson("HTTP/1.1 500 Oops", "X-Request-Id: other-7\r\n", "{}")) {
      assertThat(Minting.failureAt(server.url()).exchangeId()).contains("other-7");
    }
  }

  private static String logId(String header) {
    try (RawServer server =
        RawServer.answeringJson("HTTP/1.1 500 Oops", "X-Tt-Logid: " + header + "\r\n", "{}")) {
      Failure failure = Minting.failureAt(server.url());
      String id = failure.exchangeId().orElse("none");
      assertThat(failure).hasMessageContaining("log id " + id + ":");
      return id;
    }
  }

  @Test
  void theSourceServesOnAfterEveryFault() {
    try (RawServer broken = RawServer.answering("");
        FeishuCredentialSource source =
            new FeishuCredentialSource(
                Minting.at(broken.url()), new ScriptedTokens(), Minting.CLOCK)) {
      for (int i = 0; i < 50; i++) {
        org.assertj.core.api.Assertions.assertThatThrownBy(
                () -> source.mint(Minting.ALICE, Minting.LABEL))
            .isInstanceOf(UncertainOutcome.class);
      }
      assertThat(broken.connections()).isEqualTo(50);
    }
  }

  @Test
  void everyCallHasAConnectionOfItsOwnSoThatNoneIsStale() {
    try (RawServer server = RawServer.answeringJson("HTTP/1.1 200 OK", "", Minting.SUCCESS);
        FeishuCredentialSource source =
            new FeishuCredentialSource(
                Minting.at(URI.create(server.url() + "/")), new ScriptedTokens(), Minting.CLOCK)) {
      for (int i = 0; i < 5; i++) {
        source.mint(Minting.ALICE, Minting.LABEL);
      }
      assertThat(server.connections()).isEqualTo(5);
    }
  }
}
