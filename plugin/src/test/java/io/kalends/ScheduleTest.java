package io.kalends;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScheduleTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);

  private final Schedule schedule =
      Schedule.at(MINUTE, MINUTE.multipliedBy(30))
          .every(HOUR, HOUR.multipliedBy(3))
          .every(HOUR.multipliedBy(4), HOUR.multipliedBy(12));

  @Test
  void looksAtItsTimesAndThenInStretchesAndThenNoMore() {
    List<Long> minutes = new ArrayList<>();
    Optional<Duration> look = schedule.after(Duration.ZERO);
    while (look.isPresent()) {
      minutes.add(look.get().toMinutes());
      look = schedule.after(look.get());
    }
    assertThat(minutes).containsExactly(1L, 30L, 90L, 150L, 420L, 660L);
  }

  @Test
  void alwaysNamesALaterTime() {
    for (long seconds = 0; seconds < 12 * 3_600; seconds += 7) {
      Duration age = Duration.ofSeconds(seconds);
      assertThat(schedule.after(age).filter(look -> look.compareTo(age) <= 0)).isEmpty();
    }
  }

  @Test
  void goesOnForGoodWhereItIsTold() {
    Schedule daily = Schedule.at().every(Duration.ofDays(1));
    assertThat(daily.after(Duration.ofDays(3_650))).contains(Duration.ofDays(3_651));
  }
}
