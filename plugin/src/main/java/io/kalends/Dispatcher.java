package io.kalends;

import io.kalends.ledger.Claim.Lane;
import io.kalends.ledger.Ledger;
import io.kalends.ledger.Ledger.Instance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that applies facts and claims what there is room for; crews take the steps. It sleeps
 * while nothing is due, and never so long that other nodes' work goes unnoticed.
 */
final class Dispatcher implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

  /** At a time: on SQLite a webhook waits while so many are applied. */
  private static final int FACTS = 64;

  /** Between two rounds: what becomes due meanwhile is claimed together. */
  private static final Duration GATHER = Duration.ofMillis(10);

  /** Due and yet not claimed: somebody else has it, or a pace or a guard does not allow it. */
  private static final Duration NOT_OURS = Duration.ofMillis(50);

  private static final Duration LONGEST_SLEEP = Duration.ofSeconds(1);
  private static final Duration LONGEST_AFTER_FAILURE = Duration.ofSeconds(5);
  private static final Duration ENDING = Duration.ofSeconds(20);

  private final Ledger ledger;
  private final Node node;
  private final StepRunner runner;
  private final List<Crew> crews;
  private final Set<Instance> instances;
  private final Bell bell = new Bell();
  private final Thread thread;
  private volatile boolean ending;
  private int failures;

  Dispatcher(Ledger ledger, List<Road> roads, Node node, StepRunner runner) {
    this.ledger = ledger;
    this.node = node;
    this.runner = runner;
    this.instances = roads.stream().map(Road::of).collect(Collectors.toSet());
    this.thread = new Thread(this, "kalends-dispatcher");
    List<Crew> all = new ArrayList<>();
    for (Road road : roads) {
      for (Lane lane : Lane.values()) {
        all.add(new Crew(road, lane, named(road, lane)));
      }
    }
    this.crews = List.copyOf(all);
  }

  void start() {
    thread.start();
  }

  void wake() {
    bell.ring();
  }

  @Override
  public void run() {
    try {
      while (!ending) {
        bell.await(round());
        Bell.pass(GATHER);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** How long to sleep after it. */
  private Duration round() {
    try {
      Duration sleep = appliedAndClaimed() ? Duration.ZERO : untilDue();
      if (failures > 0) {
        LOG.info("the ledger answers again, after {} tries", failures);
      }
      failures = 0;
      return sleep;
    } catch (RuntimeException e) {
      if (failures == 0) {
        LOG.error("the ledger does not answer; asked again until it does", e);
      }
      failures++;
      Duration wait = Duration.ofMillis(100L << Math.min(failures, 10));
      return wait.compareTo(LONGEST_AFTER_FAILURE) > 0 ? LONGEST_AFTER_FAILURE : wait;
    }
  }

  private boolean appliedAndClaimed() {
    int applied = ledger.apply(FACTS);
    List<Ledger.Order> room = new ArrayList<>();
    for (Crew crew : crews) {
      if (crew.room() > 0) {
        room.add(node.order(crew.road(), crew.lane(), crew.room()));
      }
    }
    List<Turn> turns = room.isEmpty() ? List.of() : node.claim(room);
    turns.forEach(this::submit);
    return applied == FACTS || !turns.isEmpty();
  }

  private void submit(Turn turn) {
    crew(turn).take(new Task(turn));
  }

  private Crew crew(Turn turn) {
    Instance of = new Instance(turn.entry().key().tenant(), turn.entry().key().instance());
    return crews.stream()
        .filter(crew -> crew.road().of().equals(of) && crew.lane() == turn.claim().lane())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("claimed " + turn.entry() + ", unasked"));
  }

  private Duration untilDue() {
    Optional<Instant> next = ledger.nextDue(instances);
    if (next.isEmpty()) {
      return LONGEST_SLEEP;
    }
    Duration wait = Duration.between(node.now(), next.get());
    if (wait.compareTo(Duration.ZERO) <= 0) {
      return NOT_OURS;
    }
    return wait.compareTo(LONGEST_SLEEP) > 0 ? LONGEST_SLEEP : wait.plusMillis(1);
  }

  /** Claims nothing more, gives back what has not begun, and waits for what has. */
  void close() throws InterruptedException {
    ending = true;
    bell.ring();
    if (thread.isAlive()) {
      thread.join(ENDING.toMillis());
    }
    crews.forEach(Crew::stop);
    long deadline = System.nanoTime() + ENDING.toNanos();
    boolean all = true;
    for (Crew crew : crews) {
      all &= crew.ended(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
    }
    if (!all) {
      LOG.warn("steps were cut off after {}; they are found again by their leases", ENDING);
    }
  }

  private static ThreadFactory named(Road road, Lane lane) {
    AtomicInteger number = new AtomicInteger();
    String name = "kalends-" + road.of().instance() + "-" + lane.name() + "-";
    return task -> {
      Thread thread = new Thread(task, name + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /** One step in a crew's thread. */
  private final class Task implements Runnable {

    private final Turn turn;

    Task(Turn turn) {
      this.turn = turn;
    }

    @Override
    public void run() {
      try {
        if (ending) {
          runner.giveBack(turn);
        } else {
          runner.run(turn);
        }
      } catch (RuntimeException e) {
        LOG.error("step of {} was not saved; it is found again by its lease", turn.entry(), e);
      } finally {
        bell.ring();
      }
    }
  }
}
