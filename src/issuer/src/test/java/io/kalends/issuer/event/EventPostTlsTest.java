package io.kalends.issuer.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.kalends.issuer.event.EventPost.Answer;
import io.kalends.issuer.event.EventPost.Silence;
import io.kalends.issuer.event.EventPost.Status;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A webhook with a certificate of its own making, for the name {@code localhost} alone. */
class EventPostTlsTest {

  private static final Duration PATIENT = Duration.ofSeconds(20);

  @TempDir Path folder;

  private final AtomicInteger arrived = new AtomicInteger();
  private SSLContext trusting;
  private HttpsServer server;

  @BeforeEach
  void start() throws Exception {
    trusting = context();
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(trusting));
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            arrived.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void nothingIsSentToWhoeverCannotProveTheName() {
    try (EventPost strangers = new EventPost();
        EventPost friends = new EventPost(new DefaultClientTlsStrategy(trusting))) {
      assertThat(post(strangers, "localhost")).isInstanceOf(Silence.class);
      assertThat(post(friends, "127.0.0.1")).isInstanceOf(Silence.class);
      assertThat(arrived).hasValue(0);
      assertThat(post(friends, "localhost")).isEqualTo(new Status(200));
      assertThat(arrived).hasValue(1);
    }
  }

  private Answer post(EventPost post, String host) {
    URI url = URI.create("https://" + host + ":" + server.getAddress().getPort() + "/");
    return post.status(new HttpPost(url), PATIENT);
  }

  private SSLContext context() throws Exception {
    Path file = folder.resolve("keys.p12");
    char[] password = "not-a-real-password".toCharArray();
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-Duser.language=en",
                "-genkeypair",
                "-alias",
                "webhook",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost",
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(password),
                "-keystore",
                file.toString())
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, password);
    }
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, password);
    TrustManagerFactory trusted =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(keys);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
    return context;
  }
}
