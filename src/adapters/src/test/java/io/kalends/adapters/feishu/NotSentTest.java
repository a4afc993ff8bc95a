package io.kalends.adapters.feishu;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.kalends.failure.TemporaryFailure;
import io.kalends.failure.UncertainOutcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.client5.http.ssl.TrustAllStrategy;
import org.apache.hc.core5.ssl.SSLContextBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What goes wrong before the first byte: temporary, because nothing can have been made. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class NotSentTest {

  private static final Duration SHORT = Duration.ofMillis(400);
  private static final Duration LONG = Duration.ofSeconds(30);

  private static void assertNotSent(OpenApi at, String said) {
    assertThat(Minting.failure(at, new ScriptedTokens(), TemporaryFailure.class))
        .hasMessageContaining("not sent")
        .hasMessageContaining(said)
        .extracting(TemporaryFailure::retryAt)
        .isEqualTo(Optional.empty());
  }

  @Test
  void aNameThatDoesNotResolve() {
    assertNotSent(Minting.at(URI.create("https://nowhere.invalid")), "UnknownHostException");
  }

  @Test
  void aPortNobodyListensOn() throws IOException {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    assertNotSent(Minting.at(URI.create("http://127.0.0.1:" + port)), "HttpHostConnectException");
  }

  @Test
  void aConnectionThatIsNotTakenInTime() throws IOException {
    List<SocketChannel> waiting = new ArrayList<>();
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      for (int i = 0; i < 8; i++) {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.connect(new InetSocketAddress(full.getInetAddress(), full.getLocalPort()));
        waiting.add(channel);
      }
      URI url = URI.create("http://127.0.0.1:" + full.getLocalPort());
      assertNotSent(new OpenApi(url, SHORT, LONG, LONG), "ConnectTimeoutException");
    } finally {
      for (SocketChannel channel : waiting) {
        channel.close();
      }
    }
  }

  @Test
  void aTlsHandshakeThatHangs() throws IOException {
    // The deadline ends a handshake and a silent answer alike, and they mean opposite things.
    try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      URI url = URI.create("https://localhost:" + mute.getLocalPort());
      assertNotSent(new OpenApi(url, SHORT, LONG, LONG), "ConnectTimeoutException");
      assertNotSent(new OpenApi(url, LONG, LONG, SHORT), "over the deadline of PT0.4S");
    }
  }

  @Test
  void aServerThatSpeaksNoTls() {
    WireMockServer plain = new WireMockServer(options().dynamicPort());
    plain.start();
    try {
      URI url = URI.create("https://localhost:" + plain.port());
      assertNotSent(Minting.at(url), "SSLException");
      assertThat(plain.getAllServeEvents()).isEmpty();
    } finally {
      plain.stop();
    }
  }

  @Test
  void aCertificateNobodyVouchesFor() {
    WireMockServer server = tlsServer();
    try {
      assertNotSent(Minting.at(URI.create(server.baseUrl())), "SSLHandshakeException");
      assertThat(server.getAllServeEvents()).isEmpty();
    } finally {
      server.stop();
    }
  }

  @Test
  void overTlsTheSameIsMinted() throws Exception {
    WireMockServer server = tlsServer();
    var tls =
        new DefaultClientTlsStrategy(
            SSLContextBuilder.create().loadTrustMaterial(TrustAllStrategy.INSTANCE).build(),
            HostnameVerificationPolicy.CLIENT,
            NoopHostnameVerifier.INSTANCE);
    OpenApi at = Minting.at(URI.create(server.baseUrl()));
    OpenApiClient client = new OpenApiClient(at.timeouts(), Minting.CLOCK, tls);
    try (FeishuCredentialSource source =
        new FeishuCredentialSource(client, at, new ScriptedTokens(), Minting.CLOCK)) {
      assertThat(source.mint(Minting.ALICE, Minting.LABEL).userName()).isEqualTo("u_abcdefgh");
    } finally {
      server.stop();
    }
  }

  @Test
  void noFreeConnectionInTime() throws Exception {
    CountDownLatch busy = new CountDownLatch(20);
    AtomicReference<RawServer> self = new AtomicReference<>();
    RawServer server =
        new RawServer(
            (socket, out) -> {
              busy.countDown();
              self.get().pause(60_000);
            });
    self.set(server);
    OpenApi at = new OpenApi(server.url(), SHORT, LONG, LONG);
    List<Thread> others = new ArrayList<>();
    try (FeishuCredentialSource source =
        new FeishuCredentialSource(at, new ScriptedTokens(), Minting.CLOCK)) {
      for (int i = 0; i < 20; i++) {
        Thread other = new Thread(() -> assertUncertain(source));
        other.start();
        others.add(other);
      }
      assertThat(busy.await(30, TimeUnit.SECONDS)).isTrue();
      assertThatThrownBy(() -> source.mint(Minting.ALICE, Minting.LABEL))
          .isInstanceOf(TemporaryFailure.class)
          .hasMessageContaining("ConnectionRequestTimeoutException");
      assertThat(server.connections()).isEqualTo(20);
      server.close();
      for (Thread other : others) {
        other.join();
      }
    }
  }

  @Test
  void aClosedSourceSendsNothing() {
    try (RawServer server = RawServer.answeringJson("HTTP/1.1 200 OK", "", Minting.SUCCESS)) {
      FeishuCredentialSource source =
          new FeishuCredentialSource(Minting.at(server.url()), new ScriptedTokens(), Minting.CLOCK);
      source.close();
      source.close();
      assertThatThrownBy(() -> source.mint(Minting.ALICE, Minting.LABEL))
          .isInstanceOf(TemporaryFailure.class)
          .hasMessageContaining("closed");
      assertThat(server.connections()).isZero();
    }
  }

  private static void assertUncertain(FeishuCredentialSource source) {
    assertThatThrownBy(() -> source.mint(Minting.ALICE, Minting.LABEL))
        .isInstanceOf(UncertainOutcome.class);
  }

  private static WireMockServer tlsServer() {
    WireMockServer server = new WireMockServer(options().httpDisabled(true).dynamicHttpsPort());
    server.start();
    server.stubFor(post(anyUrl()).willReturn(okJson(Minting.SUCCESS)));
    return server;
  }
}
