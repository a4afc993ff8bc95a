package io.kalends.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kalends.edge.HttpServer.Bounds;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Slow, many and late clients do no harm. */
class BoundsTest {

  private static final String HONEST = "GET /honest HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final Bounds IMPATIENT =
      new Bounds(Duration.ofMillis(400), Duration.ofSeconds(10), 2, 1, Duration.ofSeconds(20), 100);

  private final Gate gate = new Gate();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /drip HTTP/1.1\r\nHost: a\r\nX-Long: ",
        "POST /drip HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n",
        "POST /drip HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n",
        HONEST + "GET /drip-after-an-honest-one HTTP/1.1\r\nHost: a\r\nX-Long: ",
      })
  void whoDripsIsCutOffHoweverBusy(String beginning) throws Exception {
    try (HttpServer server = HttpServer.start("127.0.0.1", 0, gate, IMPATIENT);
        RawClient client = new RawClient(server.baseUrl())) {
      client.write(beginning);
      long began = System.nanoTime();
      assertThatThrownBy(
              () -> {
                // Never idle: each write comes long before any idle time-out.
                while (client.staysOpenFor(20)) {
                  client.write("1");
                }
                throw new SocketException("closed");
              })
          .isInstanceOf(SocketException.class);
      assertThat(Duration.ofNanos(System.nanoTime() - began))
          .isBetween(Duration.ofMillis(200), Duration.ofSeconds(8));
      assertThat(gate.handled).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void drippersHoldNoThreadAndHonestClientsGetThrough() throws Exception {
    Bounds patient =
        new Bounds(Duration.ofMinutes(5), Duration.ZERO, 2, 1, Duration.ofSeconds(20), 500);
    try (HttpServer server = HttpServer.start("127.0.0.1", 0, gate, patient)) {
      RawClient[] drippers = new RawClient[100];
      for (int i = 0; i < drippers.length; i++) {
        drippers[i] = new RawClient(server.baseUrl());
        drippers[i].write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nx");
      }
      try (RawClient honest = new RawClient(server.baseUrl())) {
        assertThat(honest.write(HONEST).readUntil("answered")).startsWith("HTTP/1.1 200");
      }
      for (RawClient dripper : drippers) {
        dripper.close();
      }
    }
  }

  @Test
  void aConnectionThatRestsBetweenRequestsIsLeftAlone() throws Exception {
    try (HttpServer server = HttpServer.start("127.0.0.1", 0, gate, IMPATIENT);
        RawClient client = new RawClient(server.baseUrl())) {
      client.write(HONEST).readUntil("answered");
      assertThat(client.staysOpenFor(1_200)).isTrue();
      assertThat(client.write(HONEST).readUntil("answered")).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void anAnswerThatTakesLongIsNotTakenForASlowClient() throws Exception {
    try (HttpServer server = HttpServer.start("127.0.0.1", 0, gate, IMPATIENT);
        RawClient client = new RawClient(server.baseUrl())) {
      client.write("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n");
      gate.awaitEntered(1);
      assertThat(client.staysOpenFor(1_200)).isTrue();
      gate.open.countDown();
      assertThat(client.readUntil("answered")).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void beyondWorkersAndQueueTheAnswerIs503AtOnce() throws Exception {
    try (HttpServer server = HttpServer.start("127.0.0.1", 0, gate, IMPATIENT)) {
      RawClient[] busy = new RawClient[3];
      for (int i = 0; i < 2; i++) {
        busy[i] = new RawClient(server.baseUrl()).write("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n");
      }
      gate.awaitEntered(2);
      busy[2] = new RawClient(server.baseUrl()).write(HONEST);
      assertThat(busy[2].staysOpenFor(300)).isTrue();
      try (RawClient late = new RawClient(server.baseUrl())) {
        long began = System.nanoTime();
        assertThat(late.write(HONEST).readAll()).startsWith("HTTP/1.1 503").contains("malformed");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
      }
      gate.open.countDown();
      for (RawClient each : busy) {
        assertThat(each.readUntil("answered")).startsWith("HTTP/1.1 200");
        each.close();
      }
    }
  }

  @Test
  void closingLetsTheLastAnswerOutAndNobodyIn() throws Exception {
    HttpServer server = HttpServer.start("127.0.0.1", 0, gate, IMPATIENT);
    ExecutorService closer = Executors.newSingleThreadExecutor();
    try (RawClient early = new RawClient(server.baseUrl());
        RawClient kept = new RawClient(server.baseUrl())) {
      kept.write(HONEST).readUntil("answered");
      early.write("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n");
      gate.awaitEntered(1);
      Future<?> closing = closer.submit(server::close);
      awaitRefusal(server);
      assertThat(kept.write(HONEST).readAll()).startsWith("HTTP/1.1 503");
      assertThat(closing.isDone()).isFalse();
      gate.open.countDown();
      assertThat(early.readUntil("answered")).startsWith("HTTP/1.1 200").endsWith("answered");
      closing.get(10, TimeUnit.SECONDS);
    } finally {
      closer.shutdownNow();
    }
  }

  @Test
  void closingWaitsNoLongerThanItIsTold() throws Exception {
    HttpServer server =
        HttpServer.start("127.0.0.1", 0, gate, IMPATIENT.draining(Duration.ofMillis(100)));
    try (RawClient client = new RawClient(server.baseUrl())) {
      client.write("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n");
      gate.awaitEntered(1);
      long began = System.nanoTime();
      server.close();
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(9));
    } finally {
      gate.open.countDown();
    }
  }

  @Test
  void boundsOfNothingAreRefused() {
    assertThatThrownBy(() -> new Bounds(Duration.ZERO, Duration.ZERO, 1, 1, Duration.ZERO, 1))
        .hasMessageContaining("receive");
    assertThatThrownBy(
            () -> new Bounds(Duration.ofSeconds(1), Duration.ZERO, 0, 1, Duration.ZERO, 1))
        .hasMessageContaining("working");
  }

  private static void awaitRefusal(HttpServer server) throws IOException {
    while (true) {
      try (Socket probe =
          new Socket(InetAddress.getLoopbackAddress(), server.baseUrl().getPort())) {
        assertThat(probe.isConnected()).isTrue();
      } catch (SocketException e) {
        // Refused; or reset, for who was in the backlog when the listener went.
        return;
      }
    }
  }

  /** Answers at once, but under /wait only when let. */
  private static final class Gate implements Handler {

    final CountDownLatch open = new CountDownLatch(1);
    private volatile int entered;
    volatile int handled;

    @Override
    public Response handle(Request request) {
      synchronized (this) {
        handled++;
      }
      if (request.path().equals("/wait")) {
        try {
          synchronized (this) {
            entered++;
            notifyAll();
          }
          open.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      return Response.text(200, "answered");
    }

    @Override
    public Response malformed(int status) {
      return Response.text(status, "malformed");
    }

    synchronized void awaitEntered(int count) throws InterruptedException {
      while (entered < count) {
        wait();
      }
    }
  }
}
