package io.kalends.adapters.generic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kalends.wire.RetryTime;
import io.kalends.wire.SilentConnection;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.classic.methods.HttpHead;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Calls the receiver, each request signed and sent once. Connections are kept: a call that was lost
 * in one is made again under the same id, and the receiver knows that id.
 */
final class CallbackClient implements AutoCloseable {

  private static final int MAX_CONNECTIONS = 32;
  private static final int MAX_BODY_BYTES = 64 * 1024;
  private static final TimeValue KEPT = TimeValue.ofMinutes(1);
  private static final TimeValue TRUSTED = TimeValue.ofSeconds(1);
  private static final byte[] NOTHING = {};
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI url;
  private final Signatures signatures;
  private final CallTimes times;
  private final Clock clock;
  private final CloseableHttpClient http;
  private final ScheduledThreadPoolExecutor deadlines;

  CallbackClient(URI url, Signatures signatures, CallTimes times, Clock clock) {
    this.url = url;
    this.signatures = signatures;
    this.times = times;
    this.clock = clock;
    this.http = http(times);
    this.deadlines = new ScheduledThreadPoolExecutor(1, CallbackClient::deadlineThread);
    deadlines.setRemoveOnCancelPolicy(true);
  }

  /**
   * Sends a body.
   *
   * @throws IOException when no answer came; its text may quote anything, so that only its class
   *     may be shown
   */
  CallbackAnswer post(byte[] body) throws IOException {
    HttpPost request = new HttpPost(url);
    request.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
    return send(request, body);
  }

  /**
   * Asks whether anybody is there, to no effect.
   *
   * @throws IOException as above
   */
  CallbackAnswer head() throws IOException {
    return send(new HttpHead(url), NOTHING);
  }

  @Override
  public void close() {
    deadlines.shutdownNow();
    http.close(CloseMode.GRACEFUL);
  }

  private CallbackAnswer send(HttpUriRequestBase request, byte[] body) throws IOException {
    request.setHeader(Signatures.HEADER, signatures.of(body));
    request.setHeader("Accept", "application/json");
    AtomicBoolean over = new AtomicBoolean();
    Future<?> alarm = alarm(request, over);
    try {
      return read(request, http.executeOpen(null, request, HttpClientContext.create()));
    } catch (IllegalStateException e) {
      throw new IOException("closed meanwhile", e);
    } catch (IOException e) {
      throw over.get() ? new InterruptedIOException("over the deadline") : e;
    } finally {
      alarm.cancel(false);
    }
  }

  private Future<?> alarm(HttpUriRequestBase request, AtomicBoolean over) throws IOException {
    Runnable end =
        () -> {
          over.set(true);
          request.cancel();
        };
    try {
      return deadlines.schedule(end, times.deadline().toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      throw new IOException("closed", e);
    }
  }

  private CallbackAnswer read(HttpUriRequestBase request, ClassicHttpResponse response)
      throws IOException {
    boolean whole = false;
    try {
      @Nullable HttpEntity entity = response.getEntity();
      byte[] body = entity == null ? NOTHING : entity.getContent().readNBytes(MAX_BODY_BYTES + 1);
      whole = body.length <= MAX_BODY_BYTES;
      return new CallbackAnswer(response.getCode(), isGone(body), retryAt(response));
    } finally {
      if (whole) {
        // The connection is kept.
        response.close();
      } else {
        // Closing the answer would first read an endless one to its end.
        request.cancel();
      }
    }
  }

  private @Nullable Instant retryAt(ClassicHttpResponse response) {
    @Nullable Header header = response.getFirstHeader("Retry-After");
    String wait = header == null || header.getValue() == null ? "" : header.getValue();
    return RetryTime.latest(clock.instant(), wait).orElse(null);
  }

  private static boolean isGone(byte[] body) {
    try {
      JsonNode json = JSON.readTree(body);
      return json.path("gone").isBoolean() && json.path("gone").booleanValue();
    } catch (IOException e) {
      // No JSON, so it does not say that.
      return false;
    }
  }

  private static CloseableHttpClient http(CallTimes times) {
    Timeout connect = Timeout.of(times.connect());
    Timeout response = Timeout.of(times.response());
    return HttpClients.custom()
        .setConnectionManager(
            PoolingHttpClientConnectionManagerBuilder.create()
                .setConnectionFactory(SilentConnection::bound)
                .setDefaultConnectionConfig(
                    ConnectionConfig.custom()
                        .setConnectTimeout(connect)
                        .setSocketTimeout(response)
                        .setTimeToLive(KEPT)
                        .setValidateAfterInactivity(TRUSTED)
                        .build())
                .setMaxConnTotal(MAX_CONNECTIONS)
                .setMaxConnPerRoute(MAX_CONNECTIONS)
                .build())
        .setDefaultRequestConfig(
            RequestConfig.custom()
                .setConnectionRequestTimeout(connect)
                .setResponseTimeout(response)
                .setAuthenticationEnabled(false)
                .setProtocolUpgradeEnabled(false)
                .build())
        .setUserAgent("Kalends")
        .disableAutomaticRetries()
        .disableRedirectHandling()
        .disableCookieManagement()
        .disableAuthCaching()
        .disableContentCompression()
        .build();
  }

  private static Thread deadlineThread(Runnable task) {
    Thread thread = new Thread(task, "kalends-callback-deadline");
    thread.setDaemon(true);
    return thread;
  }
}
