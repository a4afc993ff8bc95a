package io.kalends.testkit.mdm;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Which troubles hit when: those ordered hit the next time they can, others by chance. The same
 * seed hits the same calls. Safe for use by several threads.
 */
public final class Troubles {

  private final long seed;
  private final double rate;
  private final Set<Trouble> byChance;
  private final Random random;
  private final List<Trouble> ordered = new ArrayList<>();
  private final List<Trouble> hit = new ArrayList<>();

  private Troubles(long seed, double rate, Set<Trouble> byChance) {
    this.seed = seed;
    this.rate = rate;
    this.byChance = byChance;
    this.random = new Random(seed);
  }

  /**
   * None but those ordered.
   *
   * @return a good day
   */
  public static Troubles onDemand() {
    return new Troubles(0, 0, Set.of());
  }

  /**
   * Each of some troubles at a rate.
   *
   * @param seed repeats a day
   * @param rate part of the occasions on which each hits, 0 to 1
   * @param first one of them
   * @param more of them
   * @return a bad day
   */
  public static Troubles seeded(long seed, double rate, Trouble first, Trouble... more) {
    return new Troubles(seed, rate, EnumSet.of(first, more));
  }

  /**
   * Orders troubles, each for the next time it can hit.
   *
   * @param troubles ordered twice, it hits twice
   */
  public synchronized void next(Trouble... troubles) {
    ordered.addAll(List.of(troubles));
  }

  /**
   * What hit until now.
   *
   * @return in this order
   */
  public synchronized List<Trouble> hit() {
    return List.copyOf(hit);
  }

  synchronized boolean hits(Trouble trouble) {
    boolean now =
        ordered.remove(trouble) || (byChance.contains(trouble) && random.nextDouble() < rate);
    if (now) {
      hit.add(trouble);
    }
    return now;
  }

  @Override
  public String toString() {
    return byChance.isEmpty()
        ? "troubles on demand"
        : "each of " + byChance + " at " + rate + ", seed " + seed;
  }
}
