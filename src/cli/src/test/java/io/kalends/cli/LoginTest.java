package io.kalends.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kalends.consent.TokenFile;
import io.kalends.enrollment.DeviceOwner;
import io.kalends.testkit.Canary;
import io.kalends.testkit.LogWatch;
import io.kalends.testkit.ScriptedBrowser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One person's consent, the test being the person and their browser. */
class LoginTest {

  private static final String SECRET = "canary-app-secret-0123456789";
  private static final DeviceOwner ALICE = DeviceOwner.of("alice@example.org");

  @TempDir Path folder;

  private final ScriptedBrowser browser = new ScriptedBrowser();
  private FakeService service;
  private Path tokens;
  private List<String> command;

  @BeforeEach
  void startService() throws IOException {
    service = new FakeService();
    tokens = folder.resolve("tokens");
    command =
        List.of(
            "login",
            "--open-api",
            service.url(),
            "--app-id",
            "cli_sample",
            "--app-secret-file",
            Files.writeString(folder.resolve("secret"), SECRET + "\n").toString(),
            "--redirect-port",
            "0",
            "--timeout",
            "PT1M",
            "--token-file",
            tokens.toString());
  }

  @AfterEach
  void stopService() {
    service.close();
  }

  @Test
  void whoSignsInIsToldAndTheirTokenIsKeptWhereMintReadsIt() throws IOException {
    Files.writeString(tokens, "# by hand\nbob@example.org u-2\nalice@example.org u-old\n");
    LoginRun login = LoginRun.of(command);
    ScriptedBrowser.Page page = browser.open(login.page());
    assertThat(page.status()).isEqualTo(200);
    CommandRun run = login.end();
    assertThat(run.exit()).as(run.everything()).isZero();
    assertThat(run.out())
        .contains("Alice \\u{202e}张 (Alice@example.org) of tenant t1 granted:")
        .contains("calendar:settings.caldav:create")
        .containsPattern("until +20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ\n")
        .contains("kalends mint --owner alice@example.org --token-file " + tokens);
    assertThat(tokens)
        .hasContent(
            "# by hand\nbob@example.org u-2\nalice@example.org " + FakeService.TOKEN + "\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(tokens)))
        .isEqualTo("rw-------");
    assertThat(TokenFile.ofOwner(tokens, ALICE).tokenOf(ALICE).reveal())
        .isEqualTo(FakeService.TOKEN);
  }

  @Test
  void theCodeIsExchangedWithTheProofKeyOfThePage() throws Exception {
    LoginRun login = LoginRun.of(command);
    URI shown = login.page();
    browser.open(shown);
    assertThat(login.end().exit()).isZero();
    Map<String, String> query = query(shown);
    assertThat(query)
        .containsEntry("client_id", "cli_sample")
        .containsEntry("scope", "calendar:settings.caldav:create")
        .containsEntry("code_challenge_method", "S256")
        .doesNotContainKey("prompt");
    assertThat(query.get("redirect_uri")).matches("http://127\\.0\\.0\\.1:\\d+/callback");
    JsonNode sent = service.onlyTokenRequest();
    assertThat(sent.path("code").asText()).isEqualTo(FakeService.CODE);
    assertThat(sent.path("redirect_uri").asText()).isEqualTo(query.get("redirect_uri"));
    byte[] digest =
        MessageDigest.getInstance("SHA-256")
            .digest(sent.path("code_verifier").asText().getBytes(StandardCharsets.US_ASCII));
    assertThat(Base64.getUrlEncoder().withoutPadding().encodeToString(digest))
        .isEqualTo(query.get("code_challenge"));
  }

  @Test
  void noSecretIsSeenAnywhereButInTheTokenFile() throws IOException {
    String seen;
    try (LogWatch log = LogWatch.everything()) {
      LoginRun login = LoginRun.of(command, "-v");
      ScriptedBrowser.Page page = browser.open(login.page());
      CommandRun run = login.end();
      assertThat(run.exit()).as(run.everything()).isZero();
      seen = run.everything() + page.body() + page.headers() + log.heard();
    }
    for (String secret :
        List.of(SECRET, FakeService.TOKEN, FakeService.REFRESH, FakeService.CODE)) {
      assertThat(Canary.of("secret", secret).sightings("output, page or log", seen)).isEmpty();
    }
    assertThat(Files.readString(tokens)).doesNotContain(FakeService.REFRESH, SECRET);
  }

  @Test
  void thePageThatEndsTheWaySaysSoInBothLanguagesAndLoadsNothing() {
    LoginRun login = LoginRun.of(command);
    ScriptedBrowser.Page page = browser.open(login.page());
    login.end();
    assertThat(page.body())
        .contains("lang=\"zh-CN\"", "已收到授权", "lang=\"en\"", "Your answer has arrived");
    assertThat(page.headers())
        .containsEntry("content-type", "text/html; charset=utf-8")
        .containsEntry("referrer-policy", "no-referrer")
        .containsEntry("cache-control", "no-store")
        .containsEntry("x-content-type-options", "nosniff");
    assertThat(page.headers().get("content-security-policy")).startsWith("default-src 'none'");
  }

  @Test
  void whoRefusesGivesNothing() throws IOException {
    service.sendsBack("error=access_denied");
    LoginRun login = LoginRun.of(command);
    assertThat(browser.open(login.page()).body()).contains("No permission given", "未授权");
    nothingKept(login.end(), ExitCode.ACTION_REQUIRED, "access_denied");
    assertThat(service.tokenRequests()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"invalid_scope, invalid_scope", "%1b%5b2J, an error without a proper name"})
  void anotherErrorOfThePageIsTheAppsAndIsNamedOnlyWhenItIsAName(String error, String said)
      throws IOException {
    service.sendsBack("error=" + error);
    LoginRun login = LoginRun.of(command);
    browser.open(login.page());
    nothingKept(login.end(), ExitCode.ACTION_REQUIRED, said);
  }

  @Test
  void whatIsNotTheAnswerAwaitedIsRefusedAndTheWaitGoesOn() throws IOException {
    LoginRun login = LoginRun.of(command);
    Map<String, String> query = query(login.page());
    String back = query.get("redirect_uri");
    String state = query.get("state");
    for (String forged :
        List.of(
            "",
            "?",
            "?code=forged",
            "?code=forged&state=",
            "?code=forged&state=" + state.substring(1),
            "?code=forged&state=x&state=" + state,
            "?code=forged&code=forged&state=" + state,
            "?error=access_denied&state=forged",
            "?error=x&code=forged&state=" + state,
            "?code=&state=" + state,
            "?code=a%0ab&state=" + state,
            "?code=%ff&state=" + state,
            "?state=" + state,
            "/deeper?code=forged&state=" + state)) {
      ScriptedBrowser.Page page = open(back + forged);
      assertThat(page.status()).as(forged).isEqualTo(400);
      assertThat(page.body()).contains("链接无效").doesNotContain("forged");
    }
    assertThat(browser.submit(URI.create(back), Map.of("state", state)).status()).isEqualTo(405);
    assertThat(open(back.replace("/callback", "/")).status()).isEqualTo(404);
    assertThat(service.tokenRequests()).isZero();
    browser.open(login.page());
    CommandRun run = login.end();
    assertThat(run.exit()).as(run.everything()).isZero();
    assertThat(service.onlyTokenRequest().path("code").asText()).isEqualTo(FakeService.CODE);
  }

  @Test
  void anotherPersonsSignInIsNotKeptForTheOwnerNamed() throws IOException {
    LoginRun login = LoginRun.of(command, "--owner", "bob@example.org");
    browser.open(login.page());
    nothingKept(
        login.end(), ExitCode.ACTION_REQUIRED, "Alice@example.org signed in, which is not bob@");
  }

  @Test
  void withoutAnAddressTheOwnerNamedIsBelievedAndTheNameShown() {
    service.names("\"en_name\":\"Alice\"");
    LoginRun login = LoginRun.of(command, "--owner", "alice@example.org");
    browser.open(login.page());
    CommandRun run = login.end();
    assertThat(run.out()).contains("check by the name that this is alice@example.org", "ou_1");
    assertThat(tokens).content().startsWith("alice@example.org ");
  }

  @Test
  void withoutAnAddressAndAnOwnerTheTokenIsKeptUnderTheOpenId() {
    service.names("\"en_name\":\"Alice\"");
    LoginRun login = LoginRun.of(command);
    browser.open(login.page());
    assertThat(login.end().out()).contains("kept under the open_id");
    assertThat(tokens).hasContent("ou_1 " + FakeService.TOKEN + "\n");
  }

  @Test
  void aGrantThatCannotMintIsNotKept() throws IOException {
    service.grants("auth:user.id:read");
    LoginRun login = LoginRun.of(command);
    browser.open(login.page());
    nothingKept(
        login.end(),
        ExitCode.ACTION_REQUIRED,
        "granted less than was asked for; missing: calendar:settings.caldav:create");
  }

  @ParameterizedTest
  @CsvSource({
    "400, 20002, ACTION_REQUIRED, App Secret wrong",
    "400, 20071, ACTION_REQUIRED, redirect URL",
    "400, 20010, ACTION_REQUIRED, availability",
    "400, 20065, ACTION_REQUIRED, sign in",
    "400, 20066, REFUSED, user status invalid",
    "503, 20072, TRY_LATER, service unavailable",
    "502, 4711, ACTION_REQUIRED, the code may be spent"
  })
  void aRefusedExchangeEndsAsItsCodeSays(int status, int code, ExitCode exit, String said)
      throws IOException {
    service.answersTokens(status, "{\"code\":" + code + ",\"error\":\"x\"}");
    LoginRun login = LoginRun.of(command);
    browser.open(login.page());
    nothingKept(login.end(), exit, said);
  }

  @Test
  void nobodyIsWaitedForForEver() throws IOException {
    nothingKept(
        LoginRun.of(without("--timeout"), "--timeout", "PT0.3S").end(),
        ExitCode.ACTION_REQUIRED,
        "nobody answered within PT0.3S");
  }

  @Test
  void aPortInUseIsSaidBeforeAnybodyIsAsked() throws IOException {
    try (ServerSocket other =
        new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      String port = Integer.toString(other.getLocalPort());
      CommandRun run = LoginRun.of(without("--redirect-port"), "--redirect-port", port).end();
      nothingKept(run, ExitCode.INVALID_INPUT, "port " + port + " of 127.0.0.1 cannot be used");
      assertThat(run.err()).doesNotContain("Sign in on this page");
    }
  }

  @Test
  void theResultAsJsonHoldsNoToken() throws IOException {
    LoginRun login = LoginRun.of(command, "--json", "--no-browser");
    browser.open(login.page());
    CommandRun run = login.end();
    JsonNode json = new ObjectMapper().readTree(run.out());
    assertThat(json.path("owner").asText()).isEqualTo("alice@example.org");
    assertThat(json.path("openId").asText()).isEqualTo("ou_1");
    assertThat(json.path("tenantKey").asText()).isEqualTo("t1");
    assertThat(run.out()).doesNotContain("canary");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--scope offline_access|leave out offline_access",
        "--redirect-port 65536|--redirect-port must be",
        "--timeout PT0S|--timeout must be",
        "--source-setting appSecret=canary-app-secret-9|no place on a command line",
        "--source-setting tokenGeneration=v9|tokenGeneration",
        "--source-setting redirect=x|unknown",
        "--brand lark|keep one of the two",
        "--app-secret-file /nowhere/secret|cannot read /nowhere/secret",
        "--scope a\"b|scopes: each is one word",
        "--source nobody|no adapter of type 'nobody'"
      })
  void aWrongOptionIsNamedBeforeAnybodyIsAsked(String given) throws IOException {
    String[] parts = given.split("\\|", -1);
    String[] option = parts[0].split(" ", 2);
    CommandRun run = LoginRun.of(without(option[0]), option).end();
    nothingKept(run, ExitCode.INVALID_INPUT, parts[1]);
    assertThat(run.err()).doesNotContain("Sign in on this page");
  }

