package io.kalends.issuer.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An app's webhook on a loopback port. Remembers what it was sent, answers as it was told. */
final class Receiver implements AutoCloseable {

  record Got(String method, Map<String, List<String>> headers, String body) {

    String header(String name) {
      return headers.getOrDefault(name, List.of("")).get(0);
    }

    String eventId() {
      String field = body.contains("\"uuid\":\"") ? "\"uuid\":\"" : "\"event_id\":\"";
      int at = body.indexOf(field) + field.length();
      return body.substring(at, at + 32);
    }
  }

  /** Answers one request whose body has been read. */
  interface Answering {
    void answer(HttpExchange exchange, Got got) throws IOException;
  }

  private final CountDownLatch closing = new CountDownLatch(1);
  private final List<Got> got = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;

  private Receiver(Answering answering) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    HttpHandler handler =
        exchange -> {
          try (exchange) {
            Got now =
                new Got(
                    exchange.getRequestMethod(),
                    Map.copyOf(exchange.getRequestHeaders()),
                    new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            got.add(now);
            answering.answer(exchange, now);
          }
        };
    server.createContext("/", handler);
    server.setExecutor(threads);
    server.start();
  }

  static Receiver with(Answering answering) {
    return new Receiver(answering);
  }

  /** Answers with these, one after the other; the last one from then on. */
  static Receiver answering(int... statuses) {
    AtomicInteger next = new AtomicInteger();
    return new Receiver(
        (exchange, got) ->
            exchange.sendResponseHeaders(
                statuses[Math.min(next.getAndIncrement(), statuses.length - 1)], -1));
  }

  /** Takes everything and says nothing until it is closed. */
  static Receiver silent() {
    CountDownLatch[] end = new CountDownLatch[1];
    Receiver receiver = new Receiver((exchange, got) -> await(end[0]));
    end[0] = receiver.closing;
    return receiver;
  }

  static void reply(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  URI url() {
    return URI.create(
        "http://127.0.0.1:" + server.getAddress().getPort() + "/canary-path?canary=1");
  }

  List<Got> got() {
    return List.copyOf(got);
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
