package io.kalends.adapters.caldav;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.request;
import static com.github.tomakehurst.wiremock.client.WireMock.requestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.kalends.account.CalDavAccount;
import io.kalends.adapters.http.Timeouts;
import io.kalends.failure.TemporaryFailure;
import io.kalends.issuer.sandbox.caldav.Accounts;
import io.kalends.issuer.sandbox.caldav.CalDavSandbox;
import io.kalends.issuer.sandbox.caldav.Mode;
import io.kalends.secret.Secret;
import io.kalends.testkit.LogWatch;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalDavProbeTest {

  private static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final Timeouts PATIENT =
      new Timeouts(Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(20));
  private static final CalDavAccount ACCOUNT = account("canary-not-a-real-password");
  private static final String BASIC = "Basic dV9hYmNkZWZnaDpjYW5hcnktbm90LWEtcmVhbC1wYXNzd29yZA==";
  private static final String WELL_KNOWN = "/.well-known/caldav";
  private static final String PRINCIPAL =
      "<d:multistatus xmlns:d='DAV:'><d:response><d:href>/</d:href><d:propstat><d:prop>"
          + "<d:current-user-principal><d:href>/p/u/</d:href></d:current-user-principal>"
          + "</d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>"
          + "</d:multistatus>";

  @RegisterExtension
  static final WireMockExtension calendar =
      WireMockExtension.newInstance().options(options().dynamicPort()).build();

  @RegisterExtension
  static final WireMockExtension elsewhere =
      WireMockExtension.newInstance().options(options().dynamicPort()).build();

  private CalDavProbe probe = CalDavProbe.ofTheAccountsHost(PATIENT, CLOCK);

  private static CalDavAccount account(String password) {
    return CalDavAccount.of("caldav.example.org", 443, "u_abcdefgh", Secret.of(password));
  }

  @BeforeEach
  void askTheServerOfTheTest() {
    probe.close();
    probe = CalDavProbe.of(URI.create(calendar.baseUrl()), PATIENT, CLOCK);
  }

  @AfterEach
  void close() {
    probe.close();
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void tellsARightPairFromAWrongOneAtARealServer(Mode mode) {
    Accounts accounts = Accounts.of(Map.of("u_abcdefgh", "canary-not-a-real-password"));
    try (CalDavSandbox sandbox = CalDavSandbox.start(mode, accounts, Clock.systemUTC());
        CalDavProbe real = CalDavProbe.of(sandbox.baseUrl(), PATIENT, CLOCK)) {
      assertThat(real.logsIn(ACCOUNT)).isTrue();
      assertThat(real.logsIn(account("not-the-right-password"))).isFalse();
      assertThat(sandbox.requests()).containsOnlyKeys("PROPFIND");
    }
  }

  @Test
  void asksForThePrincipalWhereClientsBegin() {
    at(WELL_KNOWN, named(207));
    assertThat(probe.logsIn(ACCOUNT)).isTrue();
    calendar.verify(
        1,
        requestedFor("PROPFIND", urlEqualTo(WELL_KNOWN))
            .withHeader("Depth", equalTo("0"))
            .withHeader("Authorization", equalTo(BASIC)));
    calendar.verify(1, anyRequestedFor(anyUrl()));
  }

  @Test
  void redirectsAreFollowedOnTheSameServer() {
    at(WELL_KNOWN, to("/dav"));
    at("/dav", aResponse().withStatus(308).withHeader("Location", calendar.baseUrl() + "/dav/"));
    at("/dav/", aResponse().withStatus(303).withHeader("Location", "u?x=1"));
    at("/dav/u?x=1", named(207));
    assertThat(probe.logsIn(ACCOUNT)).isTrue();
  }

  @Test
  void thePasswordIsNeverSentToAnotherServer() {
    for (String target :
        new String[] {
          elsewhere.baseUrl() + "/",
          elsewhere.baseUrl().replace("localhost", "127.0.0.1") + "/x",
          "//example.org/",
          "https://localhost/",
          "http://u:p@localhost:" + calendar.getPort() + "/",
          "%%%",
          ""
        }) {
      calendar.resetAll();
      at(WELL_KNOWN, to(target));
      at("/", named(207));
      assertThat(probe.logsIn(ACCOUNT)).as(target).isTrue();
    }
    elsewhere.verify(0, anyRequestedFor(anyUrl()));
  }

  @Test
  void aCircleOfRedirectsEnds() {
    calendar.stubFor(any(anyUrl()).willReturn(to("/.well-known/caldav")));
    assertNoVerdict();
    calendar.verify(8, anyRequestedFor(anyUrl()));
  }

  @Test
  void aSuccessThatEverybodyGetsProvesNothing() {
    calendar.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(200).withBody("welcome")));
    assertNoVerdict();
    calendar.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(207)));
    assertNoVerdict();
    String unauthenticated = PRINCIPAL.replace("<d:href>/p/u/</d:href>", "<d:unauthenticated/>");
    calendar.stubFor(
        any(anyUrl()).willReturn(aResponse().withStatus(207).withBody(unauthenticated)));
    assertNoVerdict();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 207})
  void aSuccessThatOnlyThePairGetsIsALoginInAnyDialect(int status) {
    pairGets(status, 401);
    assertThat(probe.logsIn(ACCOUNT)).isTrue();
  }

  @Test
  void a401IsNoLoginUnlessBasicIsNotEvenTaken() {
    calendar.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(401)));
    assertThat(probe.logsIn(ACCOUNT)).isFalse();
    calendar.stubFor(
        any(anyUrl())
            .willReturn(aResponse().withStatus(401).withHeader("WWW-Authenticate", "Digest x")));
    assertNoVerdict();
  }

  @Test
  void whatIsForbiddenToThisPairAloneIsNoLogin() {
    pairGets(403, 401);
    assertThat(probe.logsIn(ACCOUNT)).isFalse();
  }

  @Test
  void whatIsForbiddenToEverybodyIsNoVerdict() {
    pairGets(403, 403);
    assertNoVerdict();
  }

  @Test
  void aForbiddenBeginningIsNoVerdictWhenTheRootLetsIn() {
    pairGets(403, 401);
    at("/", named(207));
    assertThat(probe.logsIn(ACCOUNT)).isTrue();
  }

  @Test
  void thePrincipalOfTheSourceIsAskedToo() {
    calendar.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(404)));
    at("/p/u/", named(207));
    CalDavAccount withPrincipal =
        ACCOUNT.withPrincipalUrl(URI.create("https://caldav.example.org/p/u/"));
    assertThat(probe.logsIn(withPrincipal)).isTrue();
    assertNoVerdict();
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504})
  void whoIsAskedTooOftenOrIsBrokenIsAskedAgainWhenItSays(int status) {
    calendar.stubFor(
        any(anyUrl()).willReturn(aResponse().withStatus(status).withHeader("Retry-After", "30")));
    assertThat(noVerdict().retryAt()).contains(NOW.plusSeconds(30));
    calendar.verify(1, anyRequestedFor(anyUrl()));
  }

  @Test
  void noAnswerIsNoVerdict() {
    calendar.stubFor(
        any(anyUrl()).willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
    assertNoVerdict();
    Timeouts hasty =
        new Timeouts(Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofMillis(300));
    calendar.stubFor(any(anyUrl()).willReturn(aResponse().withFixedDelay(5_000)));
    try (CalDavProbe impatient = CalDavProbe.of(URI.create(calendar.baseUrl()), hasty, CLOCK)) {
      assertThatThrownBy(() -> impatient.logsIn(ACCOUNT)).isInstanceOf(TemporaryFailure.class);
    }
    probe.close();
    assertThat(noVerdict()).hasMessageContaining("it is closed");
  }

  @Test
  void thePasswordIsInNoLogAndNoFailure() {
    try (LogWatch log = LogWatch.everything()) {
      at(WELL_KNOWN, to("/canary-not-a-real-password/"));
      at(
          "/canary-not-a-real-password/",
          aResponse().withStatus(418).withStatusMessage("canary-not-a-real-password"));
      at("/", named(207));
      assertThat(probe.logsIn(ACCOUNT)).isTrue();
      assertThat(log.heard()).contains("org.apache.hc").doesNotContain(BASIC.substring(6));
    }
    calendar.resetAll();
    calendar.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(418)));
    assertThat(noVerdict())
        .hasMessageStartingWith("probe of CalDavAccount[u_abcdefgh at caldav.example.org:443]")
        .hasMessageNotContaining("canary")
        .hasNoCause();
  }

  private void at(String path, ResponseDefinitionBuilder answer) {
    calendar.stubFor(request("PROPFIND", urlEqualTo(path)).willReturn(answer));
  }

  private void pairGets(int pair, int nobody) {
    calendar.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(pair)));
    calendar.stubFor(
        any(anyUrl())
            .withHeader("Authorization", absent())
            .willReturn(aResponse().withStatus(nobody)));
  }

  private static ResponseDefinitionBuilder named(int status) {
    return aResponse().withStatus(status).withBody(PRINCIPAL);
  }

  private static ResponseDefinitionBuilder to(String location) {
    return aResponse().withStatus(301).withHeader("Location", location);
  }

  private void assertNoVerdict() {
    assertThat(noVerdict()).hasMessageNotContaining("canary");
  }

  private TemporaryFailure noVerdict() {
    return catchThrowableOfType(TemporaryFailure.class, () -> probe.logsIn(ACCOUNT));
  }
}
