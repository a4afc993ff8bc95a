package io.kalends.issuer.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Counts wrong answers by user name and by client address, on this node only. The times of the
 * answers are remembered, so that no window, wherever it begins, holds more than its limit. Memory
 * is bounded: so many names and addresses, and of those beyond, the one not heard of for longest is
 * forgotten.
 */
final class GuessThrottle {

  static final int MAX_KEYS = 10_000;

  private final GuessLimits limits;
  private final Clock clock;
  private final Map<String, Window> users = new Bounded();
  private final Map<String, Window> addresses = new Bounded();
  private Instant last = Instant.MIN;

  GuessThrottle(GuessLimits limits, Clock clock) {
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * What to answer to a wrong pair.
   *
   * @param retryAfter how long to wait, when it is one too many
   * @param firstRefusal whether that is news worth a line in the log
   */
  record Verdict(Optional<Duration> retryAfter, boolean firstRefusal) {}

  /**
   * Counts a wrong pair; one that is refused for its number is not counted.
   *
   * @param userName as sent
   * @param address where from
   * @return whether it is one too many, for either
   */
  synchronized Verdict wrong(String userName, String address) {
    // A clock set back must not open the windows again.
    last = clock.instant().isBefore(last) ? last : clock.instant();
    Window user = users.computeIfAbsent(userName, key -> new Window(limits.perUser()));
    Window from = addresses.computeIfAbsent(address, key -> new Window(limits.perAddress()));
    Instant opens = later(user.opens(last), from.opens(last));
    if (last.isBefore(opens)) {
      boolean newForUser = user.refuses();
      boolean newForAddress = from.refuses();
      return new Verdict(Optional.of(Duration.between(last, opens)), newForUser || newForAddress);
    }
    user.add(last);
    from.add(last);
    return new Verdict(Optional.empty(), false);
  }

  synchronized int keys() {
    return users.size() + addresses.size();
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  /** The wrong answers of one window's length, oldest first. */
  private final class Window {

    private final int limit;
    private final Deque<Instant> answers = new ArrayDeque<>(4);
    private boolean refusing;

    Window(int limit) {
      this.limit = limit;
    }

    /** From when on there is room. */
    Instant opens(Instant now) {
      while (!answers.isEmpty() && !now.isBefore(answers.getFirst().plus(limits.window()))) {
        answers.removeFirst();
      }
      return answers.size() < limit ? Instant.MIN : answers.getFirst().plus(limits.window());
    }

    /** Whether this is news: it has been full before, or is not full. */
    boolean refuses() {
      boolean full = answers.size() >= limit;
      boolean news = full && !refusing;
      refusing = full;
      return news;
    }

    void add(Instant now) {
      refusing = false;
      answers.addLast(now);
    }
  }

  private static final class Bounded extends LinkedHashMap<String, Window> {

    private static final long serialVersionUID = 1L;

    Bounded() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Window> eldest) {
      return size() > MAX_KEYS;
    }
  }
}
