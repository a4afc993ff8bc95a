package io.kalends;

import io.kalends.ledger.Claim.Lane;
import io.kalends.ledger.Ledger;
import io.kalends.ledger.Ledger.Instance;
import io.kalends.ledger.Ledger.Order;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Carries every enrollment of its roads to the end: applies facts, claims entries whose next step
 * is due, takes the step, saves what came of it. Either by itself in threads of its own ({@link
 * #start}), or step by step in the caller's ({@link #step}). Several workers share one ledger.
 *
 * <pre>
 * try (Worker worker = new Worker(ledger, List.of(road), clock, random)) {
 *   worker.start();
 *   ...
 *   ledger.accept(tenant, instance, facts);
 *   worker.wake();
 * }
 * </pre>
 */
public final class Worker implements AutoCloseable {

  /** How long a claim lasts unless another time is set: what a crash cut off waits so long. */
  public static final Duration LEASE = Duration.ofMinutes(4);

  private static final int FACTS_BY_HAND = 1_000;

  private final Ledger ledger;
  private final Node node;
  private final List<Road> roads;
  private final StepRunner runner;
  private final Dispatcher dispatcher;

  /**
   * A worker that does nothing yet, whose claims last {@link #LEASE}.
   *
   * @param ledger what there is to do; stays open after this
   * @param roads each configured provider with its source; stay open after this
   * @param clock the node's own, to turn "not before" into "how long"; what is due is told by the
   *     ledger's
   * @param random for waiting times and the node's name
   * @throws IllegalArgumentException when two roads have the same tenant and instance
   */
  public Worker(Ledger ledger, List<Kalends> roads, Clock clock, RandomGenerator random) {
    this(ledger, roads, clock, random, LEASE);
  }

  /**
   * A worker that does nothing yet.
   *
   * @param ledger what there is to do; stays open after this
   * @param roads each configured provider with its source; stay open after this
   * @param clock the node's own, to turn "not before" into "how long"; what is due is told by the
   *     ledger's
   * @param random for waiting times and the node's name
   * @param lease how long a claim lasts; half of it must outlast all the time-outs of one step
   *     together
   * @throws IllegalArgumentException when two roads have the same tenant and instance
   */
  public Worker(
      Ledger ledger, List<Kalends> roads, Clock clock, RandomGenerator random, Duration lease) {
    this(ledger, roads, clock, random, lease, Bell::pass);
  }

  Worker(
      Ledger ledger,
      List<Kalends> roads,
      Clock clock,
      RandomGenerator random,
      Duration lease,
      StepRunner.Waiting waiting) {
    this.ledger = ledger;
    this.roads = roads.stream().map(Kalends::road).toList();
    requireDistinct(this.roads);
    String name = hostName() + "-" + Long.toHexString(random.nextLong());
    this.node = new Node(ledger, name, clock, lease);
    this.runner = new StepRunner(ledger, this.roads, new Backoff(random), lease, waiting);
    this.dispatcher = new Dispatcher(ledger, this.roads, node, runner);
  }

  /**
   * Who works here, as receipts name it.
   *
   * @return unique among the nodes that run
   */
  public String node() {
    return node.name();
  }

  /**
   * Begins to work in threads of its own; once.
   *
   * @throws IllegalThreadStateException when it has begun before
   */
  public void start() {
    dispatcher.start();
  }

  /** Something may have become due: looks at once. Cheap; to be called after every accept. */
  public void wake() {
    dispatcher.wake();
  }

  /**
   * Applies the facts that are due, then claims at most one entry of each road and lane and takes
   * their steps, one after the other, in the caller's thread. For tests, and for hosts that bring
   * their own threads; not beside {@link #start}.
   *
   * @return how many facts and steps there were; 0 when nothing was due
   * @throws io.kalends.store.DatabaseFailure when the ledger refuses
   */
  public int step() {
    int facts = ledger.apply(FACTS_BY_HAND);
    List<Order> one = new ArrayList<>();
    for (Road road : roads) {
      for (Lane lane : Lane.values()) {
        one.add(node.order(road, lane, 1));
      }
    }
    List<Turn> turns = node.claim(one);
    turns.forEach(runner::run);
    return facts + turns.size();
  }

  /**
   * Steps until nothing is due at this moment.
   *
   * @param max so many facts and steps at most
   * @return how many there were
   * @throws io.kalends.store.DatabaseFailure when the ledger refuses
   */
  public int runUntilQuiet(int max) {
    int all = 0;
    int some = step();
    while (some > 0) {
      all += some;
      some = all < max ? step() : 0;
    }
    return all;
  }

  /**
   * Claims nothing more, gives back what has not begun, and waits for the steps that run, for 20 s
   * at most. One that is cut off is found again by its lease.
   */
  @Override
  public void close() {
    try {
      dispatcher.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void requireDistinct(List<Road> roads) {
    Set<Instance> seen = new HashSet<>();
    for (Road road : roads) {
      if (!seen.add(road.of())) {
        throw new IllegalArgumentException(
            "two roads are named " + road.of().tenant() + "/" + road.of().instance());
      }
    }
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "node";
    }
  }
}
