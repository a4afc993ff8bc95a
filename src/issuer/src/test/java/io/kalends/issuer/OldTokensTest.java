package io.kalends.issuer;

import static io.kalends.issuer.OAuthFixture.MINT_SCOPE;
import static io.kalends.issuer.OAuthFixture.SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kalends.issuer.Caller.Answer;
import io.kalends.issuer.directory.App;
import io.kalends.issuer.directory.Person;
import io.kalends.issuer.directory.SecretHash;
import io.kalends.issuer.directory.User;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The old OIDC pair, app and tenant tokens, and user_info. */
class OldTokensTest {

  private static final String OIDC = "/open-apis/authen/v1/oidc/";
  private static final String APP = "/open-apis/auth/v3/";

  @TempDir private Path folder;

  private OAuthFixture f;

  @BeforeEach
  void start() {
    f = new OAuthFixture(folder);
  }

  @AfterEach
  void stop() {
    f.close();
  }

  private Answer oidc(String path, String... fields) {
    return f.postJson(
        OIDC + path,
        OAuthFixture.fields(Map.of(), fields),
        "Authorization",
        "Bearer " + f.appToken());
  }

  private Answer redeem(String code) {
    return oidc("access_token", "grant_type", "authorization_code", "code", code);
  }

  private Answer refresh(String token) {
    return oidc("refresh_access_token", "grant_type", "refresh_token", "refresh_token", token);
  }

  @Test
  void theOldPairLogsInAndRefreshesWithAnAppToken() {
    Answer issued = redeem(f.code("scope", MINT_SCOPE));
    JsonNode data = issued.json().path("data");
    assertThat(issued.status()).isEqualTo(200);
    assertThat(issued.code()).isZero();
    assertThat(issued.header("content-type")).isEqualTo(Caller.JSON);
    assertThat(issued.data("access_token")).startsWith("u-").hasSizeLessThan(64);
    assertThat(issued.data("refresh_token")).startsWith("ur-");
    assertThat(data.path("token_type").textValue()).isEqualTo("Bearer");
    assertThat(data.path("expires_in").asInt()).isEqualTo(7199);
    assertThat(data.path("refresh_expires_in").asInt()).isEqualTo(2_591_999);
    assertThat(new Caller(f.issuer.baseUrl()).mint(issued.data("access_token"), "{}").code())
        .isZero();
    f.clock.advance(Duration.ofDays(29));
    assertThat(refresh(issued.data("refresh_token")).data("access_token")).startsWith("u-");
    assertThat(refresh(issued.data("refresh_token")).code()).isEqualTo(20073);
  }

  @Test
  void itsFailuresHaveStatusTwoHundred() {
    Map<Answer, Integer> failures =
        Map.of(
            redeem("fake-code"), 20003,
            redeem(""), 20001,
            oidc("access_token", "grant_type", "refresh_token"), 20036,
            refresh("fake-token"), 20026,
            refresh(f.refreshToken()), 20026,
            redeem(f.code("code_challenge", OAuthFixture.VERIFIER)), 20049);
    failures.forEach(
        (answer, code) -> {
          assertThat(answer.code()).isEqualTo(code);
          assertThat(answer.status()).isEqualTo(200);
          assertThat(answer.json().path("msg").textValue()).isNotBlank();
        });
  }

  @Test
  void withoutAnAppTokenItIsTheGatewayThatRefuses() {
    Map<String, String> body = Map.of("grant_type", "authorization_code", "code", "c");
    String tenant =
        f.postJson(
                APP + "tenant_access_token/internal",
                Map.of("app_id", "cli_sample", "app_secret", SECRET))
            .json()
            .path("tenant_access_token")
            .textValue();
    assertThat(f.postJson(OIDC + "access_token", body).code()).isEqualTo(99991661);
    for (String token : new String[] {"a-forged.x", tenant, "u-fake-token-of-nobody-01"}) {
      Answer answer = f.postJson(OIDC + "access_token", body, "Authorization", "Bearer " + token);
      assertThat(answer.code()).isEqualTo(99991664);
      assertThat(answer.json().path("error").path("log_id").textValue())
          .isEqualTo(answer.header("x-tt-logid"));
    }
  }

