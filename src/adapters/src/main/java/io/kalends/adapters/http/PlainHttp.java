package io.kalends.adapters.http;

import io.kalends.wire.SilentConnection;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * A client that does what it is told and nothing else: no automatic re-send, redirect, cookie,
 * authentication, authentication cache, proxy, protocol upgrade or content decoding, and no wire
 * log that could be switched on.
 */
public final class PlainHttp {

  /** A kept connection older than this is looked at before it is used: servers close idle ones. */
  private static final TimeValue FRESH = TimeValue.ofMilliseconds(250);

  private PlainHttp() {}

  /**
   * Begins such a client.
   *
   * @param timeouts for connections and for silence; the deadline is for the caller to keep
   * @param connections the most at a time; whoever comes later waits for the connect time-out
   * @param tls how connections are secured
   * @return to be built, or adapted first
   */
  public static HttpClientBuilder builder(
      Timeouts timeouts, int connections, TlsSocketStrategy tls) {
    Timeout connect = Timeout.of(timeouts.connect());
    Timeout response = Timeout.of(timeouts.response());
    ConnectionConfig connection =
        ConnectionConfig.custom()
            .setConnectTimeout(connect)
            .setSocketTimeout(response)
            .setValidateAfterInactivity(FRESH)
            .build();
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
                .setMaxConnTotal(connections)
                .setMaxConnPerRoute(connections)
                .build())
        .setDefaultRequestConfig(perRequest)
        .setUserAgent("Kalends")
        .disableAutomaticRetries()
        .disableRedirectHandling()
        .disableCookieManagement()
        .disableAuthCaching()
        .disableContentCompression();
  }
}
