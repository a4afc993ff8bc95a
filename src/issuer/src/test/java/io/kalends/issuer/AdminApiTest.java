package io.kalends.issuer;

import static io.kalends.issuer.SampleDirectory.ANNA;
import static io.kalends.issuer.SampleDirectory.BEN;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kalends.issuer.Caller.Answer;
import io.kalends.issuer.admin.AdminTokens;
import io.kalends.issuer.credential.Credential;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdminApiTest {

  @TempDir private Path folder;

  private IssuerFixture fixture;
  private AdminCaller admin;

  @BeforeEach
  void start() {
    start(IssuerConfig::allowingAdministratorGrants);
  }

  private void start(UnaryOperator<IssuerConfig> more) {
    AdminTokens tokens =
        AdminTokens.none().with("alex", AdminCaller.TOKEN).with("night-shift", AdminCaller.OTHER);
    fixture = IssuerFixture.in(folder, config -> more.apply(config.administeredBy(tokens)));
    admin = new AdminCaller(fixture);
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  @Test
  void withoutAnAdminTokenInTheConfigurationTheApiIsNotThere(@TempDir Path other) {
    try (IssuerFixture plain = IssuerFixture.in(other)) {
      Answer answer = new AdminCaller(plain).get("users");
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.http().body()).isEqualTo("404 page not found");
    }
  }

  @Test
  void whoSendsNoAdminTokenGetsNothing() {
    for (String token : List.of("", ANNA, AdminCaller.TOKEN + "x", "wrong")) {
      Answer answer = new AdminCaller(fixture.caller, token).get("users");
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.header("www-authenticate")).isEqualTo("Bearer");
      assertThat(answer.http().body()).doesNotContain("example.com", "wrong");
    }
    assertThat(fixture.caller.send("/admin/v1/users", request -> {}).status()).isEqualTo(401);
  }

  @Test
  void guessingIsStoppedForAMinute() {
    AdminCaller guesser = new AdminCaller(fixture.caller, "wrong");
    for (int i = 0; i < 10; i++) {
      assertThat(guesser.get("users").status()).isEqualTo(401);
    }
    assertThat(guesser.get("users").status()).isEqualTo(429);
    assertThat(admin.get("users").status()).isEqualTo(429);
    fixture.clock.advance(Duration.ofMinutes(1));
    assertThat(guesser.get("users").status()).isEqualTo(401);
    assertThat(admin.get("users").status()).isEqualTo(200);
  }

  @Test
  void peopleAreListedPageByPageAndFiltered() {
    List<String> seen = new ArrayList<>();
    JsonNode page = admin.get("users?limit=3").json();
    while (page.has("next")) {
      page.path("users").forEach(user -> seen.add(user.path("email").textValue()));
      page = admin.get("users?limit=3&after=" + page.path("next").asLong()).json();
    }
    page.path("users").forEach(user -> seen.add(user.path("email").textValue()));
    assertThat(seen).hasSize(8).contains("anna@example.com", "hugo@example.com");
    assertThat(users("status=resigned")).containsExactly("dora@example.com");
    assertThat(users("user=Anna@example.com&tenant=elsewhere")).containsExactly("anna@example.com");
    assertThat(users("tenant=nowhere")).isEmpty();
  }

  @Test
  void aFileOfPeopleIsTriedAndThenTaken() {
    String csv = "email,name,tenant\nzoe@example.com,Zoe,default\nnora@example.com,Nora,default\n";
    JsonNode tried = admin.post("users:import?dryRun=true", csv).json();
    assertThat(tried.path("added").asInt()).isEqualTo(2);
    assertThat(users("user=zoe@example.com")).isEmpty();
    assertThat(admin.post("users:import", csv).json().path("added").asInt()).isEqualTo(2);
    assertThat(users("user=zoe@example.com")).hasSize(1);
    String less = "email,name\nnora@example.com,Nora\n";
    JsonNode later = admin.post("users:import?tenant=default&complete=true", less).json();
    assertThat(later.path("leaving").toString()).isEqualTo("[\"zoe@example.com\"]");
    assertThat(users("status=resigned")).contains("zoe@example.com");
  }

  @Test
  void tooManyLeaversNeedTheirNumberSaid() {
    StringBuilder csv = new StringBuilder("email,name\n");
    for (int i = 0; i < 10; i++) {
      csv.append(i).append("@example.com,Somebody\n");
    }
    admin.post("users:import?tenant=default", csv.toString());
    String one = "email,name\n0@example.com,Somebody\n";
    Answer refused = admin.post("users:import?tenant=default&complete=true", one);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().at("/error/field").textValue()).isEqualTo("leavers");
    assertThat(refused.json().at("/error/fix").textValue()).contains("leavers=9");
    assertThat(
            admin
                .post("users:import?tenant=default&complete=true&leavers=9", one)
                .json()
                .path("leaving")
                .size())
        .isEqualTo(9);
  }

  @Test
  void aLargeFileIsForAdministratorsOnly() {
    String csv = "email,name,tenant\n" + "%s@example.com,Somebody,default\n".repeat(20_000);
    Object[] numbers = new Object[20_000];
    Arrays.setAll(numbers, i -> "user-" + i);
    String large = csv.formatted(numbers);
    assertThat(large.length()).isGreaterThan(10 * 64 * 1024);
    assertThat(new AdminCaller(fixture.caller, "wrong").post("users:import", large).status())
        .isEqualTo(401);
    assertThat(admin.post("users:import", large).json().path("added").asInt()).isEqualTo(20_000);
    Answer tooLarge = admin.post("users:import", new byte[16 * 1024 * 1024 + 1]);
    assertThat(tooLarge.status()).isEqualTo(413);
    assertThat(admin.post("users:freeze", " ".repeat(65 * 1024)).status()).isEqualTo(413);
  }

  @Test
  void whoIsLetGoIsLockedOutAtOnceAndForGood() {
    Answer minted = fixture.caller.mint(ANNA, "{}");
    Answer ben = fixture.caller.mint(BEN, "{}");
    JsonNode gone = admin.post("users:resign", user("anna@example.com")).json();
    assertThat(gone.path("status").textValue()).isEqualTo("RESIGNED");
    assertThat(logsIn(minted)).isFalse();
    assertThat(logsIn(ben)).isTrue();
    assertThat(fixture.caller.mint(ANNA, "{}").code()).isEqualTo(99991668);
    fixture.close();
    // The configuration still names her, and grants her the same token.
    start(config -> config);
    assertThat(users("status=resigned")).contains("anna@example.com");
    assertThat(fixture.caller.mint(ANNA, "{}").code()).isEqualTo(99991668);
    assertThat(logsIn(minted)).isFalse();
  }

  @Test
  void freezingIsTakenBackByReturning() {
    Answer minted = fixture.caller.mint(ANNA, "{}");
    admin.post("users:freeze", user("anna@example.com"));
    assertThat(logsIn(minted)).isFalse();
    assertThat(fixture.caller.mint(ANNA, "{}").code()).isEqualTo(195100);
    admin.post("users:return", user("anna@example.com"));
    assertThat(logsIn(minted)).isTrue();
    assertThat(admin.post("users:freeze", user("dora@example.com")).status()).isEqualTo(409);
  }

  @Test
  void oneDeviceIsRevokedByUserAndDeviceNameAndTheOtherGoesOn() {
    Answer phone = fixture.caller.mint(ANNA, "{\"device_name\": \"phone\"}");
    Answer mac = fixture.caller.mint(ANNA, "{\"device_name\": \"mac\"}");
    Answer hers =
        admin.post(
            "credentials:revoke",
            "{\"user\": \"ANNA@example.com\", \"tenant\": \"default\", \"deviceName\": \"phone\"}");
    assertThat(hers.json().path("revoked").asInt()).isEqualTo(1);
    assertThat(logsIn(phone)).isFalse();
    assertThat(logsIn(mac)).isTrue();
    JsonNode live = admin.get("credentials?user=anna@example.com&live=true").json();
    assertThat(live.path("credentials")).hasSize(1);
    JsonNode gone = admin.get("credentials?deviceName=phone").json().at("/credentials/0");
    assertThat(gone.path("revokedBy").textValue()).isEqualTo("administrator alex");
    long id = live.at("/credentials/0/id").asLong();
    assertThat(admin.post("credentials/" + id + "/revoke", "").json().has("revoked")).isTrue();
    assertThat(logsIn(mac)).isFalse();
    assertThat(admin.post("credentials/" + id + "/revoke", "").status()).isEqualTo(200);
  }

  @Test
  void aPairIsCheckedWithoutBeingUsedOrWrittenDown() {
    Answer phone = fixture.caller.mint(ANNA, "{\"device_name\": \"phone\"}");
    String userName = phone.json().at("/data/user_name").textValue();
    String password = phone.json().at("/data/password").textValue();
    assertThat(check(userName, password)).isTrue();
    assertThat(check(userName, password + "x")).isFalse();
    assertThat(check("u_somebody", password)).isFalse();
    admin.post("users:freeze", user("anna@example.com"));
    assertThat(check(userName, password)).isFalse();
    admin.post("users:return", user("anna@example.com"));
    assertThat(check(userName, password)).isTrue();
    admin.post("credentials/1/revoke", "");
    assertThat(check(userName, password)).isFalse();
    assertThat(admin.get("credentials").json().at("/credentials/0").has("firstUsed")).isFalse();
    assertThat(admin.get("audit").http().body()).doesNotContain("check", password);
  }

  private boolean check(String userName, String password) {
    String pair = "{\"userName\": \"%s\", \"password\": \"%s\"}".formatted(userName, password);
    return admin.post("credentials:check", pair).json().path("logsIn").booleanValue();
  }

  @Test
  void everythingOfAPersonIsRevokedOnlyWhenThatIsSaid() {
    Answer phone = fixture.caller.mint(ANNA, "{}");
    String she = "{\"user\": \"anna@example.com\", \"tenant\": \"default\"";
    assertThat(admin.post("credentials:revoke", she + "}").status()).isEqualTo(400);
    assertThat(logsIn(phone)).isTrue();
    Answer all = admin.post("credentials:revoke", she + ", \"all\": true}");
    assertThat(all.json().path("revoked").asInt()).isEqualTo(1);
    assertThat(logsIn(phone)).isFalse();
  }

  @Test
  void aRotatedPasswordIsShownOnceAndTheOldOneStops() {
    Answer minted = fixture.caller.mint(ANNA, "{\"device_name\": \"phone\"}");
    JsonNode rotated = admin.post("credentials/1/rotate", "").json();
    assertThat(logsIn(minted)).isFalse();
    assertThat(
            fixture.issuer.authenticate(
                rotated.path("userName").textValue(), rotated.path("password").textValue()))
        .map(Credential::deviceName)
        .contains("phone");
    assertThat(admin.post("credentials/1/rotate", "").status()).isEqualTo(404);
    assertThat(admin.get("credentials").http().body())
        .doesNotContain(rotated.path("password").textValue());
  }

  @Test
  void anAppsSecretIsRotatedAndItsRightsAreTakenAway() {
    JsonNode rotated = admin.post("apps/cli_default/secret:rotate", "{\"graceHours\": 1}").json();
    assertThat(rotated.path("secret").textValue()).hasSizeGreaterThan(30);
    assertThat(admin.get("apps").json().at("/apps/0/secrets")).hasSize(1);
    assertThat(admin.get("apps").http().body()).doesNotContain(rotated.path("secret").textValue());
    JsonNode revoked = admin.post("apps/cli_default/revoke", "").json();
    assertThat(revoked.path("revokedTokens").asInt()).isPositive();
    assertThat(fixture.caller.mint(ANNA, "{}").code()).isEqualTo(99991668);
    assertThat(admin.get("apps").json().at("/apps/0/secrets/0").has("ends")).isTrue();
  }

  @Test
  void aTokenGrantedByAnAdministratorMints() {
    String body =
        "{\"user\": \"anna@example.com\", \"tenant\": \"default\", \"app\": \"cli_default\"}";
    JsonNode granted = admin.post("tokens", body).json();
    assertThat(fixture.caller.mint(granted.path("token").textValue(), "{}").code()).isZero();
    fixture.clock.advance(Duration.ofDays(365));
    assertThat(fixture.caller.mint(granted.path("token").textValue(), "{}").code())
        .isEqualTo(99991677);
    fixture.close();
    start(config -> config);
    Answer refused = admin.post("tokens", body);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.json().at("/error/fix").textValue()).contains("administratorGrants: true");
  }

  @Test
  void everyChangeIsAuditedWithWhoMadeItAndNoSecret() {
    fixture.caller.mint(ANNA, "{\"device_name\": \"phone\"}");
    String password = admin.post("credentials/1/rotate", "").json().path("password").textValue();
    new AdminCaller(fixture.caller, AdminCaller.OTHER)
        .post("users:freeze", user("anna@example.com"));
    String secret =
        admin.post("apps/cli_default/secret:rotate", "{}").json().path("secret").textValue();
    admin.get("users");
    admin.post("credentials/4711/revoke", "");
    Answer audit = admin.get("audit");
    assertThat(audit.json().path("audit"))
        .extracting(row -> row.path("actor").textValue() + ": " + row.path("action").textValue())
        .containsExactly(
            "alex: rotate credential", "night-shift: freeze user", "alex: rotate app secret");
    assertThat(audit.http().body()).doesNotContain(password, secret, "phone");
    assertThat(admin.get("audit?after=2").json().path("audit")).hasSize(1);
  }

  @Test
  void noSecretIsLogged() {
    try (CapturedLogs logs = new CapturedLogs()) {
      logs.everythingAtTrace();
      fixture.caller.mint(ANNA, "{\"device_name\": \"canary\"}");
      List<String> secrets = new ArrayList<>(List.of(AdminCaller.TOKEN, "canary"));
      secrets.add(admin.post("credentials/1/rotate", "").json().path("password").textValue());
      secrets.add(
          admin.post("apps/cli_default/secret:rotate", "").json().path("secret").textValue());
      secrets.add(
          admin
              .post(
                  "tokens",
                  "{\"user\": \"anna@example.com\", \"tenant\": \"default\","
                      + " \"app\": \"cli_default\"}")
              .json()
              .path("token")
              .textValue());
      new AdminCaller(fixture.caller, AdminCaller.TOKEN + "x").get("users");
      admin.post("credentials/4711/rotate", "");
      assertThat(logs.lines())
          .anyMatch(line -> line.contains("administrator alex"))
          .anyMatch(line -> line.contains("wrong admin token from 127.0.0.1"))
          .noneMatch(line -> line.contains("credential 4711"))
          .allSatisfy(line -> assertThat(line).doesNotContain(secrets));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET  | users?limit=0               |     | 400 | limit",
        "GET  | users?limit=1001            |     | 400 | limit",
        "GET  | users?after=x               |     | 400 | after",
        "GET  | users?status=gone           |     | 400 | status",
        "GET  | users?mail=x                |     | 400 | query",
        "GET  | users?user=a&user=b         |     | 400 | user",
        "GET  | credentials?live=yes        |     | 400 | live",
        "POST | users:freeze                | {}  | 400 | user",
        "POST | users:freeze                | []  | 400 | content",
        "POST | users:freeze                | {   | 400 | body",
        "POST | users:freeze                | {\"user\": \"a@b\", \"user\": \"c@d\"} | 400 | body",
        "POST | users:freeze                | {\"mail\": \"a@b\"} | 400 | mail",
        "POST | users:freeze                | {\"user\": \"a@b\"} | 400 | tenant",
        "POST | users:freeze | {\"user\": \"a@b\", \"tenant\": \"default\"} | 404 | user",
        "POST | users:import                | name | 400 | csv",
        "POST | users:import?tenant=nowhere | email,name | 400 | tenant",
        "POST | users:import?leavers=-1     | email,name | 400 | leavers",
        "POST | credentials:check | {\"userName\": \"u_x\"} | 400 | password",
        "POST | credentials/x/revoke        |     | 400 | id",
        "POST | credentials/4711/revoke     |     | 404 | id",
        "POST | credentials/4711/rotate     |     | 404 | id",
        "POST | apps/none/revoke            |     | 404 | app",
        "POST | apps/cli_default/secret:rotate | {\"graceHours\": -1} | 400 | graceHours",
        "POST | tokens | {\"user\": \"a@b\", \"app\": \"none\"} | 404 | app",
        "POST | tokens | {\"app\": \"cli_default\", \"scopes\": [\"x\"]} | 400 | scopes",
        "POST | tokens | {\"app\": \"cli_default\", \"expires\": \"2020-01-01T00:00:00Z\"}"
            + " | 400 | expires",
      })
  void everyMistakeIsAnsweredWithFieldAndFix(
      String method, String path, String body, int status, String field) {
    Answer answer =
        method.equals("GET") ? admin.get(path) : admin.post(path, body == null ? "" : body);
    assertThat(answer.status()).as(answer.http().body()).isEqualTo(status);
    assertThat(answer.json().at("/error/field").textValue()).isEqualTo(field);
    assertThat(answer.json().at("/error/message").textValue()).isNotBlank();
    assertThat(answer.json().at("/error/fix").textValue()).isNotBlank();
  }

  @Test
  void aFileThatIsNoUtf8IsRefused() {
    Answer answer = admin.post("users:import", new byte[] {'n', (byte) 0xe4});
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().at("/error/fix").textValue()).contains("UTF-8");
  }

  @Test
  void aFaultOfTheDatabaseIsAnsweredWithoutItsStack() {
    fixture.spoilDatabase();
    Answer answer = admin.get("credentials");
    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.http().body()).contains("log").doesNotContain("SQL", "Exception");
  }

  private List<String> users(String query) {
    List<String> emails = new ArrayList<>();
    admin
        .get("users?" + query)
        .json()
        .path("users")
        .forEach(user -> emails.add(user.path("email").textValue()));
    return emails;
  }

  private boolean logsIn(Answer minted) {
    return fixture
        .issuer
        .authenticate(minted.data("user_name"), minted.data("password"))
        .isPresent();
  }

  private static String user(String email) {
    return "{\"user\": \"%s\", \"tenant\": \"default\"}".formatted(email);
  }
}
