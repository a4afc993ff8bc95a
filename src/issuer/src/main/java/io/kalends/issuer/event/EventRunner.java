package io.kalends.issuer.event;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread that sends what is due, every second, and forgets what is a week old. */
public final class EventRunner implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EventRunner.class);

  private static final Duration KEPT = Duration.ofDays(7);
  private static final Duration LAST_ROUND = Duration.ofSeconds(10);
  private static final Duration BETWEEN_PRUNINGS = Duration.ofHours(1);

  private final EventSender sender;
  private final Clock clock;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "kalends-events");
  private Instant nextPruning = Instant.MIN;

  private EventRunner(EventSender sender, Clock clock) {
    this.sender = sender;
    this.clock = clock;
  }

  /**
   * Starts the thread.
   *
   * @param sender closed with this runner
   * @param clock tells how old an event is
   * @return running until closed
   */
  public static EventRunner start(EventSender sender, Clock clock) {
    EventRunner runner = new EventRunner(sender, clock);
    runner.thread.setDaemon(true);
    runner.thread.start();
    return runner;
  }

  /** Waits for the event on its way (a few seconds at most), then stops. */
  @Override
  public void close() {
    closing.countDown();
    sender.close();
    try {
      thread.join(LAST_ROUND.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      do {
        round();
      } while (!closing.await(1, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void round() {
    try {
      sender.sendDue();
      Instant now = clock.instant();
      if (!now.isBefore(nextPruning)) {
        sender.prune(now.minus(KEPT));
        nextPruning = now.plus(BETWEEN_PRUNINGS);
      }
    } catch (RuntimeException e) {
      // Thrown on, it would end the thread for good; the next round may do better.
      LOG.error("sending events failed; tried again in a second", e);
    }
  }
}
