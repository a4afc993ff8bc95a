package io.kalends;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Wakes one who sleeps, or who is about to. Safe for use by several threads. */
final class Bell {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean rung;

  void ring() {
    lock.lock();
    try {
      rung = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Sleeps until it rings, or so long. It has not rung after that. */
  void await(Duration longest) throws InterruptedException {
    lock.lock();
    try {
      long nanos = longest.toNanos();
      while (!rung && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
      rung = false;
    } finally {
      lock.unlock();
    }
  }

  /** Sleeps so long, whether it rings or not; what rang is heard at the next {@link #await}. */
  static void pass(Duration time) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(Math.max(0, time.toNanos()));
  }
}
