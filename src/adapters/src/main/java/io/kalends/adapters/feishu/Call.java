package io.kalends.adapters.feishu;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * What must be known of a call that failed: whether a byte of it can have left, and whether it was
 * we who ended it. Told by marks and not by the class of the exception: the deadline ends a TLS
 * handshake and a silent answer with the same exception, and they mean opposite things.
 */
final class Call implements AutoCloseable {

  private static final String KEY = "io.kalends.call";

  private final AtomicBoolean written = new AtomicBoolean();
  private final AtomicBoolean over = new AtomicBoolean();
  private final Future<?> alarm;

  private Call(Duration deadline, Runnable end, ScheduledExecutorService alarms) {
    Runnable atDeadline =
        () -> {
          over.set(true);
          end.run();
        };
    this.alarm = alarms.schedule(atDeadline, deadline.toMillis(), TimeUnit.MILLISECONDS);
  }

  static Call within(Duration deadline, Runnable end, ScheduledExecutorService alarms) {
    return new Call(deadline, end, alarms);
  }

  HttpClientContext context() {
    HttpClientContext context = HttpClientContext.create();
    context.setAttribute(KEY, this);
    return context;
  }

  boolean isWritten() {
    return written.get();
  }

  boolean isOver() {
    return over.get();
  }

  @Override
  public void close() {
    alarm.cancel(false);
  }

  private void startWriting() throws IOException {
    if (over.get()) {
      throw new InterruptedIOException("over the deadline before anything was written");
    }
    written.set(true);
  }

  /** Sets the mark at the one place every request passes right before its first byte. */
  static final class MarkingExecutor extends HttpRequestExecutor {

    @Override
    public ClassicHttpResponse execute(
        ClassicHttpRequest request,
        HttpClientConnection connection,
        HttpResponseInformationCallback callback,
        HttpContext context)
        throws IOException, HttpException {
      ((Call) context.getAttribute(KEY)).startWriting();
      return super.execute(request, connection, callback, context);
    }
  }
}
