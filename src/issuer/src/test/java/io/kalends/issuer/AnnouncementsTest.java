package io.kalends.issuer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.kalends.issuer.directory.App;
import io.kalends.issuer.directory.Directory;
import io.kalends.issuer.directory.SecretHash;
import io.kalends.issuer.directory.User;
import io.kalends.issuer.directory.UserToken;
import io.kalends.issuer.event.EventTarget;
import io.kalends.issuer.secret.PepperSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens inside is heard of outside, by whoever is to hear of it. */
class AnnouncementsTest {

  private static final String TOKEN = "u-fake-token-of-anna-0001";
  private static final String SECRET = "fake-secret-of-the-store-app";
  private static final long PATIENCE_SECONDS = 20;

  @TempDir private Path folder;

  private final BlockingQueue<JsonNode> heard = new LinkedBlockingQueue<>();
  private HttpServer webhook;

  @BeforeEach
  void listen() throws IOException {
    webhook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    webhook.createContext(
        "/events",
        exchange -> {
          String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          heard.add(new ObjectMapper().readTree(body));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    webhook.start();
  }

  @AfterEach
  void stop() {
    webhook.stop(0);
  }

  @Test
  void aLeaverIsAnnouncedWithTheTokensThatDied() throws Exception {
    User.Token token =
        new User.Token(UserToken.of(TOKEN), "cli_told", App.CALDAV_SCOPES, Instant.MAX);
    User anna = User.in("acme", "anna@example.com", "Anna").granting(token);
    User ben = User.in("acme", "ben@example.com", "Ben");
    App told = App.of("cli_told", "acme");
    App untold = App.of("cli_untold", "acme");
    start(config(List.of(told, untold), List.of(anna, ben)), "cli_told").close();
    assertThat(heard).isEmpty();
    try (Issuer issuer = start(config(List.of(told, untold), List.of(ben)), "cli_told")) {
      assertThat(new Caller(issuer.baseUrl()).mint(TOKEN, "{}").code()).isEqualTo(99991668);
      JsonNode first = next();
      JsonNode second = next();
      assertThat(List.of(type(first), type(second)))
          .containsExactlyInAnyOrder(
              "contact.user.deleted_v3", "auth.user_access_token.revoked_v4");
      boolean deletedFirst = type(first).startsWith("contact");
      JsonNode deleted = deletedFirst ? first : second;
      assertThat(deleted.path("header").path("app_id").textValue()).isEqualTo("cli_told");
      assertThat(deleted.path("header").path("tenant_key").textValue()).isEqualTo("acme");
      JsonNode revoked = deletedFirst ? second : first;
      assertThat(revoked.path("event").path("open_id").textValue())
          .startsWith("ou_")
          .isEqualTo(deleted.path("event").path("object").path("open_id").textValue());
      assertThat(revoked.path("event").path("revoke_token_type").textValue())
          .isEqualTo("user_access_token");
    }
    assertThat(heard).isEmpty();
  }

  @Test
  void aStoreAppGetsItsTicketAtTheStartAndAnAppTokenForIt() throws Exception {
    App store =
        App.of("cli_store", "acme")
            .inStore(Set.of("acme", "beta"))
            .withSecrets(Set.of(SecretHash.of(SECRET)));
    try (Issuer issuer = start(config(List.of(store), List.of()), "cli_store")) {
      JsonNode event = next().path("event");
      assertThat(event.path("type").textValue()).isEqualTo("app_ticket");
      String body =
          "{\"app_id\":\"cli_store\",\"app_secret\":\"%s\",\"app_ticket\":\"%s\"}"
              .formatted(SECRET, event.path("app_ticket").textValue());
      Caller.Answer answer =
          new Caller(issuer.baseUrl())
              .send(
                  "/open-apis/auth/v3/app_access_token",
                  request ->
                      request
                          .header("Content-Type", Caller.JSON)
                          .POST(BodyPublishers.ofString(body)));
      assertThat(answer.code()).isZero();
      assertThat(answer.json().path("app_access_token").textValue()).startsWith("a-");
    }
  }

  private IssuerConfig config(List<App> apps, List<User> users) {
    return IssuerConfig.of(
        "caldav.example.com",
        folder.resolve("issuer.db"),
        PepperSource.file(folder.resolve("pepper")),
        Directory.of(List.of(), apps, users));
  }

  private Issuer start(IssuerConfig config, String told) {
    URI url = URI.create("http://127.0.0.1:" + webhook.getAddress().getPort() + "/events");
    return Issuer.start(
        config.telling(EventTarget.readable(told, url, "fake-verification-token")),
        Clock.systemUTC(),
        new SecureRandom());
  }

  private JsonNode next() throws InterruptedException {
    JsonNode event = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(event).as("an event within %d s", PATIENCE_SECONDS).isNotNull();
    return event;
  }

  private static String type(JsonNode event) {
    return event.path("header").path("event_type").textValue();
  }
}
