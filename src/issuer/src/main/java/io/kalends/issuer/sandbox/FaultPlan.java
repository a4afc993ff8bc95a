package io.kalends.issuer.sandbox;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** How an issuer is to misbehave. Does not change; each method gives a changed copy. */
public final class FaultPlan {

  /** Not at all: for production. */
  public static final FaultPlan OFF = new FaultPlan(false, 0, 0);

  private final boolean on;
  private final double rate;
  private final long seed;
  private boolean byHeader;
  private Duration delay = Duration.ofSeconds(20);
  private Duration drip = Duration.ofMillis(50);
  private Duration skew = Duration.ofMinutes(10);
  private Set<Fault> chosen = Set.copyOf(Fault.all());

  private FaultPlan(boolean on, double rate, long seed) {
    this.on = on;
    this.rate = rate;
    this.seed = seed;
  }

  /**
   * Only when a test asks for it.
   *
   * @return for {@link Faults#next}
   */
  public static FaultPlan onDemand() {
    return new FaultPlan(true, 0, 0);
  }

  /**
   * Now and then. Whether the nth call is hit depends on nothing but seed and n; by what, also on
   * what was called.
   *
   * @param rate part of the calls, 0 to 1
   * @param seed any
   * @return also for {@link Faults#next}
   */
  public static FaultPlan atRate(double rate, long seed) {
    if (!(rate >= 0 && rate <= 1)) {
      throw new IllegalArgumentException("faults.rate: must be between 0 and 1");
    }
    return new FaultPlan(true, rate, seed);
  }

  /**
   * The same, for whoever names a fault in the header {@code X-Kalends-Fault}, too.
   *
   * @return a new plan
   */
  public FaultPlan byHeader() {
    return with(copy -> copy.byHeader = true);
  }

  /**
   * The same, hitting at random with some faults only.
   *
   * @param faults at least one
   * @return a new plan
   */
  public FaultPlan only(Fault... faults) {
    if (faults.length == 0) {
      throw new IllegalArgumentException("faults.only: name at least one");
    }
    return with(copy -> copy.chosen = Set.of(faults));
  }

  /**
   * The same with another delay.
   *
   * @param wait how late the answer of {@link Fault#ORPHAN} comes; longer than clients wait, and
   *     less than 30 seconds, when the connection is given up
   * @return a new plan
   */
  public FaultPlan delaying(Duration wait) {
    return with(copy -> copy.delay = wait);
  }

  /**
   * The same with another drip.
   *
   * @param pause between two bytes of {@link Fault#SLOW_DRIP}
   * @return a new plan
   */
  public FaultPlan dripping(Duration pause) {
    return with(copy -> copy.drip = pause);
  }

  /**
   * The same with a clock off by something else.
   *
   * @param offset added to Date and lifetimes by {@link Fault#CLOCK_SKEW}; may be negative
   * @return a new plan
   */
  public FaultPlan skewing(Duration offset) {
    return with(copy -> copy.skew = offset);
  }

  /**
   * Whether there is a sandbox at all.
   *
   * @return false for {@link #OFF} only
   */
  public boolean isOn() {
    return on;
  }

  double rate() {
    return rate;
  }

  long seed() {
    return seed;
  }

  boolean takesHeader() {
    return byHeader;
  }

  Duration delay() {
    return delay;
  }

  Duration drip() {
    return drip;
  }

  Duration skew() {
    return skew;
  }

  /** Those that may be drawn, in the order that stays. */
  List<Fault> drawn() {
    return Fault.all().stream().filter(chosen::contains).toList();
  }

  @Override
  public String toString() {
    return on ? "faults at rate " + rate + ", seed " + seed : "no faults";
  }

  private FaultPlan with(Consumer<FaultPlan> change) {
    FaultPlan copy = new FaultPlan(on, rate, seed);
    copy.byHeader = byHeader;
    copy.delay = delay;
    copy.drip = drip;
    copy.skew = skew;
    copy.chosen = chosen;
    change.accept(copy);
    return copy;
  }
}
