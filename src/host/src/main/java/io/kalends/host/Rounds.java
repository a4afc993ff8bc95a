package io.kalends.host;

import io.kalends.Worker;
import io.kalends.reconcile.Forgetting;
import io.kalends.reconcile.Reconciler;
import io.kalends.store.DatabaseFailure;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What goes on beside webhooks and worker: the registry is kept true, what is old forgotten. */
final class Rounds implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
  private static final Duration IDLE = Duration.ofSeconds(5);
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Reconciler reconciler;
  private final Forgetting forgetting;
  private final Worker worker;
  private final CountDownLatch ending = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "kalends-rounds");

  Rounds(Reconciler reconciler, Forgetting forgetting, Worker worker) {
    this.reconciler = reconciler;
    this.forgetting = forgetting;
    this.worker = worker;
  }

  void start() {
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    ending.countDown();
    try {
      thread.join(LIMIT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    boolean reported = false;
    while (ending.getCount() > 0) {
      int steps = 0;
      try {
        steps = reconciler.step() + forgetting.step();
        reported = false;
      } catch (DatabaseFailure e) {
        if (!reported) {
          LOG.warn("reconcile: {}; tried again until it works", e.getMessage());
          reported = true;
        }
      } catch (RuntimeException e) {
        LOG.error("reconcile: a fault in kalends itself; tried again", e);
      }
      if (steps > 0) {
        worker.wake();
      } else {
        pause();
      }
    }
  }

  private void pause() {
    try {
      if (ending.await(IDLE.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      ending.countDown();
    }
  }
}
