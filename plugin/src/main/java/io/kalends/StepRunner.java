package io.kalends;

import io.kalends.ledger.Claim.Lane;
import io.kalends.ledger.Entry;
import io.kalends.ledger.EntryKey;
import io.kalends.ledger.Ledger;
import io.kalends.ledger.Ledger.Instance;
import io.kalends.ledger.Saving;
import io.kalends.store.DatabaseFailure;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes claimed steps and saves what came of them. Safe for use by several threads. */
final class StepRunner {

  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final Ledger ledger;
  private final Duration lease;
  private final Waiting waiting;
  private final Map<Instance, Steps> steps = new HashMap<>();

  /** Lets time pass. */
  @FunctionalInterface
  interface Waiting {

    /**
     * Waits.
     *
     * @throws InterruptedException when the step is to be cut off
     */
    void pass(Duration time) throws InterruptedException;
  }

  StepRunner(Ledger ledger, List<Road> roads, Backoff backoff, Duration lease, Waiting waiting) {
    this.ledger = ledger;
    this.lease = lease;
    this.waiting = waiting;
    Setback setback = new Setback(backoff);
    roads.forEach(road -> steps.put(road.of(), new Steps(road, setback)));
  }

  /**
   * Takes the step and saves.
   *
   * @return what was saved
   * @throws DatabaseFailure when it could not be saved before the lease ended
   */
  Saving run(Turn turn) {
    if (late(turn)) {
      return giveBack(turn);
    }
    long begun = System.nanoTime();
    Entry entry = turn.entry();
    Steps road = steps.get(new Instance(entry.key().tenant(), entry.key().instance()));
    if (road == null) {
      throw new IllegalStateException("claimed " + entry + ", whose road is not among ours");
    }
    Saving saving = road.take(turn);
    save(turn, saving);
    StepLog.line(entry, saving, Duration.ofNanos(System.nanoTime() - begun));
    return saving;
  }

  /** The entry as it was before the claim, due now: the step was not begun, and that is certain. */
  Saving giveBack(Turn turn) {
    Entry entry = turn.claim().lane() == Lane.MINT ? turn.entry().notMinted() : turn.entry();
    Saving saving = Saving.now(entry, "", turn.now());
    save(turn, saving);
    return saving;
  }

  /** It waited so long for a thread that the lease might not outlast the step. */
  private boolean late(Turn turn) {
    Duration left = Duration.between(turn.now(), turn.claim().until());
    return left.compareTo(lease.dividedBy(2)) < 0;
  }

  /**
   * What a call outside has made must not be lost because the database is away for a moment: saving
   * is tried until the lease ends.
   */
  private void save(Turn turn, Saving saving) {
    EntryKey key = turn.entry().key();
    boolean perhapsKept = false;
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        // Refused after an answer that was lost: it was kept then.
        if (!ledger.save(turn.claim(), saving) && !perhapsKept) {
          LOG.warn("step of {}: its lease had ended and it was claimed again; not saved", key);
        }
        return;
      } catch (DatabaseFailure e) {
        perhapsKept |= e.mayHaveBeenKept();
        if (!turn.now().plus(pause).isBefore(turn.claim().until())) {
          throw e;
        }
        if (pause.equals(FIRST_PAUSE)) {
          LOG.warn("step of {}: not saved yet, tried until its lease ends", key, e);
        }
        pass(pause, e);
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
      }
    }
  }

  private void pass(Duration pause, DatabaseFailure failure) {
    try {
      waiting.pass(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure;
    }
  }
}
