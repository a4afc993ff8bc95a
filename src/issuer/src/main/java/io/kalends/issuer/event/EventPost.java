package io.kalends.issuer.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kalends.wire.SilentConnection;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.routing.RoutingSupport;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/**
 * One POST, sent once, answered in time or not at all.
 *
 * <p>It is HttpClient's minimal client on purpose: its full one writes every request line to its
 * DEBUG log, and the path of a webhook is often its only secret. In the minimal one nothing sends
 * again, follows redirects, keeps cookies, or logs in, so there is nothing of it to disable.
 */
final class EventPost implements AutoCloseable {

  private static final Timeout CONNECT_WITHIN = Timeout.ofSeconds(2);
  private static final int MAX_REPLY_BYTES = 16 * 1024;

  private final CloseableHttpClient http;
  private final ScheduledThreadPoolExecutor deadlines =
      new ScheduledThreadPoolExecutor(1, EventPost::deadlineThread);

  EventPost() {
    this(DefaultClientTlsStrategy.createDefault());
  }

  EventPost(TlsSocketStrategy tls) {
    this.http = client(tls);
    deadlines.setRemoveOnCancelPolicy(true);
  }

  /** What came back. */
  sealed interface Answer permits Status, Reply, Silence {}

  /** An answer whose body nobody reads. */
  record Status(int status) implements Answer {}

  /** An answer. It shows its status only. */
  record Reply(int status, String body) implements Answer {

    @Override
    public String toString() {
      return "HTTP " + status;
    }
  }

  /** No answer, and why, without a word from the other side. */
  record Silence(String why) implements Answer {}

  /** Sends, and waits for the head of the answer. */
  Answer status(HttpPost request, Duration within) {
    return exchange(request, within, response -> new Status(response.getCode()));
  }

  /** Sends, and waits for the answer with its body, of which it reads no more than a small JSON. */
  Answer reply(HttpPost request, Duration within) {
    return exchange(request, within, response -> new Reply(response.getCode(), body(response)));
  }

  @Override
  public void close() {
    deadlines.shutdownNow();
    http.close(CloseMode.IMMEDIATE);
  }

  private Answer exchange(HttpPost request, Duration within, Reading reading) {
    // The deadline decides; these only stand behind it.
    Timeout timeout = Timeout.of(within.multipliedBy(2));
    request.setConfig(
        RequestConfig.custom()
            .setConnectionRequestTimeout(timeout)
            .setResponseTimeout(timeout)
            .build());
    AtomicBoolean over = new AtomicBoolean();
    Runnable end =
        () -> {
          over.set(true);
          request.cancel();
        };
    Future<?> deadline = deadlines.schedule(end, within.toMillis(), TimeUnit.MILLISECONDS);
    try {
      return reading.of(
          http.executeOpen(
              RoutingSupport.determineHost(request), request, HttpClientContext.create()));
    } catch (IOException | HttpException | RuntimeException e) {
      // The class and no more: messages may quote what the other side sent.
      String what = e.getClass().getSimpleName();
      return new Silence(
          over.get() ? "no answer within " + within.toMillis() + " ms" : "no answer: " + what);
    } finally {
      deadline.cancel(false);
      // Ends the connection where it stands. Closing the response would first read the rest of an
      // endless body.
      request.cancel();
    }
  }

  private static String body(ClassicHttpResponse response) throws IOException {
    if (response.getEntity() == null) {
      return "";
    }
    InputStream in = response.getEntity().getContent();
    return new String(in.readNBytes(MAX_REPLY_BYTES), UTF_8);
  }

  private static CloseableHttpClient client(TlsSocketStrategy tls) {
    return HttpClients.createMinimal(
        PoolingHttpClientConnectionManagerBuilder.create()
            .setConnectionFactory(SilentConnection::bound)
            .setTlsSocketStrategy(tls)
            .setDefaultConnectionConfig(
                ConnectionConfig.custom().setConnectTimeout(CONNECT_WITHIN).build())
            .build());
  }

  private static Thread deadlineThread(Runnable task) {
    Thread thread = new Thread(task, "kalends-event-deadline");
    thread.setDaemon(true);
    return thread;
  }

  @FunctionalInterface
  private interface Reading {
    Answer of(ClassicHttpResponse response) throws IOException;
  }
}
