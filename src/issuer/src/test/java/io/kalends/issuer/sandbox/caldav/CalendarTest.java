package io.kalends.issuer.sandbox.caldav;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kalends.issuer.SettableClock;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What is kept is memory, and has an end. */
class CalendarTest {

  private static final int MAX_EVENTS = 10_000;

  private final SettableClock clock = new SettableClock();

  @Test
  void allCalendarsTogetherHaveOneLimitAndDeletingGivesBack() {
    AtomicLong free = new AtomicLong(event("a").bytes() + 1L);
    Calendar calendar = new Calendar(free);
    calendar.put(event("a"), Preconditions.NONE);
    assertThatThrownBy(() -> new Calendar(free).put(event("b"), Preconditions.NONE))
        .isInstanceOfSatisfying(DavError.class, e -> assertThat(e.status()).isEqualTo(507));
    assertThat(calendar.put(event("a"), Preconditions.NONE)).as("the same again").isFalse();
    calendar.delete("a.ics", Preconditions.NONE);
    assertThat(new Calendar(free).put(event("b"), Preconditions.NONE)).isTrue();
  }

  @Test
  void aCalendarTakesTenThousandEventsAndForgetsOldDeletions() {
    Calendar calendar = new Calendar(new AtomicLong(Long.MAX_VALUE));
    for (int i = 0; i < MAX_EVENTS; i++) {
      calendar.put(event("e" + i), Preconditions.NONE);
    }
    assertThatThrownBy(() -> calendar.put(event("more"), Preconditions.NONE))
        .isInstanceOfSatisfying(DavError.class, e -> assertThat(e.status()).isEqualTo(507));
    long full = calendar.state();
    for (int i = 0; i < MAX_EVENTS; i++) {
      calendar.delete("e" + i + ".ics", Preconditions.NONE);
    }
    assertThat(calendar.changes(OptionalLong.of(full)))
        .hasValueSatisfying(changes -> assertThat(changes.deleted()).hasSize(MAX_EVENTS));
    calendar.put(event("last"), Preconditions.NONE);
    calendar.delete("last.ics", Preconditions.NONE);
    assertThat(calendar.changes(OptionalLong.of(full))).as("too long ago").isEmpty();
    assertThat(calendar.changes(OptionalLong.of(full + 1))).isPresent();
  }

  private StoredEvent event(String uid) {
    return StoredEvent.of(uid + ".ics", Samples.event(uid), clock.instant());
  }
}
