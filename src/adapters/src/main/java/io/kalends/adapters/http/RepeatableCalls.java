package io.kalends.adapters.http;

import io.kalends.failure.TemporaryFailure;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/**
 * Calls that do no harm when they are made again: reading, and what is the same done twice. So
 * whatever goes wrong on the way is temporary. Connections are kept for the next call. Safe for use
 * by several threads.
 */
public final class RepeatableCalls implements AutoCloseable {

  /** The most that is read of an answer. */
  public static final int MAX_BODY_BYTES = 256 * 1024;

  private final Timeouts timeouts;
  private final CloseableHttpClient http;
  private final ScheduledThreadPoolExecutor deadlines;

  /**
   * Calls out only when told.
   *
   * @param timeouts for each call
   * @param connections the most at a time
   */
  public RepeatableCalls(Timeouts timeouts, int connections) {
    this.timeouts = timeouts;
    this.http =
        PlainHttp.builder(timeouts, connections, DefaultClientTlsStrategy.createDefault()).build();
    this.deadlines = new ScheduledThreadPoolExecutor(1, RepeatableCalls::deadlineThread);
    deadlines.setRemoveOnCancelPolicy(true);
  }

  /**
   * Sends a request, once.
   *
   * @param operation what it is for, in words that may be logged
   * @param request with all its headers
   * @return whatever was answered
   * @throws TemporaryFailure when nothing was, naming host and port and nothing that was sent
   */
  public Answer send(String operation, HttpUriRequestBase request) {
    Future<?> alarm;
    try {
      alarm =
          deadlines.schedule(
              request::cancel, timeouts.deadline().toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      throw new TemporaryFailure(operation + ": not sent: it is closed", e, null, null);
    }
    try {
      return read(http.executeOpen(null, request, null));
    } catch (IOException | RuntimeException e) {
      // Without the cause: its text may quote the answer, and an answer may quote what was sent.
      throw new TemporaryFailure(
          operation
              + ": no answer from "
              + request.getAuthority()
              + ": "
              + e.getClass().getSimpleName()
              + "; check the network, DNS, the certificate and the URLs in the settings");
    } finally {
      alarm.cancel(false);
      // Ends the connection where it stands, unless the answer was read to its end and the
      // connection went back to the pool.
      request.cancel();
    }
  }

  @Override
  public void close() {
    deadlines.shutdownNow();
    http.close(CloseMode.GRACEFUL);
  }

  private static Answer read(ClassicHttpResponse response) {
    Map<String, String> headers = new TreeMap<>();
    for (Header header : response.getHeaders()) {
      @Nullable String value = header.getValue();
      headers.merge(
          header.getName().toLowerCase(Locale.ROOT),
          value == null ? "" : value,
          (one, other) -> one + ", " + other);
    }
    if (response.getEntity() == null) {
      return new Answer(response.getCode(), headers, new byte[0], true);
    }
    try {
      InputStream content = response.getEntity().getContent();
      byte[] body = content.readNBytes(MAX_BODY_BYTES + 1);
      return new Answer(response.getCode(), headers, body, body.length <= MAX_BODY_BYTES);
    } catch (IOException e) {
      // The head came: what it says stands, and what the body would have said is missing.
      return new Answer(response.getCode(), headers, new byte[0], false);
    }
  }

  private static Thread deadlineThread(Runnable task) {
    Thread thread = new Thread(task, "kalends-http-deadline");
    thread.setDaemon(true);
    return thread;
  }
}
