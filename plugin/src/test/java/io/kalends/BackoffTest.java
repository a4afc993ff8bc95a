package io.kalends;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

  private final Backoff backoff = new Backoff(new Random(4711));

  @Test
  void spreadsTheFirstRetriesOverFiveSecondsAndTheLastOverAnHour() {
    assertThat(longestOf(0)).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(5));
    assertThat(longestOf(3)).isBetween(Duration.ofSeconds(36), Duration.ofSeconds(40));
    assertThat(longestOf(500)).isBetween(Duration.ofMinutes(55), Duration.ofHours(1));
  }

  @Test
  void neverRetriesInTheSameInstant() {
    assertThat(IntStream.range(0, 10_000).mapToObj(i -> backoff.retry(0)))
        .allMatch(wait -> wait.toMillis() >= 100);
  }

  @Test
  void looksAfterPeopleFromEveryMinuteOnToEveryDay() {
    Duration day = Duration.ofDays(1);
    assertThat(backoff.look(0, day)).isBetween(Duration.ofSeconds(30), Duration.ofMinutes(1));
    assertThat(backoff.look(1, day)).isBetween(Duration.ofMinutes(1), Duration.ofMinutes(2));
    assertThat(backoff.look(60, day)).isBetween(Duration.ofHours(12), day);
  }

  private Duration longestOf(int failures) {
    return IntStream.range(0, 1_000)
        .mapToObj(i -> backoff.retry(failures))
        .max(Duration::compareTo)
        .orElseThrow();
  }
}
