package io.kalends;

import java.time.Duration;

/** Wakes one who sleeps, or who is about to. */
final class Bell {

  private boolean rung;

  synchronized void ring() {
    rung = true;
    notifyAll();
  }

  synchronized boolean rung() {
    return rung;
  }

  /** Sleeps until it rings, or so long. */
  synchronized void await(Duration wait) {
    try {
      long end = System.nanoTime() + wait.toNanos();
      while (!rung && System.nanoTime() < end) {
        wait(Math.max(1, (end - System.nanoTime()) / 1_000_000));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    rung = false;
  }
}
