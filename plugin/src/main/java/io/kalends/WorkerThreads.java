package io.kalends;

import io.kalends.ledger.Claim;
import io.kalends.ledger.Claim.Lane;
import io.kalends.ledger.Ledger;
import io.kalends.ledger.Ledger.Instance;
import io.kalends.ledger.Ledger.Order;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker that runs by itself: one thread applies facts, one claims what there is room for, a pool
 * takes the steps. Each sleeps until somebody wakes it or something is due; other nodes are noticed
 * within a second.
 */
final class WorkerThreads implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

  private static final int FACTS = 64;
  private static final Duration LONGEST_SLEEP = Duration.ofSeconds(1);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
  private static final Duration ENDING = Duration.ofSeconds(20);

  private final Ledger ledger;
  private final String node;
  private final List<Road> roads;
  private final Set<Instance> instances;
  private final StepRunner runner;
  private final Rooms rooms = new Rooms();
  private final Bell facts = new Bell();
  private final Bell steps = new Bell();
  private final ExecutorService pool;
  private final List<Thread> loops = new ArrayList<>();
  private volatile boolean ending;

  /** One round of a loop; tells whether there was anything to do. */
  @FunctionalInterface
  private interface Round {
    boolean go();
  }

  WorkerThreads(Ledger ledger, String node, List<Road> roads, StepRunner runner) {
    this.ledger = ledger;
    this.node = node;
    this.roads = roads;
    this.instances = roads.stream().map(Road::of).collect(Collectors.toSet());
    this.runner = runner;
    this.pool =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "kalends-step");
              thread.setDaemon(true);
              return thread;
            });
  }

  void start() {
    loop("kalends-facts", facts, this::apply);
    loop("kalends-steps", steps, this::claim);
  }

  void wake() {
    facts.ring();
  }

  private void loop(String name, Bell bell, Round round) {
    Thread thread = new Thread(() -> run(bell, round), name);
    thread.setDaemon(true);
    loops.add(thread);
    thread.start();
  }

  private void run(Bell bell, Round round) {
    boolean failed = false;
    while (!ending) {
      try {
        if (!round.go()) {
          bell.await(sleep(bell));
        }
        if (failed) {
          LOG.info("the ledger answers again");
        }
        failed = false;
      } catch (RuntimeException e) {
        if (!failed) {
          LOG.error("the ledger does not answer; tried again until it does", e);
        }
        failed = true;
        bell.await(AFTER_FAILURE);
      }
    }
  }

  private boolean apply() {
    int applied = ledger.apply(FACTS);
    if (applied > 0) {
      steps.ring();
    }
    return applied == FACTS;
  }

  private boolean claim() {
    List<Order> orders = new ArrayList<>();
    for (Road road : roads) {
      for (Lane lane : Lane.values()) {
        int room = rooms.worthClaiming(road.of(), lane);
        if (room > 0) {
          orders.add(Worker.order(road, lane, room));
        }
      }
    }
    if (orders.isEmpty()) {
      return false;
    }
    List<Claim> claims = ledger.claim(node, orders);
    claims.forEach(this::submit);
    return !claims.isEmpty();
  }

  private void submit(Claim claim) {
    Instance of = new Instance(claim.entry().key().tenant(), claim.entry().key().instance());
    rooms.take(of, claim.lane());
    pool.execute(
        () -> {
          try {
            runner.run(claim);
          } catch (RuntimeException e) {
            LOG.error("step of {} was not saved; found again by its lease", claim.entry().key(), e);
          } finally {
            rooms.leave(of, claim.lane());
            steps.ring();
          }
        });
  }

  /** Until something is due, and never so long that another node's work goes unnoticed. */
  private Duration sleep(Bell bell) {
    if (bell.rung()) {
      return Duration.ZERO;
    }
    Duration wait =
        ledger
            .nextDue(instances)
            .map(due -> Duration.between(ledger.now(), due))
            .orElse(LONGEST_SLEEP);
    if (wait.isNegative() || wait.isZero()) {
      // Due, and yet not claimed: there is no room, or somebody else has it.
      return Duration.ofMillis(20);
    }
    return wait.compareTo(LONGEST_SLEEP) > 0 ? LONGEST_SLEEP : wait;
  }

  @Override
  public void close() {
    ending = true;
    facts.ring();
    steps.ring();
    try {
      for (Thread thread : loops) {
        thread.join(ENDING.toMillis());
      }
      pool.shutdown();
      if (!pool.awaitTermination(ENDING.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("steps still run after {}; they are found again by their leases", ENDING);
        pool.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
