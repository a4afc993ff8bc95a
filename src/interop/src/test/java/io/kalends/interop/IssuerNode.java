package io.kalends.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kalends.issuer.Issuer;
import io.kalends.issuer.IssuerConfig;
import io.kalends.issuer.contract.Limits;
import io.kalends.issuer.directory.Directory;
import io.kalends.issuer.directory.Person;
import io.kalends.issuer.directory.User;
import io.kalends.issuer.secret.PepperSource;
import io.kalends.store.DatabasePlace;
import io.kalends.store.PostgresSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One of several issuers on one PostgreSQL, called over HTTP. */
final class IssuerNode implements AutoCloseable {

  static final String ANNA = "u-fake-token-of-anna-0001";
  static final String BEN = "u-fake-token-of-ben-0002";

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Issuer issuer;

  /** What a device was told. It shows nothing. */
  record Pair(String userName, String password) {

    @Override
    public String toString() {
      return "Pair";
    }
  }

  private IssuerNode(Issuer issuer) {
    this.issuer = issuer;
  }

  static Directory everybody() {
    return people(Person.Status.ACTIVE);
  }

  /** As the directory is once Ben has another status. */
  static Directory people(Person.Status ofBen) {
    return Directory.of(
        List.of(
            User.of("anna@example.com", "Anna", ANNA),
            User.of("ben@example.com", "Ben", BEN).as(ofBen)));
  }

  static IssuerNode start(PostgresSettings settings, Path folder, Directory directory) {
    IssuerConfig config =
        IssuerConfig.of(
                "caldav.example.com",
                DatabasePlace.postgres(settings),
                PepperSource.file(folder.resolve("pepper")),
                directory)
            .ruled(rules -> rules.mintingOneAtATime(false))
            .limitedTo(new Limits(1_000_000, 1_000_000));
    return new IssuerNode(Issuer.start(config, Clock.systemUTC(), new SecureRandom()));
  }

  URI baseUrl() {
    return issuer.baseUrl();
  }

  Issuer issuer() {
    return issuer;
  }

  Pair mint(String token, String deviceName) throws Exception {
    JsonNode answer = call(baseUrl(), token, deviceName);
    return pair(answer).orElseThrow(() -> new AssertionError("not minted: " + answer.path("msg")));
  }

  /** Of a node that may be going, and in another process: nothing when it did not answer. */
  static Optional<Pair> tryToMint(URI baseUrl, String token) throws InterruptedException {
    try {
      return pair(call(baseUrl, token, "device"));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  int code(String token) throws Exception {
    return call(baseUrl(), token, "").path("code").asInt(-1);
  }

  boolean admits(Pair pair) {
    return issuer.authenticate(pair.userName(), pair.password()).isPresent();
  }

  /** The credential of a pair, as this node sees it. */
  long id(Pair pair) {
    return issuer.authenticate(pair.userName(), pair.password()).orElseThrow().id();
  }

  @Override
  public void close() {
    issuer.close();
  }

  private static Optional<Pair> pair(JsonNode answer) {
    JsonNode data = answer.path("data");
    return answer.path("code").asInt(-1) == 0
        ? Optional.of(
            new Pair(data.path("user_name").textValue(), data.path("password").textValue()))
        : Optional.empty();
  }

  private static JsonNode call(URI baseUrl, String token, String deviceName)
      throws IOException, InterruptedException {
    String body = JSON.createObjectNode().put("device_name", deviceName).toString();
    HttpRequest request =
        HttpRequest.newBuilder(
                baseUrl.resolve("/open-apis/calendar/v4/settings/generate_caldav_conf"))
            .timeout(Duration.ofSeconds(60))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json; charset=utf-8")
            .POST(BodyPublishers.ofString(body))
            .build();
    return JSON.readTree(HTTP.send(request, BodyHandlers.ofString(UTF_8)).body());
  }
}
