package io.kalends.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kalends.edge.HttpServer;
import io.kalends.enrollment.EnrollmentId;
import io.kalends.event.InboundReply;
import io.kalends.event.InboundRequest;
import io.kalends.event.ProvisioningEvent;
import io.kalends.event.ProvisioningEvent.CheckedIn;
import io.kalends.testkit.Canary;
import io.kalends.testkit.LogWatch;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Over real HTTP: what a sender hears, and what is kept by then. */
class WebhooksTest {

  private static final String SECRET = "fake-canary-in-path-body-and-header";

  private final Door door = new Door();
  private final HttpClient client = HttpClient.newHttpClient();
  private HttpServer server;

  @BeforeEach
  void start() {
    server =
        HttpServer.start(
            "127.0.0.1",
            0,
            FrontDoor.of(
                "acme",
                Map.of("echo", WebhooksTest::echo, "broken", WebhooksTest::broken),
                door,
                Clock.systemUTC(),
                new SecureRandom()),
            FrontDoor.BOUNDS);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void factsAreKeptBeforeTheSenderHearsOfIt() throws Exception {
    HttpResponse<String> answer = send("POST", "/webhooks/echo", "one,two");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("X-Request-Id")).isPresent();
    assertThat(door.commits()).isEqualTo(Map.of("acme/echo/one", 1, "acme/echo/two", 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"})
  void everyMethodReachesTheAdapter(String method) throws Exception {
    HttpResponse<String> answer = send(method, "/webhooks/echo?x=%20y", "");
    assertThat(answer.headers().firstValue("Content-Type")).contains("text/x-echo");
    if (!method.equals("HEAD")) {
      assertThat(answer.body()).isEqualTo(method + "  x=%20y 0");
    }
  }

  @Test
  void whatFollowsTheInstanceIsPassedOnAsItWasWritten() throws Exception {
    assertThat(send("GET", "/webhooks/echo/", "").body()).isEqualTo("GET /  0");
    assertThat(send("GET", "/webhooks/echo/s%2Fecret//x;y=1/%C3%A4", "").body())
        .isEqualTo("GET /s%2Fecret//x;y=1/%C3%A4  0");
    assertThat(send("POST", "/webhooks/echo/a/b", "k").body()).isEqualTo("POST /a/b  1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/webhooks/nobody",
        "/webhooks/echo2",
        "/webhooks/ECHO",
        "/webhooks/%65cho",
        "/webhooks/",
        "/webhooks//echo",
        "/webhooks",
        "/webhook/echo",
        "/"
      })
  void whoeverIsNotThereIsNotFound(String path) throws Exception {
    assertThat(send("POST", path, "one").statusCode()).isEqualTo(404);
    assertThat(door.commits()).isEmpty();
  }

  @Test
  void aBodyOfOneMebibyteIsReadAndNotOneByteMore() throws Exception {
    assertThat(send("PUT", "/webhooks/echo", "x".repeat(1024 * 1024)).body())
        .endsWith(" " + 1024 * 1024);
    HttpResponse<String> answer = send("POST", "/webhooks/echo", "x".repeat(1024 * 1024 + 1));
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(door.commits()).isEmpty();
  }

  @Test
  void whenTheDatabaseIsDownTheSenderIsAskedToComeAgainAndNothingIsLost() throws Exception {
    door.broken(true);
    HttpResponse<String> answer = send("POST", "/webhooks/echo", "one");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).contains("5");
    assertThat(answer.body()).doesNotContain("canary");
    assertThat(send("GET", "/webhooks/echo", "").statusCode()).as("keeps nothing").isEqualTo(200);
    door.broken(false);
    assertThat(send("POST", "/webhooks/echo", "one").statusCode()).isEqualTo(200);
    assertThat(door.commits()).isEqualTo(Map.of("acme/echo/one", 1));
  }

  @Test
  void anAdapterThatFailsIsAnErrorAndSaysNothingOfWhatWasSent() throws Exception {
    try (LogWatch log = LogWatch.everything()) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(uri("/webhooks/broken/" + SECRET + "?" + SECRET))
                  .header("X-Signature", SECRET)
                  .method("POST", BodyPublishers.ofString(SECRET))
                  .build(),
              BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(500);
      String logId = answer.headers().firstValue("X-Request-Id").orElseThrow();
      assertThat(answer.body()).contains(logId);
      door.broken(true);
      client.send(
          HttpRequest.newBuilder(uri("/webhooks/echo/" + SECRET))
              .method("POST", BodyPublishers.ofString(SECRET))
              .build(),
          BodyHandlers.ofString());
      String ours =
          log.heard()
              .lines()
              // The client's own log is not ours.
              .filter(line -> !line.contains("jdk.internal.httpclient"))
              .reduce("", (all, line) -> all + line + "\n");
      assertThat(ours)
          .contains("instance=broken", "instance=echo", logId, "IllegalStateException", "StackOv");
      assertThat(Canary.of("secret", SECRET).sightings("log", ours)).isEmpty();
    }
  }

  @Test
  void theServiceSaysThatItIsThere() throws Exception {
    HttpResponse<String> answer = send("GET", "/healthz", "");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("ok");
    assertThat(send("POST", "/healthz", "").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Upper", "a/b", "a b", "..", "-x", "ä"})
  void anInstanceWhoseNameCannotStandInAPathIsRefused(String name) {
    assertThatThrownBy(
            () ->
                FrontDoor.of(
                    "acme",
                    Map.of(name, WebhooksTest::echo),
                    door,
                    Clock.systemUTC(),
                    new SecureRandom()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + name + "'");
  }

  @Test
  void slowClientsKeepNobodyOut() throws Exception {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 100; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.baseUrl().getPort());
        slow.add(socket);
        OutputStream out = socket.getOutputStream();
        out.write(
            "POST /webhooks/echo HTTP/1.1\r\nHost: a\r\nContent-Length: 900000\r\n\r\nx"
                .getBytes(UTF_8));
        out.flush();
      }
      assertThat(send("POST", "/webhooks/echo", "honest").statusCode()).isEqualTo(200);
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
    assertThat(door.commits()).isEqualTo(Map.of("acme/echo/honest", 1));
  }

  @Test
  void aBurstOfAThousandOnFiftyConnectionsIsKeptOnceEach() throws Exception {
    int connections = 50;
    int each = 20;
    CountDownLatch begin = new CountDownLatch(1);
    ExecutorService senders = Executors.newFixedThreadPool(connections);
    try {
      List<Future<Integer>> done = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        int sender = i;
        done.add(
            senders.submit(
                () -> {
                  begin.await();
                  return burst(sender, each);
                }));
      }
      begin.countDown();
      for (Future<Integer> one : done) {
        assertThat(one.get(60, TimeUnit.SECONDS)).isEqualTo(each);
      }
    } finally {
      senders.shutdownNow();
    }
    assertThat(door.commits()).hasSize(connections * each);
    assertThat(door.commits().values()).containsOnly(1);
  }

  /** Many requests on one connection of its own; how many were answered 200. */
  private int burst(int sender, int count) throws IOException {
    int good = 0;
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.baseUrl().getPort())) {
      socket.setSoTimeout(60_000);
      for (int i = 0; i < count; i++) {
        String body = "event-" + sender + "-" + i;
        String request =
            "POST /webhooks/echo HTTP/1.1\r\nHost: a\r\nContent-Length: "
                + body.length()
                + "\r\n\r\n"
                + body;
        socket.getOutputStream().write(request.getBytes(UTF_8));
        socket.getOutputStream().flush();
        StringBuilder answer = new StringBuilder();
        String end = "POST   1";
        while (answer.indexOf(end) < 0) {
          int next = socket.getInputStream().read();
          if (next < 0) {
            return good;
          }
          answer.append((char) next);
        }
        good += answer.indexOf("HTTP/1.1 200") == 0 ? 1 : 0;
      }
    }
    return good;
  }

  private HttpResponse<String> send(String method, String path, String body) throws Exception {
    return client.send(
        HttpRequest.newBuilder(uri(path))
            .timeout(Duration.ofSeconds(60))
            .method(method, BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create(server.baseUrl() + path);
  }

  /** Answers with what it was given; a POST's body names facts, separated by commas. */
  private static InboundReply echo(InboundRequest request) {
    String body = new String(request.body(), UTF_8);
    List<ProvisioningEvent> events = new ArrayList<>();
    if (request.method().equals("POST") && !body.isEmpty()) {
      for (String key : body.split(",", -1)) {
        events.add(new CheckedIn(key, Instant.EPOCH, new EnrollmentId("E")));
      }
    }
    String said =
        request.method()
            + " "
            + request.path()
            + " "
            + request.query()
            + " "
            + (events.isEmpty() ? body.length() : events.size());
    return new InboundReply(200, "text/x-echo", said, events);
  }

  /** Fails as badly as it can, its words full of what was sent. */
  private static InboundReply broken(InboundRequest request) {
    String all = request.path() + request.query() + new String(request.body(), UTF_8);
    StackOverflowError worse = new StackOverflowError(all);
    throw new IllegalStateException(all + request.header("X-Signature"), worse);
  }
}