  @Test
  void aCustomAppGetsItsTokensAndTheSameOnesAgain() {
    Map<String, String> body = Map.of("app_id", "cli_sample", "app_secret", SECRET);
    JsonNode first = f.postJson(APP + "app_access_token/internal", body).json();
    f.restart();
    JsonNode second = f.postForm(APP + "app_access_token/internal", body).json();
    JsonNode tenant = f.postJson(APP + "tenant_access_token/internal", body).json();
    assertThat(first.path("code").asInt(-1)).isZero();
    assertThat(first.path("expire").asInt()).isBetween(1800, 7200);
    assertThat(first.path("app_access_token").textValue()).startsWith("a-");
    assertThat(second).isEqualTo(first);
    assertThat(tenant.path("tenant_access_token").textValue())
        .startsWith("t-")
        .isEqualTo(first.path("tenant_access_token").textValue());
  }

  @ParameterizedTest
  @CsvSource({
    "cli_sample, fake-wrong-secret-of-it, 10014",
    "cli_nobody, fake-secret-of-the-sample-app, 10003",
    "cli_sample, '', 10003",
    "'', fake-secret-of-the-sample-app, 10003"
  })
  void nonsenseIsAnsweredWithANumberAndStatusTwoHundred(String app, String secret, int code) {
    Answer answer =
        f.postJson(
            APP + "tenant_access_token/internal",
            OAuthFixture.fields(Map.of(), "app_id", app, "app_secret", secret));
    assertThat(answer.code()).isEqualTo(code);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("content-type")).isEqualTo(Caller.JSON);
    assertThat(answer.header("x-tt-logid")).isNotEmpty();
    assertThat(f.post(APP + "app_access_token/internal", Caller.JSON, "nonsense").code())
        .isEqualTo(10003);
  }

  @Test
  void aDisabledAppGetsNoToken() {
    f.change("cli_sample", app -> app.switched(EnumSet.noneOf(App.Switch.class)));
    assertThat(
            f.postJson(
                    APP + "tenant_access_token/internal",
                    Map.of("app_id", "cli_sample", "app_secret", SECRET))
                .code())
        .isEqualTo(99991662);
  }

  @Test
  void aStoreAppNeedsItsTicketAndATenantThatInstalledIt() {
    String secret = "fake-secret-of-the-store-app";
    f.apps.put(
        "cli_store",
        App.of("cli_store", "acme")
            .inStore(Set.of("acme"))
            .withSecrets(Set.of(SecretHash.of(secret))));
    f.restart();
    Map<String, String> self = Map.of("app_id", "cli_store", "app_secret", secret);
    assertThat(f.postJson(APP + "app_ticket/resend", self).code()).isZero();
    assertThat(f.postJson(APP + "app_access_token/internal", self).code()).isEqualTo(10003);
    assertThat(
            f.postJson(
                    APP + "app_access_token",
                    OAuthFixture.fields(self, "app_ticket", "fake-ticket"))
                .code())
        .isEqualTo(10012);
    // The ticket goes to the app's webhook and nowhere else: here another one is put in its place.
    f.meddle("UPDATE app_ticket SET sha256 = '" + SecretHash.sent("fake-ticket").sha256() + "'");
    String token =
        f.postJson(APP + "app_access_token", OAuthFixture.fields(self, "app_ticket", "fake-ticket"))
            .json()
            .path("app_access_token")
            .textValue();
    Map<String, String> wanted = Map.of("app_access_token", token, "tenant_key", "acme");
    assertThat(
            f.postJson(APP + "tenant_access_token", wanted)
                .json()
                .path("tenant_access_token")
                .textValue())
        .startsWith("t-");
    assertThat(
            f.postJson(
                    APP + "tenant_access_token",
                    OAuthFixture.fields(wanted, "tenant_key", "elsewhere"))
                .code())
        .isEqualTo(99991673);
    assertThat(
            f.postJson(
                    APP + "tenant_access_token",
                    OAuthFixture.fields(wanted, "app_access_token", "a-x.y"))
                .code())
        .isEqualTo(99991664);
  }

  @Test
  void whoItIsDependsOnWhatWasGranted() {
    f.users.replaceAll(
        user -> user.with(new Person.Profile("Anna E", "+4912345", "7", "anna@mail.example")));
    f.restart();
    JsonNode poor = data(MINT_SCOPE);
    assertThat(poor.path("name").textValue()).isEqualTo("Anna Example");
    assertThat(poor.path("en_name").textValue()).isEqualTo("Anna E");
    assertThat(poor.path("tenant_key").textValue()).isEqualTo("acme");
    assertThat(poor.path("open_id").textValue()).startsWith("ou_");
    assertThat(poor.path("union_id").textValue()).startsWith("on_");
    for (String field : new String[] {"email", "mobile", "user_id", "employee_no"}) {
      assertThat(poor.has(field)).isFalse();
    }
    JsonNode rich =
        data(
            "contact:user.email:readonly contact:user.phone:readonly"
                + " contact:user.employee_id:readonly contact:user.employee:readonly");
    assertThat(rich.path("email").textValue()).isEqualTo(OAuthFixture.ANNA);
    assertThat(rich.path("mobile").textValue()).isEqualTo("+4912345");
    assertThat(rich.path("employee_no").textValue()).isEqualTo("7");
    assertThat(rich.path("enterprise_email").textValue()).isEqualTo("anna@mail.example");
    assertThat(rich.path("user_id").textValue()).matches("[0-9a-f]{16}");
    assertThat(rich.path("open_id")).isEqualTo(poor.path("open_id"));
  }

  private JsonNode data(String scopes) {
    String token = f.redeem(f.code("scope", scopes)).json().path("access_token").textValue();
    return f.userInfo(token).json().path("data");
  }

  @ParameterizedTest
  @CsvSource({"RESIGNED, 20021", "FROZEN, 20022", "UNREGISTERED, 20023"})
  void whoIsNotThereAnyMoreIsAnsweredWithStatusTwoHundred(Person.Status status, int code) {
    String token = f.redeem(f.code()).json().path("access_token").textValue();
    f.become(status);
    assertThat(f.userInfo(token).code()).isEqualTo(code);
    assertThat(f.userInfo(token).status()).isEqualTo(200);
  }

  @Test
  void aTokenThatIsNoneIsAnsweredWithStatusTwoHundredAndAFaultIsNot() {
    String token = f.redeem(f.code()).json().path("access_token").textValue();
    assertThat(f.get(OAuthFixture.USER_INFO).code()).isEqualTo(20001);
    assertThat(f.userInfo("u-fake-token-of-nobody-01").code()).isEqualTo(20005);
    assertThat(f.userInfo(f.appToken()).code()).isEqualTo(20005);
    assertThat(f.userInfo("x").status()).isEqualTo(200);
    f.meddle("DELETE FROM account WHERE email = '" + OAuthFixture.ANNA + "'");
    assertThat(f.userInfo(token).code()).isEqualTo(20008);
    f.meddle("ALTER TABLE account RENAME TO gone");
    assertThat(f.userInfo(token).code()).isEqualTo(20050);
    assertThat(f.userInfo(token).status()).isEqualTo(500);
  }

  @Test
  void aPersonOfAnotherTenantHasTheSameAddressAndIsSomebodyElse() {
    f.users.add(User.in("elsewhere", OAuthFixture.ANNA, "Another Anna"));
    f.restart();
    assertThat(data(MINT_SCOPE).path("name").textValue()).isEqualTo("Anna Example");
  }
}
