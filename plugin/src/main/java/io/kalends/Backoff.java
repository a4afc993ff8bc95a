package io.kalends;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait after so many failures in a row: doubling, and at random within, so that what
 * failed together does not come back together.
 */
final class Backoff {

  private static final int MAX_DOUBLINGS = 30;

  private final RandomGenerator random;

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  /**
   * Between half of the step and all of it, where the step doubles from the first to the longest.
   */
  Duration after(int failures, Duration first, Duration longest) {
    long doubled = first.toMillis() << Math.min(Math.max(failures, 0), MAX_DOUBLINGS - 10);
    long step = Math.min(doubled, longest.toMillis());
    return Duration.ofMillis(step / 2 + random.nextLong(step / 2 + 1));
  }
}
