package io.kalends.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.kalends.secret.Secret;
import io.kalends.signing.KeyType;
import io.kalends.signing.PemCertificates;
import io.kalends.signing.SigningAuthority;
import io.kalends.signing.SigningIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every bad input has a name, an exit code and a fix, and leaves nothing behind. */
class BadInputTest {

  private static final String PASSWORD = "not-a-real-password-4711";
  private static final String TOKEN = "u-not-a-real-token-4711-4711";

  @TempDir static Path given;
  @TempDir Path written;

  private static Path key;
  private static Path expired;
  private static Path profile;

  @BeforeAll
  static void makeWhatIsGiven() throws IOException {
    Files.writeString(given.resolve("password"), PASSWORD + "\n");
    Files.writeString(given.resolve("wrong-password"), "another-password-0815\n");
    Files.writeString(given.resolve("token"), TOKEN + "\n");
    key = signingKey("key.p12", Clock.systemUTC());
    expired =
        signingKey(
            "expired.p12", Clock.fixed(Instant.parse("2020-01-01T00:00:00Z"), ZoneOffset.UTC));
    profile = given.resolve("unsigned.mobileconfig");
    CommandRun built = buildInto(profile);
    assertThat(built.exit()).as(built.everything()).isZero();
  }

  @BeforeEach
  void nothingIsWrittenYet() throws IOException {
    assertThat(left()).isEmpty();
  }

  @Test
  void wrongKeyPassword() throws IOException {
    refused(
        sign("--sign-with", key.toString(), "--sign-password-file", file("wrong-password")),
        "password");
  }

  @Test
  void certificateWithoutKey() throws IOException {
    refused(sign("--sign-with", file("key.p12.pem")), "private key");
  }

  @Test
  void expiredCertificate() throws IOException {
    refused(
        sign("--sign-with", expired.toString(), "--sign-password-file", file("password")),
        "expired");
  }

  @Test
  void unknownTemplatePlaceholder() throws IOException {
    Path templates = Files.createDirectories(given.resolve("templates/apple"));
    Files.writeString(
        templates.resolve("ios.mobileconfig"),
        Files.readString(builtInTemplate()).replace("${account.host}", "${account.hots}"));
    refused(build("--templates", templates.getParent().toString()), "account.hots");
  }

  @Test
  void unknownConfigurationKey() throws IOException {
    refused(mint("http://127.0.0.1:1", "--source-setting", "retries=7"), "retries");
  }

  @Test
  void hostWithScheme() throws IOException {
    refused(build("--host", "https://caldav.example.org"), "scheme");
  }

  @Test
  void portZero() throws IOException {
    refused(build("--port", "0"), "port 0");
  }

  @Test
  void baseUrlInClear() throws IOException {
    refused(mint("http://open.example.org"), "https");
  }

