package io.kalends.issuer.contract;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts calls per key, for example app and tenant. The times of the calls that passed are
 * remembered, so that no second and no minute, wherever it begins, holds more than its limit.
 * Refused calls do not count. What has not called for a minute is forgotten, so that memory holds
 * only what calls.
 */
final class RateLimit {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static final int FEW = 1024;

  private final ContractError error;
  private final Limits limits;
  private final Clock clock;
  private final Map<List<String>, Passed> passed = new ConcurrentHashMap<>();
  private volatile int many = FEW;

  /**
   * A counter.
   *
   * @param error what is answered beyond the limits
   */
  RateLimit(ContractError error, Limits limits, Clock clock) {
    this.error = error;
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * Lets a call pass.
   *
   * @throws Refusal when a window is full; from the gateway with both headers: the ceiling of that
   *     window, and the whole seconds after which the same call passes
   */
  void pass(String... key) {
    if (limits.isNone()) {
      return;
    }
    Instant now = clock.instant();
    // In one step with the look-up, or a call could be counted where nobody looks any more.
    passed.compute(
        List.of(key),
        (same, known) -> {
          Passed calls = known == null ? new Passed() : known;
          calls.pass(now);
          return calls;
        });
    if (passed.size() > many) {
      forget(now);
    }
  }

  /** How many keys are remembered. */
  int size() {
    return passed.size();
  }

  private synchronized void forget(Instant now) {
    for (List<String> key : passed.keySet()) {
      passed.computeIfPresent(key, (same, calls) -> calls.isOver(now) ? null : calls);
    }
    many = Math.max(FEW, 2 * passed.size());
  }

  private final class Passed {

    /** A ring of the newest: as many as the larger window can hold. */
    private final List<Instant> ring = new ArrayList<>();

    private int oldest;
    private Instant last = Instant.MIN;

    boolean isOver(Instant now) {
      return !now.isBefore(last.plus(MINUTE));
    }

    void pass(Instant read) {
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
      if (error != ContractError.RATE_LIMITED) {
        return new Refusal(error);
      }
      return new Refusal(error)
          .with(
              Map.of(
                  "x-ogw-ratelimit-limit",
                  Integer.toString(limit),
                  "x-ogw-ratelimit-reset",
                  Long.toString(seconds)));
    }
  }
}
