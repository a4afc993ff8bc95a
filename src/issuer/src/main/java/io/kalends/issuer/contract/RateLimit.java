package io.kalends.issuer.contract;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts calls per app and tenant. The times of the calls that passed are remembered, so that no
 * second and no minute, wherever it begins, holds more than its limit. Refused calls do not count.
 */
final class RateLimit {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Limits limits;
  private final Clock clock;
  private final Map<List<String>, Passed> passed = new ConcurrentHashMap<>();

  RateLimit(Limits limits, Clock clock) {
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * Lets a call pass.
   *
   * @throws Refusal with both headers: the ceiling of the window that is full, and the whole
   *     seconds after which the same call passes
   */
  void pass(String app, String tenant) {
    passed.computeIfAbsent(List.of(app, tenant), key -> new Passed()).pass(clock.instant());
  }

  private final class Passed {

    /** A ring of the newest: as many as the larger window can hold. */
    private final List<Instant> ring = new ArrayList<>();

    private int oldest;
    private Instant last = Instant.MIN;

    synchronized void pass(Instant read) {
      // A clock set back must not open the windows again.
      Instant now = read.isBefore(last) ? last : read;
      Instant second = opens(limits.perSecond(), SECOND);
      Instant minute = opens(limits.perMinute(), MINUTE);
      if (now.isBefore(minute) && !minute.isBefore(second)) {
        throw refusal(limits.perMinute(), now, minute);
      }
      if (now.isBefore(second)) {
        throw refusal(limits.perSecond(), now, second);
      }
      last = now;
      if (ring.size() < Math.max(limits.perSecond(), limits.perMinute())) {
        ring.add(now);
      } else {
        ring.set(oldest, now);
        oldest = (oldest + 1) % ring.size();
      }
    }

    /** When the call that fills a window leaves it. */
    private Instant opens(int limit, Duration window) {
      if (ring.size() < limit) {
        return Instant.MIN;
      }
      return ring.get((oldest + ring.size() - limit) % ring.size()).plus(window);
    }

    private Refusal refusal(int limit, Instant now, Instant opens) {
      long seconds = Duration.between(now, opens).plusSeconds(1).minusNanos(1).toSeconds();
      return new Refusal(
          ContractError.RATE_LIMITED,
          Set.of(),
          Map.of(
              "x-ogw-ratelimit-limit",
              Integer.toString(limit),
              "x-ogw-ratelimit-reset",
              Long.toString(seconds)));
    }
  }
}