  @Test
  void aTokenFileThatCannotTakeTheTokenIsNamedBeforeAnybodyIsAsked() throws IOException {
    Files.writeString(tokens, "canary-bare-token\n");
    CommandRun run = LoginRun.of(command).end();
    assertThat(run.exit()).isEqualTo(ExitCode.ACTION_REQUIRED.number());
    assertThat(run.err())
        .contains("line 1 has one word")
        .doesNotContain("Sign in on this page", "canary");
    assertThat(tokens).hasContent("canary-bare-token\n");
  }

  /** Picocli takes an option once. */
  private List<String> without(String name) {
    int at = command.indexOf(name);
    if (at < 0) {
      return command;
    }
    return Stream.concat(
            command.subList(0, at).stream(), command.subList(at + 2, command.size()).stream())
        .toList();
  }

  private void nothingKept(CommandRun run, ExitCode exit, String said) {
    assertThat(run.exit()).as(run.everything()).isEqualTo(exit.number());
    assertThat(run.err()).contains("kalends: ").contains(said);
    assertThat(run.everything()).doesNotContain("canary");
    assertThat(tokens).doesNotExist();
  }

  private ScriptedBrowser.Page open(String address) {
    return browser.open(URI.create(address));
  }

  private static Map<String, String> query(URI page) {
    Matcher field = Pattern.compile("([a-z_]+)=([^&]*)").matcher(page.getQuery());
    return field.results().collect(Collectors.toMap(f -> f.group(1), f -> f.group(2)));
  }
}
