package io.kalends.issuer;

import static io.kalends.issuer.SampleDirectory.ANNA;
import static io.kalends.issuer.SampleDirectory.BEN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.kalends.issuer.Caller.Answer;
import io.kalends.issuer.access.AccessRules;
import io.kalends.issuer.access.GuessLimits;
import io.kalends.issuer.credential.Credential;
import io.kalends.issuer.credential.CredentialQuery;
import io.kalends.issuer.credential.Credentials;
import io.kalends.issuer.directory.Directory;
import io.kalends.issuer.directory.Person;
import io.kalends.issuer.directory.User;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a proxy hears, over real HTTP. */
class ForwardAuthTest {

  private static final GuessLimits FEW = new GuessLimits(3, 6, Duration.ofMinutes(10));

  @TempDir private Path folder;

  private IssuerFixture fixture;
  private Credentials credentials;
  private Answer phone;
  private Answer laptop;
  private Answer bens;

  @BeforeEach
  void start() {
    fixture =
        IssuerFixture.in(folder, config -> config.admitting(AccessRules.DEFAULT.limitedTo(FEW)));
    credentials = fixture.issuer.credentials();
    phone = fixture.caller.mint(ANNA, "{\"device_name\": \"phone\"}");
    laptop = fixture.caller.mint(ANNA, "{\"device_name\": \"laptop\"}");
    bens = fixture.caller.mint(BEN, "{\"device_name\": \"phone\"}");
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  @Test
  void aRightPairIsTheUserAndTheCredential() {
    Answer answer = ask(phone);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("X-Remote-User")).isEqualTo(phone.data("user_name"));
    assertThat(answer.header("X-Credential-Id")).isEqualTo(Long.toString(idOf(phone)));
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(ask(laptop).header("X-Credential-Id")).isEqualTo(Long.toString(idOf(laptop)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"GET", "PUT", "DELETE", "OPTIONS", "PROPFIND", "REPORT", "MKCALENDAR", "MOVE"})
  void everyMethodOfTheDeviceMayBeHandedOn(String method) {
    Answer passed =
        fixture.caller.send(
            "/forward-auth?x=y",
            request ->
                request
                    .header("Authorization", basic(phone.data("user_name"), phone.data("password")))
                    .header("X-Forwarded-Method", method)
                    .header("X-Forwarded-Uri", "/somewhere")
                    .method(method, BodyPublishers.ofString("<a/>")));
    assertThat(passed.status()).isEqualTo(200);
    Answer refused =
        fixture.caller.send(
            "/forward-auth", request -> request.method(method, BodyPublishers.noBody()));
    assertThat(refused.status()).isEqualTo(401);
  }

  @Test
  void withoutCredentialsTheDeviceIsToldHow() {
    Answer answer = fixture.caller.send("/forward-auth", request -> request.GET());
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("WWW-Authenticate"))
        .isEqualTo("Basic realm=\"Kalends\", charset=\"UTF-8\"");
    assertThat(answer.header("X-Remote-User")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Basic", "Basic ====", "Basic bm8tY29sb24=", "Basic /////w==", "BASIC YQA6YQA="})
  void whatCannotBeReadIsRefusedLikeAnythingWrong(String authorization) {
    Answer answer =
        fixture.caller.send(
            "/forward-auth", request -> request.header("Authorization", authorization).GET());
    assertThat(answer.status()).isEqualTo(401);
  }

  @Test
  void aPasswordOpensItsOwnUserOnly() {
    assertThat(ask(bens.data("user_name"), phone.data("password"), "192.0.2.1").status())
        .isEqualTo(401);
    assertThat(
            ask(
                    phone.data("user_name").toUpperCase(Locale.ROOT),
                    phone.data("password"),
                    "192.0.2.1")
                .status())
        .isEqualTo(401);
  }

  @Test
  void whatIsRevokedByIdIsRefusedByTheNextRequestAndTheOtherDeviceGoesOn() {
    assertThat(ask(phone).status()).isEqualTo(200);
    credentials.revoke(idOf(phone), "test");
    assertThat(ask(phone).status()).isEqualTo(401);
    assertThat(ask(laptop).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"FROZEN, 200", "RESIGNED, 401"})
  void whoIsFrozenLogsInAgainOnceBackAndWhoLeftNeverWithTheOldPassword(
      Person.Status status, int onceBack) {
    fixture.close();
    restart(status);
    assertThat(ask(phone).status()).isEqualTo(401);
    fixture.close();
    restart(Person.Status.ACTIVE);
    assertThat(ask(phone).status()).isEqualTo(onceBack);
  }

  @Test
  void manyWrongPairsAreAnswered429AndTheRightOnePassesAllTheSame() {
    String anna = phone.data("user_name");
    for (int i = 0; i < 3; i++) {
      assertThat(ask(anna, "fake-guess-" + i, "192.0.2.1").status()).isEqualTo(401);
    }
    Answer slowed = ask(anna, "fake-guess-3", "192.0.2.2");
    assertThat(slowed.status()).isEqualTo(429);
    assertThat(slowed.header("Retry-After")).isEqualTo("600");
    assertThat(ask(anna, phone.data("password"), "192.0.2.1").status()).isEqualTo(200);
    fixture.clock.advance(Duration.ofMinutes(10));
    assertThat(ask(anna, "fake-guess-4", "192.0.2.1").status()).isEqualTo(401);
  }

  @Test
  void anAddressIsTheClientsAndNotTheProxys() {
    for (int i = 0; i < 6; i++) {
      assertThat(ask("u_guessed" + i, "fake", "192.0.2.1").status()).isEqualTo(401);
    }
    assertThat(ask("u_guessed6", "fake", "192.0.2.1").status()).isEqualTo(429);
    assertThat(ask("u_guessed6", "fake", "192.0.2.7, 192.0.2.1").status()).isEqualTo(429);
    assertThat(ask("u_guessed6", "fake", "192.0.2.2").status()).isEqualTo(401);
  }

  @Test
  void aRevokedDeviceThatGoesOnTryingUsesUpNobodysShare() {
    credentials.revoke(idOf(phone), "test");
    for (int i = 0; i < 50; i++) {
      assertThat(ask(phone).status()).isEqualTo(401);
    }
    assertThat(ask(laptop.data("user_name"), "fake-guess", "192.0.2.1").status()).isEqualTo(401);
    assertThat(ask(laptop).status()).isEqualTo(200);
  }

  @Test
  void tooManyWrongPairsAreSaidOnceInTheLogWithoutWhatWasSent() {
    try (CapturedLogs logs = new CapturedLogs()) {
      for (int i = 0; i < 20; i++) {
        ask("u_guessed", "fake-guess-" + i, "192.0.2.1");
      }
      assertThat(logs.lines())
          .filteredOn(line -> line.contains("too many wrong logins"))
          .singleElement()
          .asString()
          .contains("192.0.2.1");
      assertThat(logs.lines())
          .allSatisfy(line -> assertThat(line).doesNotContain("fake-guess", "u_guessed"));
    }
  }

  @Test
  void theFirstSuccessfulRequestIsOnRecordWhenTheIssuerHasClosed() {
    ask(phone.data("user_name"), "fake-guess", "192.0.2.1");
    ask(phone);
    fixture.close();
    fixture = IssuerFixture.in(folder);
    List<Credential> all = fixture.issuer.credentials().page(CredentialQuery.all());
    assertThat(all)
        .filteredOn(credential -> credential.uses().isPresent())
        .extracting(Credential::deviceName, Credential::owner)
        .containsExactly(tuple("phone", "anna@example.com"));
  }

  @Test
  void aDatabaseThatFailsLetsNobodyPass() {
    fixture.spoilDatabase();
    assertThat(ask(phone).status()).isEqualTo(500);
  }

  private void restart(Person.Status status) {
    Directory directory =
        Directory.of(List.of(User.of("anna@example.com", "Anna", ANNA).as(status)));
    fixture = IssuerFixture.in(folder, config -> config.knowing(directory).lettingLeave(7));
  }

  private long idOf(Answer minted) {
    return fixture
        .issuer
        .authenticate(minted.data("user_name"), minted.data("password"))
        .orElseThrow()
        .id();
  }

  private Answer ask(Answer minted) {
    return ask(minted.data("user_name"), minted.data("password"), "192.0.2.100");
  }

  private Answer ask(String userName, String password, String forwardedFor) {
    return fixture.caller.send(
        "/forward-auth",
        request ->
            request
                .header("Authorization", basic(userName, password))
                .header("X-Forwarded-For", forwardedFor)
                .GET());
  }

  private static String basic(String userName, String password) {
    return "Basic "
        + Base64.getEncoder().encodeToString((userName + ":" + password).getBytes(UTF_8));
  }
}
