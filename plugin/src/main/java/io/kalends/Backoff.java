package io.kalends;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait after so many failures in a row: doubling, and at random, so that what failed
 * together does not come back together.
 */
final class Backoff {

  private static final Duration FIRST = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration FIRST_LOOK = Duration.ofMinutes(1);
  private static final int MOST_DOUBLINGS = 20;

  private final RandomGenerator random;

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  /** Before the same call is made again: anything up to the step, which doubles from 5 s to 1 h. */
  Duration retry(int failures) {
    long step = doubled(FIRST, failures, LONGEST);
    return Duration.ofMillis(Math.max(SHORTEST.toMillis(), random.nextLong(step + 1)));
  }

  /**
   * Before it is looked again whether a person has acted: the better half of the step, which
   * doubles from a minute.
   */
  Duration look(int failures, Duration longest) {
    long step = doubled(FIRST_LOOK, failures, longest);
    return Duration.ofMillis(step - random.nextLong(step / 2));
  }

  private static long doubled(Duration first, int failures, Duration longest) {
    long doubled = first.toMillis() << Math.min(Math.max(failures, 0), MOST_DOUBLINGS);
    return Math.min(doubled, longest.toMillis());
  }
}
