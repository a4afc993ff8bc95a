package io.kalends.ledger;

import java.time.Duration;

/**
 * The arithmetic of a pace: slots lie one after the other, never nearer than the pace's spacing,
 * and each is worth one call. Whoever comes late may take slots that passed unused a moment ago, so
 * that waking up late costs little; longer ago they are lost, or the windows would not be kept.
 *
 * <p>Why both windows are kept: a call happens at most {@code catchUp + LATE} after its slot, so
 * the calls of any window belong to slots that span no more than the window and that much. {@link
 * #catchUpMicros} is what the spacing, wider than the limit, leaves for it.
 *
 * @param spacingMicros between two slots; 0 for no limit
 * @param catchUpMicros how long a slot that was not taken stays free
 */
record Slots(long spacingMicros, long catchUpMicros) {

  /** A call reaches the service so much after its claim, at most, for the windows to be kept. */
  static final Duration LATE = Duration.ofSeconds(1);

  static Slots of(Ledger.Pace pace) {
    long spacing = pace.spacing().toNanos() / 1_000;
    long slack =
        Math.min(
            slack(pace.perSecond(), spacing, 1_000_000),
            slack(pace.perMinute(), spacing, 60_000_000));
    long late = LATE.toNanos() / 1_000;
    // A limit per second alone leaves too little to be late at all; what there is, is shared.
    return new Slots(spacing, Math.min(late, slack > late ? slack - late : slack / 2));
  }

  /** How much longer than the window a span may be that holds no more slots than the window may. */
  private static long slack(int limit, long spacing, long windowMicros) {
    return limit == 0 ? Long.MAX_VALUE : Math.max(0, (long) limit * spacing - windowMicros - 1_000);
  }

  boolean unlimited() {
    return spacingMicros == 0;
  }

  /**
   * How many slots are free.
   *
   * @param next the first one nobody took
   * @param now in the same microseconds
   */
  int free(long next, long now, int wanted) {
    if (unlimited()) {
      return wanted;
    }
    long first = first(next, now);
    return first > now ? 0 : (int) Math.min(wanted, (now - first) / spacingMicros + 1);
  }

  /** The first slot nobody took once so many are taken. */
  long next(long next, long now, int taken) {
    return taken == 0 ? next : first(next, now) + taken * spacingMicros;
  }

  private long first(long next, long now) {
    return Math.max(next, now - catchUpMicros);
  }
}
