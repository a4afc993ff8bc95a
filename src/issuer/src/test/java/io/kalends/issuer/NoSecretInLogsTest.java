package io.kalends.issuer;

import static io.kalends.issuer.SampleDirectory.ANNA;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.kalends.issuer.Caller.Answer;
import io.kalends.issuer.credential.CredentialQuery;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoSecretInLogsTest {

  @TempDir private Path folder;

  @Test
  void withEveryLoggerAtTraceNoTokenNoPasswordAndNoPepperIsWritten() throws Exception {
    List<String> secrets = new ArrayList<>(List.of(ANNA, "u-fake-token-of-nobody-9"));
    try (CapturedLogs logs = new CapturedLogs()) {
      logs.everythingAtTrace();
      try (IssuerFixture fixture = IssuerFixture.in(folder)) {
        // Once more, for the loggers that came with the start.
        logs.everythingAtTrace();
        Answer minted = fixture.caller.mint(ANNA, "{\"device_name\": \"canary device\"}");
        secrets.add(minted.data("password"));
        fixture.caller.mint("u-fake-token-of-nobody-9", "{}");
        fixture.caller.mint(ANNA, "{\"device_name\": ");
        fixture.caller.mint(ANNA + " and more", "{}");
        sendMalformed(fixture.issuer.baseUrl().getPort());
        fixture.issuer.authenticate(minted.data("user_name"), minted.data("password"));
        fixture.issuer.authenticate("u_nobody00", minted.data("password") + "x");
      }
      secrets.add(Files.readString(folder.resolve("pepper")).strip());
      assertThat(logs.lines())
          .anyMatch(line -> line.contains("minted credential"))
          .anyMatch(line -> line.contains("code=99991668"))
          .allSatisfy(line -> assertThat(line).doesNotContain(secrets).doesNotContain("canary"));
    }
  }

  /** Requests that Jetty refuses by itself, each with the token in it. */
  private static void sendMalformed(int port) throws IOException {
    String token = "Authorization: Bearer " + ANNA;
    for (String request :
        List.of(
            "POST / HTTP/1.1\r\nHost: a\r\n" + token + "\u0001\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: a b\r\n" + token + "\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: a\r\nHost: b\r\n" + token + "\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n" + token + "\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: a\r\n" + token + "x".repeat(100_000) + "\r\n\r\n",
            token + "\r\n\r\n")) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.getOutputStream().write(request.getBytes(ISO_8859_1));
        socket.shutdownOutput();
        assertThat(new String(socket.getInputStream().readAllBytes(), ISO_8859_1))
            .startsWith("HTTP/1.1 4")
            .contains("X-Tt-Logid: ")
            .doesNotContain(ANNA);
      }
    }
  }

  @Test
  void aFaultOfTheDatabaseIsLoggedWithItsStackAndAnsweredWithoutIt() {
    try (CapturedLogs logs = new CapturedLogs();
        IssuerFixture fixture = IssuerFixture.in(folder)) {
      Answer first = fixture.caller.mint(ANNA, "{}");
      fixture.spoilDatabase();
      Answer failed = fixture.caller.mint(ANNA, "{}");
      assertThat(failed.status()).isEqualTo(500);
      assertThat(failed.code()).isEqualTo(190003);
      assertThat(failed.http().body()).doesNotContain("Exception").doesNotContain("SQL");
      assertThat(logs.lines())
          .anyMatch(
              line ->
                  line.contains("DatabaseFailure") && line.contains(failed.header("x-tt-logid")))
          .noneMatch(line -> line.contains(ANNA) || line.contains(first.data("password")));
    }
  }

  @Test
  void nothingThatHoldsASecretShowsIt() {
    try (IssuerFixture fixture = IssuerFixture.in(folder)) {
      Answer minted = fixture.caller.mint(ANNA, "{}");
      assertThat(
              IssuerFixture.config(folder)
                  + " "
                  + fixture.issuer.credentials().page(CredentialQuery.all()))
          .contains("caldav.example.com")
          .doesNotContain(ANNA, minted.data("password"));
    }
  }
}
