package io.kalends.adapters.feishu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpServer;
import io.kalends.consent.AuthorizationRequest;
import io.kalends.consent.Grant;
import io.kalends.consent.Renewal;
import io.kalends.consent.TokenEndpoint;
import io.kalends.failure.Failure;
import io.kalends.issuer.Issuer;
import io.kalends.issuer.IssuerConfig;
import io.kalends.issuer.directory.App;
import io.kalends.issuer.directory.Directory;
import io.kalends.issuer.directory.SecretHash;
import io.kalends.issuer.directory.User;
import io.kalends.issuer.oauth.SignIn;
import io.kalends.issuer.secret.PepperSource;
import io.kalends.secret.Secret;
import io.kalends.settings.Settings;
import io.kalends.testkit.ConsentingPerson;
import io.kalends.testkit.ScriptedBrowser;
import io.kalends.testkit.SettableClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our client and our server of one contract, written apart from each other, agree. */
class ConsentToIssuerTest {

  private static final String APP_SECRET = "not-a-real-secret-of-the-app";
  private static final Set<String> SCOPES =
      Set.of(Fixes.SCOPE, "offline_access", "contact:user.email:readonly");

  @TempDir Path folder;

  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-22T08:00:00Z"));
  private AppSite app;
  private Issuer issuer;

  /** The app's side of the redirect, which only has to be reachable. */
  private record AppSite(HttpServer server) {

    static AppSite open() throws IOException {
      InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
      var server = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
      server.createContext(
          "/back",
          exchange -> {
            try (exchange) {
              exchange.sendResponseHeaders(204, -1);
            }
          });
      server.start();
      return new AppSite(server);
    }

    URI url() {
      return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/back");
    }
  }

  @BeforeEach
  void start() throws IOException {
    app = AppSite.open();
    issuer =
        Issuer.start(
            IssuerConfig.of(
                    "calendar.example.org",
                    folder.resolve("issuer.db"),
                    PepperSource.file(folder.resolve("pepper")),
                    Directory.of(
                        List.of(),
                        List.of(
                            App.of("cli_sample", "acme")
                                .withScopes(SCOPES)
                                .redirectingTo(List.of(app.url()))
                                .withSecrets(Set.of(SecretHash.of(APP_SECRET)))),
                        List.of(User.in("acme", "anna@example.org", "Anna"))))
                .signingIn(SignIn.pick()),
            clock,
            new SecureRandom());
  }

  @AfterEach
  void stop() {
    issuer.close();
    app.server().stop(0);
  }

  private TokenEndpoint endpoint(String generation) {
    Map<String, String> settings =
        Map.of(
            "openApi",
            issuer.baseUrl().toString(),
            "tokenGeneration",
            generation,
            "appId",
            "cli_sample",
            "appSecret",
            APP_SECRET);
    return new FeishuTokenEndpointFactory().create(Settings.of("consent", settings), clock);
  }

  private AuthorizationRequest request() {
    return AuthorizationRequest.fresh(app.url(), SCOPES, new SecureRandom());
  }

  private Secret consent(TokenEndpoint endpoint, AuthorizationRequest request) {
    ScriptedBrowser.Page back =
        ConsentingPerson.named("anna@example.org").allow(endpoint.authorizeUrl(request));
    Matcher code = Pattern.compile("code=([^&]+)").matcher(back.at().getQuery());
    assertThat(code.find()).as(back.toString()).isTrue();
    assertThat(back.at().getQuery()).contains("state=" + request.state());
    return Secret.of(code.group(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"v2", "v3"})
  void fromThePageToAGrantItsOwnerAndItsRenewal(String generation) {
    try (TokenEndpoint endpoint = endpoint(generation)) {
      AuthorizationRequest request = request();
      Grant grant = endpoint.exchange(consent(endpoint, request), request);
      assertThat(grant.scopes()).isEqualTo(SCOPES);
      assertThat(grant.expiresAt()).isEqualTo(clock.instant().plus(Duration.ofHours(2)));
      assertThat(endpoint.grantor(grant.accessToken()).email()).contains("anna@example.org");
      assertThat(endpoint.grantor(grant.accessToken()).openId()).startsWith("ou_");
      Grant.Renewable first = grant.renewable().orElseThrow();
      assertThat(first.expiresAt()).isEqualTo(clock.instant().plus(Duration.ofDays(7)));
      clock.advance(Duration.ofDays(1));
      assertThat(endpoint.refresh(first.token()))
          .isInstanceOfSatisfying(
              Renewal.Renewed.class,
              renewed ->
                  assertThat(endpoint.grantor(renewed.grant().accessToken()).name())
                      .isEqualTo("Anna"));
      assertThat(endpoint.refresh(first.token()))
          .isInstanceOfSatisfying(
              Renewal.Superseded.class,
              superseded -> assertThat(superseded.reason()).hasMessageContaining("code 20073"));
    }
  }

  @Test
  void aCodeWorksOnceAndOnlyWithItsOwnProof() {
    try (TokenEndpoint endpoint = endpoint("v2")) {
      AuthorizationRequest request = request();
      Secret code = consent(endpoint, request);
      AuthorizationRequest other = request();
      assertThat(failure(endpoint, consent(endpoint, request), other))
          .hasMessageContaining("code 20049");
      assertThat(endpoint.exchange(code, request).renewable()).isPresent();
      assertThat(failure(endpoint, code, request)).hasMessageContaining("code 20065");
      clock.advance(Duration.ofHours(3));
      assertThat(failure(endpoint, Secret.of("nobody-has-this-code"), request))
          .hasMessageContaining("code 20003");
    }
  }

  private static Failure failure(
      TokenEndpoint endpoint, Secret code, AuthorizationRequest request) {
    Throwable thrown = catchThrowable(() -> endpoint.exchange(code, request));
    assertThat(thrown).isInstanceOf(Failure.class);
    assertThat(Consenting.kindOf((Failure) thrown)).isEqualTo("action OWNER");
    return (Failure) thrown;
  }
}
