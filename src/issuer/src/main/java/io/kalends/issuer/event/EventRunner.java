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
  private static final Duration BETWEEN_PRUNINGS = Duration.ofHours(1);

  private final EventSender sender;
  private final Clock clock;
  private final CountDownLatch closing = new CountDownLatch(1);
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
    Thread thread = new Thread(runner::run, "kalends-events");
    thread.setDaemon(true);
    thread.start();
    return runner;
  }

  /** Waits for the event on its way (a few seconds at most), then stops. */
  @Override
  public void close() {
    closing.countDown();
    sender.close();
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
