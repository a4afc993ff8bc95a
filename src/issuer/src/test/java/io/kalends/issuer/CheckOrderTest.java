package io.kalends.issuer;

import static io.kalends.issuer.SampleDirectory.ANNA;
import static io.kalends.issuer.SampleDirectory.BEN;
import static io.kalends.issuer.SampleDirectory.DEPARTED;
import static io.kalends.issuer.SampleDirectory.EXPIRED;
import static io.kalends.issuer.SampleDirectory.OTHER_APP;
import static io.kalends.issuer.SampleDirectory.OTHER_TENANT;
import static io.kalends.issuer.SampleDirectory.POOR_APP;
import static io.kalends.issuer.SampleDirectory.POOR_GRANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.kalends.issuer.Caller.Answer;
import io.kalends.issuer.contract.ContractError;
import io.kalends.issuer.credential.CredentialQuery;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The error table, row by row, and which error wins when several would do. */
class CheckOrderTest {

  private static final String WRONG_BODY = "{\"device_name\": 7}";

  @TempDir private Path folder;
  private IssuerFixture fixture;

  @BeforeEach
  void start() {
    fixture = IssuerFixture.in(folder);
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  @ParameterizedTest
  @CsvSource({
    "t-fake-tenant-token-0001, 400, 99991663",
    "u-fake-token-of-nobody-9, 400, 99991668",
    "eyJhbGciOi.fake.token,    400, 99991668",
    "eyJ,                      400, 99991668",
    "x-fake-token-0001,        400, 99991671",
    "u-fake token with spaces, 400, 99991671",
    EXPIRED + ",               400, 99991677",
    POOR_APP + ",              400, 99991672",
    POOR_GRANT + ",            400, 99991679",
  })
  void aWrongTokenIsToldBeforeAWrongBody(String token, int status, int code) {
    Answer answer = fixture.caller.mint(token, WRONG_BODY);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.code()).isEqualTo(code);
    assertThat(answer.json().has("data")).isFalse();
    assertThatItIsAnError(answer);
    assertThat(fixture.issuer.credentials().page(CredentialQuery.all())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Basic dTpw", "Bearer", "Bearer ", "bearer " + ANNA, ANNA, "Token " + ANNA})
  void withoutBearerAndATokenThereIsNoToken(String authorization) {
    Answer answer =
        fixture.caller.send(
            Caller.PATH,
            request ->
                request
                    .header("Authorization", authorization)
                    .POST(BodyPublishers.ofString(WRONG_BODY)));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo(99991661);
    assertThatItIsAnError(answer);
  }

  @Test
  void withoutTheHeaderThereIsNoToken() {
    Answer answer =
        fixture.caller.send(
            Caller.PATH, request -> request.POST(BodyPublishers.ofString(WRONG_BODY)));
    assertThat(answer.code()).isEqualTo(99991661);
  }

  @Test
  void twoTokensAreNone() {
    Answer answer =
        fixture.caller.send(
            Caller.PATH,
            request ->
                request
                    .header("Authorization", "Bearer " + ANNA)
                    .header("Authorization", "Bearer " + BEN)
                    .POST(BodyPublishers.noBody()));
    assertThat(answer.code()).isEqualTo(99991671);
  }

  @Test
  void anOverlongTokenHasTheWrongShape() {
    assertThat(fixture.caller.mint("u-" + "x".repeat(5000), "{}").code()).isEqualTo(99991671);
  }

  @Test
  void aDepartedUserIsToldAfterAWrongBody() {
    assertThat(fixture.caller.mint(DEPARTED, WRONG_BODY).code()).isEqualTo(190002);
    Answer answer = fixture.caller.mint(DEPARTED, "{}");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.code()).isEqualTo(195100);
    assertThat(answer.json().path("data").isObject()).isTrue();
    assertThatItIsAnError(answer);
  }

  @Test
  void aTokenIsGoodUntilTheInstantItExpires() {
    assertThat(fixture.caller.mint(OTHER_APP, "{}").code()).isZero();
    fixture.clock.advance(Duration.ofMillis(999));
    assertThat(fixture.caller.mint(OTHER_APP, "{}").code()).isZero();
    fixture.clock.advance(Duration.ofMillis(1));
    assertThat(fixture.caller.mint(OTHER_APP, "{}").code()).isEqualTo(99991677);
  }

  @Test
  void missingScopesAreNamed() {
    JsonNode app = fixture.caller.mint(POOR_APP, "{}").json().path("error");
    assertThat(app.path("permission_violations")).hasSize(2);
    assertThat(app.path("permission_violations").findValuesAsText("type"))
        .containsOnly("action_scope_required");
    assertThat(app.path("permission_violations").findValuesAsText("subject"))
        .containsExactly("calendar:calendar", "calendar:settings.caldav:create");
    assertThat(app.path("helps").path(0).path("url").textValue()).startsWith("https://");
    JsonNode user = fixture.caller.mint(POOR_GRANT, "{}").json().path("error");
    assertThat(user.path("permission_violations").findValuesAsText("type"))
        .containsOnly("action_privilege_required");
  }

  @Test
  void theFiftyFirstCallInASecondIsRefusedBeforeItsBodyIsRead() {
    for (int i = 0; i < 49; i++) {
      assertThat(fixture.caller.mint(ANNA, "{}").code()).isZero();
    }
    // Two users of one app share its limit, and a wrong body counts.
    assertThat(fixture.caller.mint(BEN, WRONG_BODY).code()).isEqualTo(190002);
    Answer answer = fixture.caller.mint(ANNA, WRONG_BODY);
    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.code()).isEqualTo(99991400);
    assertThat(answer.header("x-ogw-ratelimit-limit")).isEqualTo("50");
    assertThat(answer.header("x-ogw-ratelimit-reset")).isEqualTo("1");
    assertThatItIsAnError(answer);
    // Neither another app nor another tenant is held up; a wrong token is still told first.
    assertThat(fixture.caller.mint(OTHER_APP, "{}").code()).isZero();
    assertThat(fixture.caller.mint(OTHER_TENANT, "{}").code()).isZero();
    assertThat(fixture.caller.mint(EXPIRED, "{}").code()).isEqualTo(99991677);
    assertThat(fixture.issuer.credentials().page(CredentialQuery.all())).hasSize(51);
    fixture.clock.advance(Duration.ofSeconds(1));
    assertThat(fixture.caller.mint(ANNA, "{}").code()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /open-apis/calendar/v4/settings/generate_caldav_conf",
    "PUT, /open-apis/calendar/v4/settings/generate_caldav_conf",
    "DELETE, /open-apis/calendar/v4/settings/generate_caldav_conf",
    "OPTIONS, /open-apis/calendar/v4/settings/generate_caldav_conf",
    "TRACE, /open-apis/calendar/v4/settings/generate_caldav_conf",
    "BREW, /open-apis/calendar/v4/settings/generate_caldav_conf",
    "POST, /open-apis/calendar/v4/settings/generate_caldav_conf/",
    "POST, /open-apis/calendar/v4/settings/Generate_caldav_conf",
    "POST, //open-apis/calendar/v4/settings/generate_caldav_conf",
    "POST, /open-apis/calendar/v4/settings/generate_caldav_conf;x=y",
    "POST, /",
    "GET, /",
    "GET, /favicon.ico",
  })
  void anotherRouteOrMethodIsAPlainText404WithoutALookAtTheToken(String method, String path) {
    Answer answer =
        fixture.caller.send(
            path.startsWith("//") ? fixture.issuer.baseUrl() + path : path,
            request -> request.method(method, BodyPublishers.noBody()));
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.header("content-type")).startsWith("text/plain");
    assertThat(answer.header("x-tt-logid")).isNotEmpty();
    assertThat(answer.http().body()).isEqualTo("404 page not found");
  }

  @Test
  void theQueryDoesNotMatter() {
    Answer answer =
        fixture.caller.send(
            Caller.PATH + "?device_name=x",
            request ->
                request.header("Authorization", "Bearer " + ANNA).POST(BodyPublishers.noBody()));
    assertThat(answer.data("device_name")).isEmpty();
  }

  @Test
  void assumedStatusesCanBeSetAndKnownOnesCannot() {
    fixture.close();
    fixture =
        IssuerFixture.in(
            folder, config -> config.ruled(r -> r.answering(ContractError.TOKEN_EXPIRED, 401)));
    assertThat(fixture.caller.mint(EXPIRED, "{}").status()).isEqualTo(401);
    assertThatThrownBy(
            () ->
                IssuerFixture.config(folder)
                    .ruled(r -> r.answering(ContractError.TOKEN_UNKNOWN, 401)))
        .hasMessageContaining("99991668");
  }

  private static void assertThatItIsAnError(Answer answer) {
    assertThat(answer.header("content-type")).isEqualTo("application/json; charset=utf-8");
    assertThat(answer.header("x-tt-logid")).isNotEmpty();
    JsonNode error = answer.json().path("error");
    assertThat(error.path("log_id").textValue()).isEqualTo(answer.header("x-tt-logid"));
    assertThat(error.path("troubleshooter").textValue())
        .contains(answer.header("x-tt-logid"))
        .contains(Integer.toString(answer.code()));
    assertThat(answer.json().path("msg").textValue()).isNotBlank();
  }
}
