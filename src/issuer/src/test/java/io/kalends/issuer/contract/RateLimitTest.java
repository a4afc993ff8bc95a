package io.kalends.issuer.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kalends.issuer.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RateLimitTest {

  private final SettableClock clock = new SettableClock();
  private final RateLimit limit = new RateLimit(ContractError.RATE_LIMITED, Limits.CONTRACT, clock);

  @Test
  void aSecondThatBeginsBetweenTwoFullSecondsHoldsNoMoreThanItsLimit() {
    clock.advance(Duration.ofMillis(900));
    pass(50);
    clock.advance(Duration.ofMillis(200));
    // A counter per full second would open here.
    Refusal refusal = refused();
    assertThat(refusal.headers())
        .containsEntry("x-ogw-ratelimit-limit", "50")
        .containsEntry("x-ogw-ratelimit-reset", "1");
    clock.advance(Duration.ofMillis(799));
    refused();
    clock.advance(Duration.ofMillis(1));
    pass(50);
    refused();
  }

  @Test
  void aMinuteHoldsNoMoreThanItsLimitAndTheResetTellsWhenItOpens() {
    for (int i = 0; i < 20; i++) {
      pass(50);
      clock.advance(Duration.ofSeconds(1));
    }
    Refusal refusal = refused();
    assertThat(refusal.headers())
        .containsEntry("x-ogw-ratelimit-limit", "1000")
        .containsEntry("x-ogw-ratelimit-reset", "40");
    clock.advance(Duration.ofMillis(500));
    assertThat(refused().headers()).containsEntry("x-ogw-ratelimit-reset", "40");
    clock.advance(Duration.ofMillis(39_500));
    pass(50);
    assertThat(refused().headers()).containsEntry("x-ogw-ratelimit-reset", "1");
  }

  @Test
  void refusedCallsDoNotProlongTheWait() {
    pass(50);
    for (int i = 0; i < 100; i++) {
      refused();
    }
    clock.advance(Duration.ofSeconds(1));
    pass(50);
  }

  @Test
  void appsAndTenantsAreCountedApart() {
    pass(50);
    limit.pass("app", "other tenant");
    limit.pass("other app", "tenant");
    refused();
  }

  @Test
  void aClockSetBackDoesNotOpenTheWindow() {
    pass(50);
    clock.advance(Duration.ofHours(-1));
    assertThat(refused().headers()).containsEntry("x-ogw-ratelimit-reset", "1");
  }

  @Test
  void atNoMomentDoesAnyWindowHoldMoreAndWaitingTheResetAlwaysHelps() {
    Random random = new Random(20261122);
    Limits limits = new Limits(5, 23);
    RateLimit small = new RateLimit(ContractError.RATE_LIMITED, limits, clock);
    List<Instant> passed = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      clock.advance(Duration.ofMillis(random.nextInt(120)));
      Optional<Refusal> refusal = tryToPass(small);
      if (refusal.isPresent() && random.nextInt(20) == 0) {
        clock.advance(
            Duration.ofSeconds(
                Long.parseLong(refusal.get().headers().get("x-ogw-ratelimit-reset"))));
        assertThat(tryToPass(small)).isEmpty();
        passed.add(clock.instant());
      } else if (refusal.isEmpty()) {
        passed.add(clock.instant());
      }
    }
    assertThat(passed).hasSizeGreaterThan(300);
    assertThatNoWindowHoldsMore(passed, limits.perSecond(), Duration.ofSeconds(1));
    assertThatNoWindowHoldsMore(passed, limits.perMinute(), Duration.ofMinutes(1));
  }

  @Test
  void whoHasNotCalledForAMinuteIsForgottenAndNobodyElseIs() {
    pass(50);
    for (int i = 0; i < 500_000; i++) {
      clock.advance(Duration.ofMillis(100));
      limit.pass("app", "tenant " + i);
      // Six hundred call within a minute.
      assertThat(limit.size()).isLessThan(2_100);
    }
    limit.pass("app", "tenant 499990");
  }

  @Test
  void whoIsForgottenHadNothingLeftToWaitFor() {
    for (int i = 0; i < 1_000; i++) {
      limit.pass("early", "tenant " + i);
    }
    clock.advance(Duration.ofSeconds(59));
    pass(50);
    clock.advance(Duration.ofSeconds(1));
    for (int i = 0; i < 100; i++) {
      limit.pass("late", "tenant " + i);
    }
    assertThat(limit.size()).isEqualTo(101);
    pass(50);
    refused();
  }

  @Test
  void withoutALimitNothingIsCountedOrKept() {
    RateLimit none = new RateLimit(ContractError.METHOD_LIMITED, Limits.NONE, clock);
    for (int i = 0; i < 10_000; i++) {
      none.pass("app " + i);
    }
    assertThat(none.size()).isZero();
  }

  @Test
  void theLimiterBehindTheGatewayTellsNoFigures() {
    RateLimit behind = new RateLimit(ContractError.APP_LIMITED, new Limits(1, 1), clock);
    behind.pass("app");
    Refusal refusal = catchThrowableOfType(Refusal.class, () -> behind.pass("app"));
    assertThat(refusal.error()).isEqualTo(ContractError.APP_LIMITED);
    assertThat(refusal.headers()).isEmpty();
  }

  private static void assertThatNoWindowHoldsMore(
      List<Instant> passed, int limit, Duration window) {
    for (int i = limit; i < passed.size(); i++) {
      assertThat(Duration.between(passed.get(i - limit), passed.get(i)))
          .isGreaterThanOrEqualTo(window);
    }
  }

  private static Optional<Refusal> tryToPass(RateLimit limit) {
    try {
      limit.pass("app", "tenant");
      return Optional.empty();
    } catch (Refusal e) {
      return Optional.of(e);
    }
  }

  private void pass(int times) {
    for (int i = 0; i < times; i++) {
      limit.pass("app", "tenant");
    }
  }

  private Refusal refused() {
    Refusal refusal = catchThrowableOfType(Refusal.class, () -> limit.pass("app", "tenant"));
    assertThat(refusal).isNotNull();
    assertThat(refusal.error()).isEqualTo(ContractError.RATE_LIMITED);
    return refusal;
  }
}
