package io.kalends.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kalends.issuer.Issuer;
import io.kalends.issuer.IssuerConfig;
import io.kalends.issuer.admin.AdminTokens;
import io.kalends.issuer.directory.App;
import io.kalends.issuer.directory.Directory;
import io.kalends.issuer.secret.PepperSource;
import io.kalends.store.DatabasePlace;
import io.kalends.testkit.program.PostgresServer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two issuers on one real PostgreSQL: what one of them is told, the other knows at once. */
class IssuerNodesIT {

  private static final String ADMIN = "not-a-real-admin-token-0123456789";
  private static final String GENERATE = "/open-apis/calendar/v4/settings/generate_caldav_conf";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;

  private static PostgresServer server;
  private static Issuer first;
  private static Issuer second;

  @BeforeAll
  static void start() {
    server = PostgresServer.start();
    first = issuer();
    second = issuer();
  }

  @AfterAll
  static void stop() {
    first.close();
    second.close();
    server.close();
  }

  @Test
  void whatOneNodeRevokesTheOtherRefusesAtItsNextRequest() throws Exception {
    assertThat(importPeople("email,name\nanna@example.com,Anna\n").path("added").asInt())
        .isEqualTo(1);
    String token = grant("anna@example.com");
    JsonNode phone = mint(second, token, "phone");
    JsonNode mac = mint(second, token, "mac");
    assertThat(logsIn(first, phone)).isTrue();
    JsonNode revoked =
        admin(
            first,
            "credentials:revoke",
            "{\"user\": \"anna@example.com\", \"deviceName\": \"phone\"}");
    assertThat(revoked.path("revoked").asInt()).isEqualTo(1);
    assertThat(logsIn(second, phone)).isFalse();
    assertThat(logsIn(second, mac)).isTrue();

    admin(second, "users:freeze", "{\"user\": \"anna@example.com\"}");
    assertThat(logsIn(first, mac)).isFalse();
    admin(second, "users:return", "{\"user\": \"anna@example.com\"}");
    assertThat(logsIn(first, mac)).isTrue();

    admin(first, "users:resign", "{\"user\": \"anna@example.com\"}");
    assertThat(logsIn(second, mac)).isFalse();
    assertThat(mint(second, token, "new phone").path("code").asInt()).isEqualTo(99991668);
  }

  @Test
  void aWholeCompanyIsImportedAndAQuarterLeavesWhenThatIsConfirmed() throws Exception {
    String csv = people(4000);
    assertThat(importPeople(csv).path("added").asInt()).isEqualTo(4000);
    assertThat(importPeople(csv).path("unchanged").asInt()).isEqualTo(4000);
    HttpResponse<String> refused = post(second, "users:import?complete=true", people(3000));
    assertThat(refused.statusCode()).isEqualTo(409);
    JsonNode left =
        JSON.readTree(post(second, "users:import?complete=true&leavers=2000", people(3000)).body());
    assertThat(left.path("leaving").size()).isGreaterThanOrEqualTo(1000);
  }

  @Test
  void anAppsSecretIsRotatedAndItsRightsTakenAway() throws Exception {
    JsonNode rotated = admin(first, "apps/cli_default/secret:rotate", "{}");
    assertThat(rotated.path("secret").asText()).hasSize(40);
    assertThat(admin(second, "apps/cli_default/revoke", "").has("revokedTokens")).isTrue();
  }

  private static Issuer issuer() {
    return Issuer.start(
        IssuerConfig.of(
                "caldav.example.com",
                DatabasePlace.postgres(server.settings("issuer")),
                PepperSource.file(folder.resolve("pepper")),
                Directory.of(List.of(), List.of(App.DEFAULT), List.of()))
            .administeredBy(AdminTokens.none().with("alex", ADMIN))
            .allowingAdministratorGrants(),
        Clock.systemUTC(),
        new SecureRandom());
  }

  private static String people(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "p" + i + "@example.com,Person " + i)
        .collect(Collectors.joining("\n", "email,name\n", "\n"));
  }

  private static JsonNode importPeople(String csv) throws Exception {
    return JSON.readTree(post(first, "users:import", csv).body());
  }

  private static String grant(String email) throws Exception {
    return admin(first, "tokens", "{\"user\": \"" + email + "\"}").path("token").asText();
  }

  private static JsonNode admin(Issuer issuer, String path, String body) throws Exception {
    HttpResponse<String> answer = post(issuer, path, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  private static HttpResponse<String> post(Issuer issuer, String path, String body)
      throws IOException, InterruptedException {
    return send(issuer, "/admin/v1/" + path, ADMIN, body);
  }

  private static JsonNode mint(Issuer issuer, String token, String device) throws Exception {
    return JSON.readTree(
        send(issuer, GENERATE, token, "{\"device_name\": \"" + device + "\"}").body());
  }

  private static HttpResponse<String> send(Issuer issuer, String path, String token, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(issuer.baseUrl().resolve(path))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json; charset=utf-8")
            .POST(BodyPublishers.ofString(body))
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
  }

  private static boolean logsIn(Issuer issuer, JsonNode minted) {
    return issuer
        .authenticate(minted.at("/data/user_name").asText(), minted.at("/data/password").asText())
        .isPresent();
  }
}
