package io.kalends.issuer.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.util.JavalinBindException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.LoggerFactory;

/** The one place that knows Javalin and Jetty: turns what they bring into records, and back. */
public final class HttpServer implements AutoCloseable {

  /** What is read of a body; the rest is dropped and the request marked. */
  public static final int MAX_BODY_BYTES = 64 * 1024;

  /** Swallowed beyond that, so that a client still sending hears the answer. */
  private static final int MAX_DROPPED_BYTES = 1024 * 1024;

  private static final int MAX_THREADS = 64;
  private static final int MIN_THREADS = 4;
  private static final int IDLE_MILLIS = 30_000;

  private final Javalin javalin;
  private final JettyLogs logs;
  private final URI baseUrl;

  private HttpServer(Javalin javalin, JettyLogs logs, URI baseUrl) {
    this.javalin = javalin;
    this.logs = logs;
    this.baseUrl = baseUrl;
  }

  /**
   * Starts listening.
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
    JettyLogs logs = JettyLogs.hold(LoggerFactory.getILoggerFactory());
    try {
      Javalin javalin = Javalin.create(config -> configure(config, handler)).start(host, port);
      String shown = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
      return new HttpServer(javalin, logs, URI.create("http://" + shown + ":" + javalin.port()));
    } catch (JavalinBindException e) {
      logs.close();
      BindException reason =
          new BindException(
              "cannot listen on "
                  + InetSocketAddress.createUnresolved(host, port)
                  + "; choose another address or port, or stop what listens there");
      reason.initCause(e);
      throw new UncheckedIOException(reason);
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

  /** Stops listening. */
  @Override
  public void close() {
    javalin.stop();
    logs.close();
  }

  private static void configure(JavalinConfig config, Handler handler) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.jetty.threadPool = new QueuedThreadPool(MAX_THREADS, MIN_THREADS, IDLE_MILLIS);
    config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
    config.jetty.modifyServer(server -> server.setErrorHandler(new MalformedRequests(handler)));
    config.jetty.modifyServletContextHandler(
        context -> context.setErrorHandler(new MalformedRequests(handler)));
    // Before any route: routing is the handler's, and there is no route at all.
    config.routes.before(
        context -> {
          answer(context, reply(context, handler));
          context.skipRemainingHandlers();
        });
  }

  private static Response reply(Context context, Handler handler) {
    Request request;
    try {
      request = request(context);
    } catch (IOException | RuntimeException e) {
      // A body that broke off or was wrongly framed: Jetty throws several kinds.
      return handler.malformed(400);
    }
    return handler.handle(request);
  }

  private static Request request(Context context) throws IOException {
    Map<String, List<String>> headers = new TreeMap<>();
    for (String name : Collections.list(context.req().getHeaderNames())) {
      headers.put(name.toLowerCase(Locale.ROOT), Collections.list(context.req().getHeaders(name)));
    }
    InputStream in = context.req().getInputStream();
    byte[] body = in.readNBytes(MAX_BODY_BYTES);
    boolean tooLong = in.read() >= 0;
    for (int dropped = 0; tooLong && dropped < MAX_DROPPED_BYTES; dropped += MAX_BODY_BYTES) {
      in.readNBytes(MAX_BODY_BYTES);
    }
    return new Request(
        context.req().getMethod(),
        context.req().getRequestURI(),
        Objects.requireNonNullElse(context.req().getQueryString(), ""),
        headers,
        Body.of(body, tooLong),
        context.req().getRemoteAddr());
  }

  private static void answer(Context context, Response response) throws IOException {
    byte[] body = response.body().getBytes(UTF_8);
    context.res().setStatus(response.status());
    response.headers().forEach(context.res()::setHeader);
    // The servlet layer would respell it; the contract has a blank before "charset".
    ServletContextRequest.getServletContextRequest(context.req())
        .getServletContextResponse()
        .getWrapped()
        .getHeaders()
        .put(HttpHeader.CONTENT_TYPE, response.contentType());
    context.res().setHeader("Cache-Control", "no-store");
    context.res().setContentLength(body.length);
    context.res().getOutputStream().write(body);
  }
}
