package io.kalends.issuer.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kalends.issuer.SettableClock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GuessThrottleTest {

  private static final Duration WINDOW = Duration.ofMinutes(10);

  private final SettableClock clock = new SettableClock();
  private final GuessThrottle throttle = new GuessThrottle(new GuessLimits(3, 5, WINDOW), clock);

  @Test
  void oneUserNameIsFullAfterItsLimitWhereverTheGuessesComeFrom() {
    for (int i = 0; i < 3; i++) {
      assertThat(wrong("u_a", "192.0.2." + i)).isEmpty();
    }
    assertThat(wrong("u_a", "192.0.2.9")).contains(WINDOW);
    assertThat(wrong("u_b", "192.0.2.9")).isEmpty();
  }

  @Test
  void oneAddressIsFullAfterItsLimitWhateverTheUserName() {
    for (int i = 0; i < 5; i++) {
      assertThat(wrong("u_" + i, "192.0.2.1")).isEmpty();
    }
    assertThat(wrong("u_9", "192.0.2.1")).contains(WINDOW);
    assertThat(wrong("u_9", "192.0.2.2")).isEmpty();
  }

  @Test
  void theWindowSlidesAndTheWaitNamedIsTheWaitThatHelps() {
    wrong("u_a", "192.0.2.1");
    clock.advance(Duration.ofMinutes(4));
    wrong("u_a", "192.0.2.1");
    wrong("u_a", "192.0.2.1");
    clock.advance(Duration.ofMinutes(1));
    assertThat(wrong("u_a", "192.0.2.1")).contains(Duration.ofMinutes(5));
    clock.advance(Duration.ofMinutes(5).minusMillis(1));
    assertThat(wrong("u_a", "192.0.2.1")).contains(Duration.ofMillis(1));
    clock.advance(Duration.ofMillis(1));
    assertThat(wrong("u_a", "192.0.2.1")).isEmpty();
    assertThat(wrong("u_a", "192.0.2.1")).contains(Duration.ofMinutes(4));
  }

  @Test
  void aClockSetBackOpensNothing() {
    for (int i = 0; i < 3; i++) {
      wrong("u_a", "192.0.2.1");
    }
    clock.advance(Duration.ofDays(-1));
    assertThat(wrong("u_a", "192.0.2.1")).contains(WINDOW);
  }

  @Test
  void theFirstRefusalOfABurstIsNewsAndNoOther() {
    for (int i = 0; i < 3; i++) {
      assertThat(throttle.wrong("u_a", "192.0.2.1").firstRefusal()).isFalse();
    }
    assertThat(throttle.wrong("u_a", "192.0.2.1").firstRefusal()).isTrue();
    assertThat(throttle.wrong("u_a", "192.0.2.1").firstRefusal()).isFalse();
    clock.advance(WINDOW);
    for (int i = 0; i < 3; i++) {
      throttle.wrong("u_a", "192.0.2.1");
    }
    assertThat(throttle.wrong("u_a", "192.0.2.1").firstRefusal()).isTrue();
  }

  @Test
  void inventedNamesDoNotFillTheMemoryAndPushOutTheOldestOnly() {
    for (int i = 0; i < 3; i++) {
      wrong("u_recent", "192.0.2.1");
    }
    for (int i = 0; i < 3 * GuessThrottle.MAX_KEYS; i++) {
      wrong("u_invented" + i, "10." + i % 200 + "." + i / 200 + ".1");
      if (i % 1000 == 0) {
        assertThat(wrong("u_recent", "192.0.2.1")).isPresent();
      }
    }
    assertThat(throttle.keys()).isEqualTo(2 * GuessThrottle.MAX_KEYS);
  }

  @Test
  void aLimitOutOfRangeIsNamed() {
    assertThatThrownBy(() -> new GuessLimits(0, 1, WINDOW)).hasMessageContaining("per user");
    assertThatThrownBy(() -> new GuessLimits(1, 1001, WINDOW)).hasMessageContaining("per address");
    assertThatThrownBy(() -> new GuessLimits(1, 1, Duration.ZERO)).hasMessageContaining("window");
  }

  private Optional<Duration> wrong(String userName, String address) {
    return throttle.wrong(userName, address).retryAfter();
  }
}
