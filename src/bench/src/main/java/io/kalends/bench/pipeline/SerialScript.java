package io.kalends.bench.pipeline;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.kalends.testkit.program.Program;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;

/** What {@code src/bench/serial} does, counted where it delivers. It keeps nothing. */
final class SerialScript {

  /** Where the scripts are. */
  static final String SCRIPTS = "kalends.bench.scripts";

  private final AtomicInteger pushed = new AtomicInteger();
  private final AtomicLong first = new AtomicLong();
  private final AtomicLong last = new AtomicLong();

  private SerialScript() {}

  /** Devices a second, from the first delivery to the last. */
  static double perSecond(Site site, int devices) throws IOException {
    return new SerialScript().run(site, devices);
  }

  private double run(Site site, int devices) throws IOException {
    HttpServer sink =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    sink.createContext("/", this::take);
    sink.start();
    try {
      Program.run(
              site.folder(),
              List.of(
                  Path.of(System.getProperty(SCRIPTS), "serial").toString(),
                  site.issuerUrl().toString(),
                  site.folder().toString(),
                  "http://127.0.0.1:" + sink.getAddress().getPort() + "/push",
                  Integer.toString(devices)))
          .succeeded();
    } finally {
      sink.stop(0);
    }
    if (pushed.get() != devices) {
      throw new IllegalStateException("the script delivered " + pushed + " of " + devices);
    }
    return (devices - 1) * 1e9 / (last.get() - first.get());
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      exchange.sendResponseHeaders(isSigned(body) ? 200 : 400, -1);
      long now = System.nanoTime();
      first.compareAndSet(0, now);
      last.set(now);
      pushed.incrementAndGet();
    }
  }

  private static boolean isSigned(byte[] body) {
    try {
      return new CMSSignedData(body).getSignedContent() != null;
    } catch (CMSException e) {
      return false;
    }
  }
}
