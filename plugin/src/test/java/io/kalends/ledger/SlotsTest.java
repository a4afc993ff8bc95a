package io.kalends.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlotsTest {

  private static final Ledger.Pace REAL = new Ledger.Pace("calendar", 50, 1_000);
  private static final long SECOND = 1_000_000;
  private static final long START = 1_700_000_000L * SECOND;

  @Test
  void aSlotIsOneCallAndTheNextLiesOneSpacingLater() {
    Slots slots = Slots.of(REAL);
    assertThat(slots.spacingMicros()).isEqualTo(61_500);
    assertThat(slots.free(START, START - 1, 5)).isZero();
    assertThat(slots.free(START, START, 5)).isEqualTo(1);
    assertThat(slots.next(START, START, 1)).isEqualTo(START + 61_500);
    assertThat(slots.free(START, START + 61_500, 5)).isEqualTo(2);
    assertThat(slots.free(START, START + 61_500, 1)).isEqualTo(1);
    assertThat(slots.next(START, START, 0)).isEqualTo(START);
  }

  @Test
  void afterALongSleepOnlyTheLastMomentIsCaughtUp() {
    Slots slots = Slots.of(REAL);
    assertThat(slots.catchUpMicros()).isBetween(SECOND / 3, SECOND / 2);
    long now = START + 3_600 * SECOND;
    assertThat(slots.free(START, now, 1_000))
        .isEqualTo((int) (slots.catchUpMicros() / slots.spacingMicros()) + 1);
  }

  @Test
  void withoutALimitEverythingIsFree() {
    Slots slots = Slots.of(new Ledger.Pace("calendar", 0, 0));
    assertThat(slots.unlimited()).isTrue();
    assertThat(slots.free(Long.MAX_VALUE, START, 700)).isEqualTo(700);
  }

  /** Both windows, whenever nodes wake, however late a claimed call leaves within its second. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void noWindowEverHoldsMoreCallsThanTheServiceAllows(long seed) {
    Random random = new Random(seed);
    long[] calls = replay(random, 10_000, REAL);
    assertThat(mostIn(calls, SECOND)).isLessThanOrEqualTo(50);
    assertThat(mostIn(calls, 60 * SECOND)).isLessThanOrEqualTo(1_000);
  }

  /** The worst there is: idle, then everything late to the last moment, then nothing late. */
  @Test
  void noWindowHoldsMoreEvenWhenLatenessGathersAtItsEdge() {
    Slots slots = Slots.of(REAL);
    long late = Slots.LATE.toNanos() / 1_000;
    long first = START + slots.catchUpMicros();
    long[] calls = new long[3_000];
    long next = START;
    int made = 0;
    for (long now = first; made < calls.length; now += 1_000) {
      for (int free = slots.free(next, now, calls.length - made); free > 0; free--) {
        calls[made++] = Math.max(now, first + late);
        next = slots.next(next, now, 1);
      }
    }
    assertThat(mostIn(calls, SECOND)).isLessThanOrEqualTo(50);
    assertThat(mostIn(calls, 60 * SECOND)).isLessThanOrEqualTo(1_000).isGreaterThan(950);
  }

  @Test
  void nodesThatWakeALittleLateLoseNoSlot() {
    Random random = new Random(7);
    Slots slots = Slots.of(REAL);
    long next = START;
    long now = START;
    int made = 0;
    while (made < 2_000) {
      int taken = slots.free(next, now, 16);
      next = slots.next(next, now, taken);
      made += taken;
      now = Math.max(now, next) + random.nextInt(300_000);
    }
    assertThat((double) (now - START) / (2_000 * 60_000)).isBetween(1.0, 1.05);
  }

  /** A limit per second alone leaves no room for calls that are late; claims keep it. */
  @Test
  void aLimitPerSecondAloneIsKeptByTheClaims() {
    Ledger.Pace pace = new Ledger.Pace("calendar", 50, 0);
    Slots slots = Slots.of(pace);
    Random random = new Random(3);
    long next = START;
    long now = START;
    long[] claims = new long[5_000];
    for (int made = 0; made < claims.length; ) {
      for (int free = slots.free(next, now, claims.length - made); free > 0; free--) {
        claims[made++] = now;
        next = slots.next(next, now, 1);
      }
      now += 1 + random.nextInt(60_000);
    }
    assertThat(mostIn(claims, SECOND)).isLessThanOrEqualTo(50);
  }

  /** When calls leave that several nodes claimed, waking at random. */
  private static long[] replay(Random random, int wakeUps, Ledger.Pace pace) {
    Slots slots = Slots.of(pace);
    long[] calls = new long[0];
    long next = START;
    long now = START;
    for (int i = 0; i < wakeUps; i++) {
      boolean longSleep = random.nextInt(50) == 0;
      now += 1 + random.nextInt(longSleep ? 5_000_000 : random.nextBoolean() ? 30_000 : 200_000);
      int taken = slots.free(next, now, 1 + random.nextInt(20));
      next = slots.next(next, now, taken);
      int made = calls.length;
      calls = Arrays.copyOf(calls, made + taken);
      for (int k = 0; k < taken; k++) {
        boolean onTime = random.nextInt(3) > 0;
        calls[made + k] = now + (onTime ? 0 : random.nextInt((int) SECOND));
      }
    }
    return calls;
  }

  private static int mostIn(long[] calls, long window) {
    long[] sorted = calls.clone();
    Arrays.sort(sorted);
    int most = 0;
    int first = 0;
    for (int last = 0; last < sorted.length; last++) {
      while (sorted[last] - sorted[first] >= window) {
        first++;
      }
      most = Math.max(most, last - first + 1);
    }
    return most;
  }
}
