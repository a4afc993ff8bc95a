package io.kalends.adapters.feishu;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kalends.account.DeviceLabel;
import io.kalends.failure.Failure;
import io.kalends.failure.TemporaryFailure;
import io.kalends.failure.UncertainOutcome;
import io.kalends.secret.Secret;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/**
 * One POST, sent once. No automatic re-send, redirect, cookie, authentication cache, proxy or
 * content decoding, and every call has a connection of its own: a pooled one that the server has
 * meanwhile closed would turn an idle moment into an uncertain outcome, and a credential nobody can
 * delete costs more than a handshake.
 */
final class OpenApiClient implements AutoCloseable {

  private static final int MAX_CONNECTIONS = 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final OpenApi openApi;
  private final URI url;
  private final ReplyReader reader;
  private final CloseableHttpClient http;
  private final ScheduledThreadPoolExecutor deadlines;

  OpenApiClient(OpenApi openApi, Clock clock) {
    this(openApi, clock, DefaultClientTlsStrategy.createDefault());
  }

  OpenApiClient(OpenApi openApi, Clock clock, TlsSocketStrategy tls) {
    this.openApi = openApi;
    this.url = openApi.generateCaldavConf();
    this.reader = new ReplyReader(clock);
    this.http = http(openApi, tls);
    this.deadlines = new ScheduledThreadPoolExecutor(1, OpenApiClient::deadlineThread);
    deadlines.setRemoveOnCancelPolicy(true);
  }

  /**
   * Sends the call and reads its answer, whatever that is.
   *
   * @throws TemporaryFailure when nothing was written: no connection, no TLS, closed meanwhile
   * @throws UncertainOutcome when something was written and no answer's head came back
   */
  Reply generateCaldavConf(Secret token, DeviceLabel label) {
    HttpPost request = request(token, label);
    try (Call call = Call.within(openApi.deadline(), request::cancel, deadlines)) {
      try {
        return exchange(request, call, token);
      } catch (IOException | RuntimeException e) {
        throw sorted(e, call, label);
      }
    } catch (RejectedExecutionException e) {
      String text = FailureText.of(label, "not sent: this source is closed").toString();
      throw new TemporaryFailure(text, e, null, null);
    }
  }

  @Override
  public void close() {
    deadlines.shutdownNow();
    http.close(CloseMode.GRACEFUL);
  }

  private Reply exchange(HttpPost request, Call call, Secret token) throws IOException {
    try {
      return reader.read(http.executeOpen(null, request, call.context()), token);
    } finally {
      // Ends the connection where it stands. Closing the response would first read the rest of an
      // endless body.
      request.cancel();
    }
  }

  /**
   * Only what came before the first byte keeps its cause: a later one may quote the answer, and an
   * answer may quote the token.
   */
  private Failure sorted(Exception e, Call call, DeviceLabel label) {
    String what = call.isOver() ? "over the deadline of " + openApi.deadline() : kindOf(e);
    if (call.isWritten()) {
      FailureText text = FailureText.of(label, "sent, but no answer came: " + what);
      return new UncertainOutcome(text.uncertain().toString(), null, null);
    }
    FailureText text =
        FailureText.of(label, "not sent to " + url.getAuthority() + ": " + what)
            .fix("check the network, DNS, the certificate and the setting openApi");
    return new TemporaryFailure(text.toString(), e, null, null);
  }

  private static String kindOf(Exception e) {
    return e.getClass().getSimpleName();
  }

  private HttpPost request(Secret token, DeviceLabel label) {
    HttpPost request = new HttpPost(url);
    request.setHeader("Authorization", "Bearer " + token.reveal());
    request.setHeader("Content-Type", "application/json; charset=utf-8");
    request.setHeader("Accept", "application/json");
    request.setHeader("Accept-Encoding", "identity");
    request.setHeader("Connection", "close");
    try {
      byte[] body = JSON.writeValueAsBytes(Map.of("device_name", label.value()));
      request.setEntity(new ByteArrayEntity(body, null));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of two strings is always JSON", e);
    }
    return request;
  }

  private static CloseableHttpClient http(OpenApi openApi, TlsSocketStrategy tls) {
    Timeout connect = Timeout.of(openApi.connectTimeout());
    Timeout response = Timeout.of(openApi.responseTimeout());
    ConnectionConfig connection =
        ConnectionConfig.custom().setConnectTimeout(connect).setSocketTimeout(response).build();
    RequestConfig perRequest =
        RequestConfig.custom()
            .setConnectionRequestTimeout(connect)
            .setResponseTimeout(response)
            .setAuthenticationEnabled(false)
            .setProtocolUpgradeEnabled(false)
            .build();
    return HttpClients.custom()
        .setConnectionManager(
            PoolingHttpClientConnectionManagerBuilder.create()
                .setConnectionFactory(SilentConnection::bound)
                .setTlsSocketStrategy(tls)
                .setDefaultConnectionConfig(connection)
                .setMaxConnTotal(MAX_CONNECTIONS)
                .setMaxConnPerRoute(MAX_CONNECTIONS)
                .build())
        .setRequestExecutor(new Call.MarkingExecutor())
        .setConnectionReuseStrategy((request, reply, context) -> false)
        .setDefaultRequestConfig(perRequest)
        .setUserAgent("Kalends")
        .disableAutomaticRetries()
        .disableRedirectHandling()
        .disableCookieManagement()
        .disableAuthCaching()
        .disableContentCompression()
        .build();
  }

  private static Thread deadlineThread(Runnable task) {
    Thread thread = new Thread(task, "kalends-feishu-deadline");
    thread.setDaemon(true);
    return thread;
  }
}
