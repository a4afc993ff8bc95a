package io.kalends.edge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.server.handler.QoSHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one door that knows Jetty. A request passes: the drain (once closing, 503), the body (slow
 * clients hold no thread), the queue (so many at work, so many waiting, the rest 503 at once), and
 * then the handler.
 */
public final class HttpServer implements AutoCloseable {

  /** What is read of a body unless a route says otherwise; the rest is dropped and marked. */
  public static final int MAX_BODY_BYTES = 64 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

  /** Paths are compared to the letter, so nothing about them is ambiguous. */
  private static final UriCompliance AS_WRITTEN =
      UriCompliance.RFC3986.with(
          "as-written",
          UriCompliance.Violation.AMBIGUOUS_EMPTY_SEGMENT,
          UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING,
          UriCompliance.Violation.AMBIGUOUS_PATH_PARAMETER,
          UriCompliance.Violation.AMBIGUOUS_PATH_SEGMENT,
          UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR,
          UriCompliance.Violation.SUSPICIOUS_PATH_CHARACTERS);

  private static final int MIN_THREADS = 4;
  private static final int SPARE_THREADS = 16;
  private static final int IDLE_MILLIS = 30_000;
  private static final int CROWDED_IDLE_MILLIS = 1_000;

  private final Server server;
  private final ServerConnector connector;
  private final GracefulHandler drain;
  private final Bounds bounds;
  private final JettyLogs logs;
  private final URI baseUrl;

  /**
   * How much of everything there may be.
   *
   * @param receive from a request's first byte to its last; who takes longer is cut off
   * @param drain how long closing waits for answers on their way
   * @param working requests being answered at one moment
   * @param waiting requests queued beyond that; the next ones get 503 at once
   * @param patience how long a request is queued before it gets 503
   * @param connections open at one moment; the next ones wait to be accepted
   */
  public record Bounds(
      Duration receive,
      Duration drain,
      int working,
      int waiting,
      Duration patience,
      int connections) {

    /** For a machine that serves some ten thousand devices. */
    public static final Bounds DEFAULT =
        new Bounds(
            Duration.ofSeconds(15), Duration.ofSeconds(5), 32, 2048, Duration.ofSeconds(10), 8192);

    /** Checks the figures. */
    public Bounds {
      if (receive.isNegative() || receive.isZero() || drain.isNegative() || patience.isNegative()) {
        throw new IllegalArgumentException(
            "bounds: receive must be positive, drain and patience not negative");
      }
      if (working < 1 || waiting < 0 || connections < 1) {
        throw new IllegalArgumentException(
            "bounds: working and connections must be 1 or more, waiting 0 or more");
      }
    }

    /**
     * The same, with another time to drain.
     *
     * @param other how long closing waits
     * @return new bounds
     */
    public Bounds draining(Duration other) {
      return new Bounds(receive, other, working, waiting, patience, connections);
    }
  }

  private HttpServer(Handler handler, Bounds bounds, String host, int port, JettyLogs logs) {
    this.bounds = bounds;
    this.logs = logs;
    QueuedThreadPool threads =
        new QueuedThreadPool(bounds.working() + SPARE_THREADS, MIN_THREADS, IDLE_MILLIS);
    threads.setName("http");
    this.server = new Server(threads);
    this.connector = connector(server, host, port);
    SlowClients slowClients = new SlowClients(connector.getScheduler(), bounds.receive());
    connector.addBean(slowClients);
    NetworkConnectionLimit limit = new NetworkConnectionLimit(bounds.connections(), connector);
    limit.setEndPointIdleTimeout(CROWDED_IDLE_MILLIS);
    server.addBean(limit);
    QoSHandler queue = new QoSHandler(new Edge(handler));
    queue.setMaxRequestCount(bounds.working());
    queue.setMaxSuspendedRequestCount(bounds.waiting());
    queue.setMaxSuspend(bounds.patience());
    this.drain = new GracefulHandler(new WholeBody(queue, handler, slowClients));
    server.addConnector(connector);
    server.setHandler(drain);
    server.setErrorHandler(new MalformedRequests(handler));
    listen(host, port);
    String shown = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    this.baseUrl = URI.create("http://" + shown + ":" + connector.getLocalPort());
  }

  /**
   * Starts listening, with {@link Bounds#DEFAULT}.
   *
   * @param host address to listen on, for example {@code 127.0.0.1}
   * @param port 0 for any free one
   * @param handler answers everything
   * @return listening until closed
   * @throws UncheckedIOException when the address cannot be listened on
   * @throws IllegalStateException when Jetty would write secrets into the log, see {@link
   *     JettyLogs}
   */
  public static HttpServer start(String host, int port, Handler handler) {
    return start(host, port, handler, Bounds.DEFAULT);
  }

  /**
   * Starts listening.
   *
   * @param host address to listen on, for example {@code 127.0.0.1}
   * @param port 0 for any free one
   * @param handler answers everything
   * @param bounds how much of everything there may be
   * @return listening until closed
   * @throws UncheckedIOException when the address cannot be listened on
   * @throws IllegalStateException when Jetty would write secrets into the log, see {@link
   *     JettyLogs}
   */
  public static HttpServer start(String host, int port, Handler handler, Bounds bounds) {
    JettyLogs logs = JettyLogs.hold(LoggerFactory.getILoggerFactory());
    try {
      return new HttpServer(handler, bounds, host, port, logs);
    } catch (RuntimeException e) {
      logs.close();
      throw e;
    }
  }

  /**
   * Where clients reach it.
   *
   * @return scheme, host and the real port
   */
  public URI baseUrl() {
    return baseUrl;
  }

  /**
   * Stops listening. Requests that are being answered are finished, within bounds; those that come
   * meanwhile get 503.
   */
  @Override
  public void close() {
    try {
      // First nobody new on connections there are, then no new connections.
      CompletableFuture<Void> answered = drain.shutdown();
      connector.close();
      answered.get(bounds.drain().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      LOG.warn("closing with requests unanswered after {}", bounds.drain());
    } catch (ExecutionException e) {
      LOG.warn("closing without waiting for the last requests", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      stop();
      logs.close();
    }
  }

  private void listen(String host, int port) {
    try {
      server.start();
    } catch (Exception e) {
      stop();
      if (!(e instanceof IOException)) {
        throw new IllegalStateException("the HTTP server does not start", e);
      }
      BindException reason =
          new BindException(
              "cannot listen on "
                  + InetSocketAddress.createUnresolved(host, port)
                  + "; choose another address or port, or stop what listens there");
      reason.initCause(e);
      throw new UncheckedIOException(reason);
    }
  }

  private void stop() {
    try {
      server.stop();
    } catch (Exception e) {
      LOG.warn("the HTTP server does not stop cleanly", e);
    }
  }

  private static ServerConnector connector(Server server, String host, int port) {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setUriCompliance(AS_WRITTEN);
    ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(host);
    connector.setPort(port);
    connector.setIdleTimeout(IDLE_MILLIS);
    return connector;
  }
}
