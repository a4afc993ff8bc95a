package io.kalends.edge;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Cuts off clients that take too long over a request. An idle time-out alone does not: a byte now
 * and then keeps a connection open for ever. Here the clock runs from a request's first byte to its
 * last, however they drip. Connections that wait between two requests are left alone.
 */
final class SlowClients extends AbstractLifeCycle implements Connection.Listener {

  private static final int LOOKS = 4;

  private final Map<Connection, Progress> open = new ConcurrentHashMap<>();
  private final Scheduler scheduler;
  private final long limitNanos;

  /** How far the request is that a connection carries. */
  private static final class Progress {

    /** What had arrived when nothing was expected. */
    private volatile long bytesAtRest;

    private volatile boolean answering;
    private volatile boolean begun;
    private volatile long begunNanos;
  }

  SlowClients(Scheduler scheduler, Duration limit) {
    this.scheduler = scheduler;
    this.limitNanos = limit.toNanos();
  }

  @Override
  protected void doStart() {
    lookLater();
  }

  @Override
  public void onOpened(Connection connection) {
    open.put(connection, new Progress());
  }

  @Override
  public void onClosed(Connection connection) {
    open.remove(connection);
  }

  /** The headers are here; the body may not be. */
  void sending(Request request) {
    Progress progress = progress(request);
    progress.begunNanos = request.getBeginNanoTime();
    progress.begun = true;
  }

  /** All of it is here: from now on the time is ours, until it is answered. */
  void sent(Request request) {
    Connection connection = request.getConnectionMetaData().getConnection();
    Progress progress = progress(request);
    progress.answering = true;
    progress.begun = false;
    Request.addCompletionListener(
        request,
        failure -> {
          progress.bytesAtRest = connection.getBytesIn();
          progress.answering = false;
        });
  }

  private Progress progress(Request request) {
    Progress progress = open.get(request.getConnectionMetaData().getConnection());
    return progress == null ? new Progress() : progress;
  }

  private void lookLater() {
    scheduler.schedule(this::look, limitNanos / LOOKS, TimeUnit.NANOSECONDS);
  }

  private void look() {
    if (!isRunning()) {
      return;
    }
    long now = System.nanoTime();
    open.forEach((connection, progress) -> look(connection, progress, now));
    lookLater();
  }

  private void look(Connection connection, Progress progress, long now) {
    if (progress.answering) {
      return;
    }
    if (!progress.begun) {
      if (connection.getBytesIn() > progress.bytesAtRest) {
        progress.begunNanos = now;
        progress.begun = true;
      }
    } else if (now - progress.begunNanos > limitNanos) {
      connection.getEndPoint().close(new TimeoutException("the request took too long to arrive"));
    }
  }
}
