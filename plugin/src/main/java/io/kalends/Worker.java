package io.kalends;

import io.kalends.ledger.Claim;
import io.kalends.ledger.Claim.Lane;
import io.kalends.ledger.Ledger;
import io.kalends.ledger.Ledger.Instance;
import io.kalends.ledger.Ledger.Order;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Carries every enrollment of its roads to the end: applies facts, claims entries whose next step
 * is due, takes the step, saves what came of it. Either by itself in threads ({@link #start}), or
 * step by step in the caller's ({@link #step}). Several workers share one ledger.
 */
public final class Worker implements AutoCloseable {

  /** Outlasts all the time-outs of a step together. */
  static final Duration LEASE = Duration.ofMinutes(3);

  private static final int FACTS_BY_HAND = 1;

  private final Ledger ledger;
  private final String node;
  private final Map<Instance, Road> roads = new LinkedHashMap<>();
  private final StepRunner runner;
  private final WorkerThreads threads;

  /**
   * A worker that does nothing yet.
   *
   * @param ledger what there is to do; stays open after this
   * @param roads each configured provider with its source; stay open after this
   * @param clock to turn "not before" into "how long"; the ledger's own clock decides what is due
   * @param random for waiting times
   */
  public Worker(Ledger ledger, List<Kalends> roads, Clock clock, RandomGenerator random) {
    this.ledger = ledger;
    this.node = hostName() + "-" + Long.toHexString(random.nextLong());
    roads.forEach(kalends -> this.roads.put(kalends.road().of(), kalends.road()));
    this.runner = new StepRunner(ledger, this.roads, new Setback(new Backoff(random), clock));
    this.threads = new WorkerThreads(ledger, node, List.copyOf(this.roads.values()), runner);
  }

  /**
   * Who works here.
   *
   * @return unique among the nodes that run
   */
  public String node() {
    return node;
  }

  /** Starts to work in threads of its own. */
  public void start() {
    threads.start();
  }

  /** Something may have become due: looks at once. Cheap; called at every webhook. */
  public void wake() {
    threads.wake();
  }

  /**
   * Applies one fact, if any is due, and takes one step, if any is due, in the caller's thread.
   *
   * @return how many of the two were done
   * @throws io.kalends.store.DatabaseFailure when the ledger refuses
   */
  public int step() {
    int done = ledger.apply(FACTS_BY_HAND);
    for (Order order : everything()) {
      List<Claim> claims = ledger.claim(node, List.of(order));
      if (!claims.isEmpty()) {
        runner.run(claims.get(0));
        return done + 1;
      }
    }
    return done;
  }

  /**
   * Steps until nothing is due now.
   *
   * @param max steps at most
   * @return how many things were done
   * @throws IllegalStateException when it is not quiet after that many
   */
  public int runUntilQuiet(int max) {
    int done = 0;
    for (int i = 0; i < max; i++) {
      int now = step();
      if (now == 0) {
        return done;
      }
      done += now;
    }
    throw new IllegalStateException("not quiet after " + max + " steps");
  }

  /** Claims nothing more and waits for the steps that run. One that is cut off is found again. */
  @Override
  public void close() {
    threads.close();
  }

  private List<Order> everything() {
    List<Order> orders = new ArrayList<>();
    for (Road road : roads.values()) {
      for (Lane lane : Lane.values()) {
        orders.add(order(road, lane, 1));
      }
    }
    return orders;
  }

  static Order order(Road road, Lane lane, int max) {
    return new Order(road.of(), lane, max, LEASE, road.pace(), road.labels()::next);
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      // A machine that does not know its own name; what follows is unique all the same.
      return "node";
    }
  }
}
