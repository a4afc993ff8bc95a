package io.kalends;

import io.kalends.ledger.Claim.Lane;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of one lane of one road: a slow system holds up nobody else's steps. A few claims
 * more than threads are taken at once, so that the lane does not run dry while the next are
 * claimed.
 */
final class Crew {

  /** Claims that wait for each that runs. */
  private static final int WAITING = 2;

  private final Road road;
  private final Lane lane;
  private final int capacity;
  private final int low;
  private final ThreadPoolExecutor threads;
  private final AtomicInteger taken = new AtomicInteger();

  Crew(Road road, Lane lane, ThreadFactory factory) {
    this.road = road;
    this.lane = lane;
    int size = road.settings().atOnce(lane);
    // A slot of a pace is for a call at once: such a claim must not wait for a thread.
    boolean prompt = lane == Lane.MINT && !road.settings().pace().spacing().isZero();
    this.capacity = prompt ? size : size * (1 + WAITING);
    this.low = prompt ? size - 1 : size + size / 2;
    this.threads =
        new ThreadPoolExecutor(
            size, size, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
    threads.allowCoreThreadTimeOut(true);
  }

  Road road() {
    return road;
  }

  Lane lane() {
    return lane;
  }

  /** How many to claim; none while there are enough, since a claim is a transaction. */
  int room() {
    int now = taken.get();
    return now > low ? 0 : capacity - now;
  }

  /** Takes a step as soon as a thread is free. */
  void take(Runnable step) {
    taken.incrementAndGet();
    threads.execute(
        () -> {
          try {
            step.run();
          } finally {
            taken.decrementAndGet();
          }
        });
  }

  /** Takes nothing more. */
  void stop() {
    threads.shutdown();
  }

  /** Whether all have ended within that time; those that have not are cut off. */
  boolean ended(Duration within) throws InterruptedException {
    boolean ended = threads.awaitTermination(within.toNanos(), TimeUnit.NANOSECONDS);
    if (!ended) {
      threads.shutdownNow();
    }
    return ended;
  }
}
