package io.kalends.issuer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kalends.edge.HttpServer;
import io.kalends.issuer.contract.Limits;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real process, killed with SIGKILL while a thousand devices ask for their credential. */
@Timeout(300)
class KilledIssuerTest {

  private static final int ROUNDS = 3;
  private static final int MINTS = 1000;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir private Path folder;

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Queue<Pair> received = new ConcurrentLinkedQueue<>();

  /** What a client was told. */
  private record Pair(String userName, String password) {}

  @Test
  void everyCredentialThatReachedAClientStillLogsInAfterTheKill() throws Exception {
    long seed = Long.getLong("kalends.seed", System.nanoTime());
    System.out.println("killed issuer: -Dkalends.seed=" + seed);
    Random random = new Random(seed);
    int unanswered = 0;
    for (int round = 1; round <= ROUNDS; round++) {
      int before = received.size();
      int killAfter = 1 + random.nextInt(MINTS * 9 / 10);
      unanswered += mintUntilKilled(killAfter);
      assertThat(received.size() - before).as("minted before the kill; seed %d", seed).isPositive();
      try (Issuer again = start(folder)) {
        assertThat(received)
            .as("seed %d, round %d", seed, round)
            .allSatisfy(
                pair ->
                    assertThat(again.authenticate(pair.userName(), pair.password())).isPresent());
        assertThat(again.authenticate(received.element().userName(), "a wrong one")).isEmpty();
      }
    }
    System.out.printf(
        "killed issuer: %d kills, %d credentials answered and alive, %d calls without an answer%n",
        ROUNDS, received.size(), unanswered);
    assertThat(unanswered).as("kills that hit nobody show nothing; seed %d", seed).isPositive();
  }

  /** All at once; the process dies as soon as so many calls have ended, in whatever way. */
  private int mintUntilKilled(int killAfter) throws Exception {
    Process issuer = startApart();
    try (BufferedReader said = issuer.inputReader(UTF_8)) {
      URI baseUrl = URI.create(said.readLine());
      AtomicInteger ended = new AtomicInteger();
      HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
      List<CompletableFuture<Boolean>> calls = new ArrayList<>();
      for (int i = 0; i < MINTS; i++) {
        calls.add(
            http.sendAsync(request(baseUrl, i), BodyHandlers.ofString(UTF_8))
                .handle(
                    (response, failure) -> {
                      boolean answered = failure == null && keep(response);
                      // Not only those that minted: a crowded server turns some away.
                      if (ended.incrementAndGet() == killAfter) {
                        issuer.toHandle().destroyForcibly();
                      }
                      return answered;
                    }));
      }
      long answered = 0;
      for (CompletableFuture<Boolean> call : calls) {
        answered += call.get(120, TimeUnit.SECONDS) ? 1 : 0;
      }
      assertThat(issuer.waitFor(30, TimeUnit.SECONDS)).isTrue();
      return MINTS - Math.toIntExact(answered);
    } finally {
      issuer.destroyForcibly();
    }
  }

  private boolean keep(HttpResponse<String> response) {
    try {
      if (response.statusCode() != 200) {
        return false;
      }
      JsonNode json = MAPPER.readTree(response.body());
      if (json.path("code").asInt(-1) != 0) {
        return false;
      }
      JsonNode data = json.path("data");
      return received.add(
          new Pair(data.path("user_name").textValue(), data.path("password").textValue()));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static HttpRequest request(URI baseUrl, int number) {
    return HttpRequest.newBuilder(baseUrl.resolve(Caller.PATH))
        .header("Authorization", "Bearer " + SampleDirectory.ANNA)
        .header("Content-Type", Caller.JSON)
        .POST(BodyPublishers.ofString("{\"device_name\":\"device " + number + "\"}"))
        .build();
  }

  private Process startApart() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Apart.class.getName(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static Issuer start(Path folder) {
    return Issuer.start(
        IssuerFixture.config(folder)
            .ruled(rules -> rules.limitedTo(Limits.NONE).mintingOneAtATime(false))
            .bounded(
                new HttpServer.Bounds(
                    PATIENCE, Duration.ofSeconds(5), 32, 2 * MINTS, PATIENCE, 8 * MINTS)),
        new SettableClock(),
        new SecureRandom());
  }

  /** The process to be killed: says where it listens, then only serves. */
  static final class Apart {

    private Apart() {}

    public static void main(String[] arguments) throws InterruptedException {
      try (Issuer issuer = start(Path.of(arguments[0]))) {
        System.out.println(issuer.baseUrl());
        Thread.currentThread().join();
      }
    }
  }
}
