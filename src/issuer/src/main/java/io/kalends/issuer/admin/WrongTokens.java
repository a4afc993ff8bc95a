package io.kalends.issuer.admin;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts wrong admin tokens by address. After ten within a minute an address is not listened to
 * until the minute is over, whatever it sends. Safe for use by several threads.
 */
final class WrongTokens {

  private static final int ALLOWED = 10;
  private static final Duration WINDOW = Duration.ofMinutes(1);

  /** Beyond so many addresses at a time, the rest share one count. */
  private static final int MAX_ADDRESSES = 10_000;

  private static final String REST = "";

  private final Clock clock;
  private final Map<String, Count> counts = new LinkedHashMap<>();

  private record Count(Instant since, int wrong) {}

  WrongTokens(Clock clock) {
    this.clock = clock;
  }

  /** Seconds until an address is listened to again; 0 when it is now. */
  synchronized long waitSeconds(String address) {
    forgetOld();
    Count count = counts.get(key(address));
    if (count == null || count.wrong() < ALLOWED) {
      return 0;
    }
    return Duration.between(clock.instant(), count.since().plus(WINDOW)).toSeconds() + 1;
  }

  synchronized void add(String address) {
    forgetOld();
    Instant now = clock.instant();
    counts.merge(
        key(address),
        new Count(now, 1),
        (before, one) -> new Count(before.since(), before.wrong() + 1));
  }

  private String key(String address) {
    return counts.containsKey(address) || counts.size() < MAX_ADDRESSES ? address : REST;
  }

  /** Oldest first, as they were put in. */
  private void forgetOld() {
    Instant old = clock.instant().minus(WINDOW);
    counts.values().removeIf(count -> !count.since().isAfter(old));
  }
}
