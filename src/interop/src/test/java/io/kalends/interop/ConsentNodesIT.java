package io.kalends.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.kalends.consent.AuthorizationRequest;
import io.kalends.consent.Grant;
import io.kalends.consent.Renewal;
import io.kalends.consent.TokenEndpoint;
import io.kalends.consent.TokenEndpointFactory;
import io.kalends.failure.ActionRequired;
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
import io.kalends.store.DatabasePlace;
import io.kalends.testkit.ConsentingPerson;
import io.kalends.testkit.program.PostgresServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Consent given at one node counts at the other, and nothing of it counts twice. */
class ConsentNodesIT {

  private static final String APP_SECRET = "not-a-real-secret-of-the-app";
  private static final Set<String> SCOPES =
      Set.of("calendar:settings.caldav:create", "offline_access");
  private static final int ROUNDS = 20;
  private static final long PATIENCE_SECONDS = 60;

  @TempDir Path folder;

  private PostgresServer postgres;
  private HttpServer website;
  private URI redirectUri;
  private Issuer one;
  private Issuer other;

  @BeforeEach
  void start() throws IOException {
    website = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    website.createContext(
        "/back",
        exchange -> {
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    website.start();
    redirectUri = URI.create("http://127.0.0.1:" + website.getAddress().getPort() + "/back");
    postgres = PostgresServer.start();
    one = node();
    other = node();
  }

  @AfterEach
  void stop() {
    other.close();
    one.close();
    postgres.close();
    website.stop(0);
  }

  @Test
  void aCodeOfOneNodeIsExchangedAtTheOtherAndOnlyOnce() {
    try (TokenEndpoint here = endpoint(one);
        TokenEndpoint there = endpoint(other)) {
      AuthorizationRequest request = request();
      Secret code = consent(here, request);
      Grant grant = there.exchange(code, request);
      assertThat(grant.scopes()).isEqualTo(SCOPES);
      assertThat(here.grantor(grant.accessToken()).name()).isEqualTo("Anna");
      assertThat(there.grantor(grant.accessToken()).openId())
          .isEqualTo(here.grantor(grant.accessToken()).openId());
      assertThatThrownBy(() -> here.exchange(code, request))
          .isInstanceOf(ActionRequired.class)
          .hasMessageContaining("20065");
    }
  }

  @Test
  void ofTwoRenewalsAtTwoNodesExactlyOneWins() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (TokenEndpoint here = endpoint(one);
        TokenEndpoint there = endpoint(other)) {
      AuthorizationRequest request = request();
      Grant grant = here.exchange(consent(here, request), request);
      for (int round = 0; round < ROUNDS; round++) {
        Secret token = grant.renewable().orElseThrow().token();
        CyclicBarrier start = new CyclicBarrier(2);
        List<Future<Renewal>> renewals =
            List.of(
                threads.submit(() -> renew(here, token, start)),
                threads.submit(() -> renew(there, token, start)));
        List<Renewal> outcomes =
            List.of(
                renewals.get(0).get(PATIENCE_SECONDS, TimeUnit.SECONDS),
                renewals.get(1).get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        assertThat(outcomes)
            .as("round %d", round)
            .hasAtLeastOneElementOfType(Renewal.Renewed.class);
        assertThat(outcomes).hasAtLeastOneElementOfType(Renewal.Superseded.class);
        grant =
            outcomes.stream()
                .filter(Renewal.Renewed.class::isInstance)
                .map(renewed -> ((Renewal.Renewed) renewed).grant())
                .findFirst()
                .orElseThrow();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static Renewal renew(TokenEndpoint endpoint, Secret token, CyclicBarrier start)
      throws Exception {
    start.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    return endpoint.refresh(token);
  }

  private Issuer node() {
    App app =
        App.of("cli_sample", "acme")
            .withScopes(SCOPES)
            .redirectingTo(List.of(redirectUri))
            .withSecrets(Set.of(SecretHash.of(APP_SECRET)));
    return Issuer.start(
        IssuerConfig.of(
                "calendar.example.org",
                DatabasePlace.postgres(postgres.settings("issuer")),
                PepperSource.file(folder.resolve("pepper")),
                Directory.of(
                    List.of(), List.of(app), List.of(User.in("acme", "anna@example.org", "Anna"))))
            .signingIn(SignIn.pick()),
        Clock.systemUTC(),
        new SecureRandom());
  }

  private static TokenEndpoint endpoint(Issuer issuer) {
    Map<String, String> settings =
        Map.of(
            "openApi", issuer.baseUrl().toString(), "appId", "cli_sample", "appSecret", APP_SECRET);
    return ServiceLoader.load(TokenEndpointFactory.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(factory -> factory.type().equals("feishu"))
        .findFirst()
        .orElseThrow()
        .create(Settings.of("consent", settings), Clock.systemUTC());
  }

  private AuthorizationRequest request() {
    return AuthorizationRequest.fresh(redirectUri, SCOPES, new SecureRandom());
  }

  private static Secret consent(TokenEndpoint endpoint, AuthorizationRequest request) {
    String query =
        ConsentingPerson.named("anna@example.org")
            .allow(endpoint.authorizeUrl(request))
            .at()
            .getQuery();
    Matcher code = Pattern.compile("(?:^|&)code=([^&]+)").matcher(query);
    assertThat(code.find()).isTrue();
    return Secret.of(code.group(1));
  }
}
