package io.kalends.adapters.feishu;

import io.kalends.adapters.http.PlainHttp;
import io.kalends.adapters.http.Timeouts;
import io.kalends.failure.Failure;
import io.kalends.failure.TemporaryFailure;
import io.kalends.secret.Secret;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.io.CloseMode;

/**
 * One call, sent once. No automatic re-send, redirect, cookie, authentication cache, proxy or
 * content decoding. Usually every call has a connection of its own: a pooled one that the server
 * has meanwhile closed would turn an idle moment into an uncertain outcome, and a credential nobody
 * can delete costs more than a handshake. Where one can be revoked, connections are kept.
 */
final class OpenApiClient implements AutoCloseable {

  /**
   * How connections are dealt with.
   *
   * @param most at a time
   * @param reused kept for the next call
   */
  record Connections(int most, boolean reused) {

    /** A new one for every call. */
    static final Connections FRESH = new Connections(20, false);
  }

  private final Timeouts timeouts;
  private final Connections connections;
  private final ReplyReader reader;
  private final CloseableHttpClient http;
  private final ScheduledThreadPoolExecutor deadlines;

  OpenApiClient(Timeouts timeouts, Clock clock) {
    this(timeouts, Connections.FRESH, clock, DefaultClientTlsStrategy.createDefault());
  }

  OpenApiClient(Timeouts timeouts, Connections connections, Clock clock) {
    this(timeouts, connections, clock, DefaultClientTlsStrategy.createDefault());
  }

  OpenApiClient(Timeouts timeouts, Clock clock, TlsSocketStrategy tls) {
    this(timeouts, Connections.FRESH, clock, tls);
  }

  private OpenApiClient(
      Timeouts timeouts, Connections connections, Clock clock, TlsSocketStrategy tls) {
    this.timeouts = timeouts;
    this.connections = connections;
    this.reader = new ReplyReader(clock);
    this.http = http(timeouts, connections, tls);
    this.deadlines = new ScheduledThreadPoolExecutor(1, OpenApiClient::deadlineThread);
    deadlines.setRemoveOnCancelPolicy(true);
  }

  /**
   * Sends the call and reads its answer, whatever that is.
   *
   * @param secrets all that the request carries, so that no answer brings one back in its log id
   * @throws TemporaryFailure when nothing was written: no connection, no TLS, closed meanwhile
   * @throws Failure the attempt's doubt, when something was written and no answer's head came back
   */
  Reply send(HttpUriRequestBase request, Attempt attempt, List<Secret> secrets) {
    if (!connections.reused()) {
      request.setHeader("Connection", "close");
    }
    try (Call call = Call.within(timeouts.deadline(), request::cancel, deadlines)) {
      try {
        return exchange(request, call, secrets);
      } catch (IOException | RuntimeException e) {
        throw sorted(e, call, request, attempt);
      }
    } catch (RejectedExecutionException e) {
      throw new TemporaryFailure(attempt.says("not sent: it is closed"), e, null, null);
    }
  }

  @Override
  public void close() {
    deadlines.shutdownNow();
    http.close(CloseMode.GRACEFUL);
  }

  private Reply exchange(HttpUriRequestBase request, Call call, List<Secret> secrets)
      throws IOException {
    try {
      return reader.read(http.executeOpen(null, request, call.context()), secrets);
    } finally {
      // Ends the connection where it stands, unless the whole answer was read and it went back to
      // the pool. Closing the response would first read the rest of an endless body.
      request.cancel();
    }
  }

  /**
   * Only what came before the first byte keeps its cause: a later one may quote the answer, and an
   * answer may quote the token.
   */
  private Failure sorted(Exception e, Call call, HttpUriRequestBase request, Attempt attempt) {
    String what = call.isOver() ? "over the deadline of " + timeouts.deadline() : kindOf(e);
    if (call.isWritten()) {
      return attempt.inDoubt("sent, but no answer came: " + what, null);
    }
    String text = attempt.says("not sent to " + request.getAuthority() + ": " + what);
    return new TemporaryFailure(
        text + "; check the network, DNS, the certificate and the URLs in the settings",
        e,
        null,
        null);
  }

  private static String kindOf(Exception e) {
    return e.getClass().getSimpleName();
  }

  private static CloseableHttpClient http(
      Timeouts timeouts, Connections connections, TlsSocketStrategy tls) {
    HttpClientBuilder plain =
        PlainHttp.builder(timeouts, connections.most(), tls)
            .setRequestExecutor(new Call.MarkingExecutor());
    return connections.reused()
        ? plain.build()
        : plain.setConnectionReuseStrategy((request, reply, context) -> false).build();
  }

  private static Thread deadlineThread(Runnable task) {
    Thread thread = new Thread(task, "kalends-feishu-deadline");
    thread.setDaemon(true);
    return thread;
  }
}
