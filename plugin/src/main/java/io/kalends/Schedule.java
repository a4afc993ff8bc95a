package io.kalends;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * When something is looked at again, told by how long ago it began: there is no counter that a
 * crash could lose or a repeat could spoil. Immutable.
 */
final class Schedule {

  private static final Duration FOREVER = Duration.ofDays(365_000);

  /** Every so often, until so long after the beginning. */
  private record Stretch(Duration step, Duration until) {}

  private final List<Duration> first;
  private final List<Stretch> then;

  private Schedule(List<Duration> first, List<Stretch> then) {
    this.first = List.copyOf(first);
    this.then = List.copyOf(then);
  }

  /** At these times after the beginning, in order. */
  static Schedule at(Duration... first) {
    return new Schedule(List.of(first), List.of());
  }

  /** And then every so often, until so long after the beginning. */
  Schedule every(Duration step, Duration until) {
    List<Stretch> more = new ArrayList<>(then);
    more.add(new Stretch(step, until));
    return new Schedule(first, more);
  }

  /** And then every so often, for good. */
  Schedule every(Duration step) {
    return every(step, FOREVER);
  }

  /**
   * The next look.
   *
   * @param age how long ago it began
   * @return counted from the beginning too, later than {@code age}; empty when there is none
   */
  Optional<Duration> after(Duration age) {
    for (Duration look : first) {
      if (look.compareTo(age) > 0) {
        return Optional.of(look);
      }
    }
    Duration begin = first.isEmpty() ? Duration.ZERO : first.get(first.size() - 1);
    for (Stretch stretch : then) {
      long looks = Math.max(0, age.minus(begin).toMillis() / stretch.step.toMillis());
      Duration look = begin.plus(stretch.step.multipliedBy(looks + 1));
      if (look.compareTo(stretch.until) <= 0) {
        return Optional.of(look);
      }
      begin = stretch.until;
    }
    return Optional.empty();
  }
}