  @Test
  void clearPasswordThatNobodyAllowedByName() throws IOException {
    CommandRun run =
        CommandRun.of(
            "profile",
            "build",
            "--platform",
            "ios",
            "--device-name",
            "x",
            "--owner",
            "a@b.c",
            "--host",
            "h",
            "--user",
            "u",
            "--password-file",
            file("password"),
            "--out",
            written.resolve("out").toString());
    refused(run, "--exposure-allow clear-in-profile");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json | {\"msg\":\"ok\",\"data\":{}}",
        "text/html        | <html><body>Please log in</body></html>",
        "application/json | {\"code\":0,\"data\":{\"password\":\"abc",
        "application/json"
            + " | {\"code\":0,\"data\":{\"password\":\"\",\"user_name\":\"u\",\"server_address\":\"h\"}}"
      })
  void successThatCannotBeReadMayHaveLeftACredential(String contentType, String body)
      throws IOException {
    HttpServer server = answering(contentType, body);
    try {
      CommandRun run = mint("http://127.0.0.1:" + server.getAddress().getPort());
      assertThat(run.exit()).as(run.everything()).isEqualTo(ExitCode.UNCERTAIN.number());
      assertThat(run.err()).startsWith("kalends: ");
      nothingLeft(run);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void nobodyListensThere() throws IOException {
    CommandRun run = mint("http://127.0.0.1:1");
    assertThat(run.exit()).as(run.everything()).isEqualTo(ExitCode.TRY_LATER.number());
    nothingLeft(run);
  }

  @Test
  void aWordThatIsNoCommand() {
    assertThat(CommandRun.of("demmo").exit()).isEqualTo(ExitCode.USAGE.number());
    assertThat(CommandRun.of().exit()).isEqualTo(ExitCode.USAGE.number());
    assertThat(CommandRun.of("profile").exit()).isEqualTo(ExitCode.USAGE.number());
  }

  private void refused(CommandRun run, String names) throws IOException {
    assertThat(run.exit()).as(run.everything()).isEqualTo(ExitCode.INVALID_INPUT.number());
    assertThat(run.err()).startsWith("kalends: ").contains(names);
    nothingLeft(run);
  }

  private void nothingLeft(CommandRun run) throws IOException {
    assertThat(left()).isEmpty();
    assertThat(run.everything()).doesNotContain(PASSWORD, TOKEN, "another-password");
  }

  private List<Path> left() throws IOException {
    try (Stream<Path> files = Files.walk(written)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private CommandRun sign(String... more) {
    return with(
        List.of(
            "profile", "sign", profile.toString(), "--out", written.resolve("signed").toString()),
        more);
  }

  private CommandRun mint(String openApi, String... more) {
    return with(
        List.of(
            "mint",
            "--open-api",
            openApi,
            "--token-file",
            file("token"),
            "--platform",
            "ios",
            "--device-name",
            "iPhone",
            "--owner",
            "alice@example.org",
            "--sign-with",
            key.toString(),
            "--sign-password-file",
            file("password"),
            "--exposure-allow",
            "clear-in-profile",
            "--out",
            written.resolve("out").toString()),
        more);
  }

  private CommandRun build(String... more) {
    return buildInto(written.resolve("built"), more);
  }

  private static CommandRun buildInto(Path out, String... more) {
    List<String> given =
        new ArrayList<>(List.of("--host", "caldav.example.org", "--out", out.toString()));
    for (int i = 0; i < more.length; i += 2) {
      int at = given.indexOf(more[i]);
      if (at >= 0) {
        given.set(at + 1, more[i + 1]);
      } else {
        given.addAll(List.of(more[i], more[i + 1]));
      }
    }
    return with(
        List.of(
            "profile",
            "build",
            "--platform",
            "ios",
            "--device-name",
            "iPhone",
            "--owner",
            "alice@example.org",
            "--user",
            "u_1",
            "--password-file",
            file("password"),
            "--exposure-allow",
            "clear-in-profile"),
        given.toArray(String[]::new));
  }

  private static CommandRun with(List<String> command, String... more) {
    return CommandRun.of(
        Stream.concat(command.stream(), Arrays.stream(more)).toArray(String[]::new));
  }

  private static String file(String name) {
    return given.resolve(name).toString();
  }

  private static Path builtInTemplate() {
    return Checkout.root().resolve("profile-templates/apple/ios.mobileconfig");
  }

  /** A key and its chain; valid for a year from the clock's time. */
  private static Path signingKey(String name, Clock clock) {
    SecureRandom random = new SecureRandom();
    Duration year = Duration.ofDays(365);
    SigningIdentity identity =
        SigningAuthority.create("Test CA", KeyType.EC_P256, year, clock, random)
            .issue("Test signer", KeyType.EC_P256, year);
    Path file = given.resolve(name);
    identity.writePkcs12(file, Secret.of(PASSWORD));
    PemCertificates.write(given.resolve(name + ".pem"), identity.chain());
    return file;
  }

  private static HttpServer answering(String contentType, String body) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          byte[] bytes = body.getBytes(UTF_8);
          exchange.getResponseHeaders().set("Content-Type", contentType);
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    return server;
  }
}
