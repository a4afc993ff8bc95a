package io.kalends;

import io.kalends.ledger.Claim;
import io.kalends.ledger.Entry;
import io.kalends.ledger.Ledger;
import io.kalends.ledger.Ledger.Instance;
import io.kalends.ledger.Saving;
import io.kalends.store.DatabaseFailure;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a claimed step and saves what came of it. */
final class StepRunner {

  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

  /** Between two tries to save what cannot be done again. */
  private static final Duration PAUSE = Duration.ofMillis(250);

  private final Ledger ledger;
  private final Map<Instance, Steps> steps = new HashMap<>();
  private final Setback setback;

  StepRunner(Ledger ledger, Map<Instance, Road> roads, Setback setback) {
    this.ledger = ledger;
    this.setback = setback;
    roads.forEach((of, road) -> steps.put(of, new Steps(road, setback)));
  }

  /** An {@link Error} goes through: the claim lapses, and the step is found again. */
  void run(Claim claim) {
    long begun = System.nanoTime();
    Saving saving = take(claim);
    save(claim, saving);
    log(claim.entry(), saving, Duration.ofNanos(System.nanoTime() - begun));
  }

  private Saving take(Claim claim) {
    Entry entry = claim.entry();
    Steps road = steps.get(new Instance(entry.key().tenant(), entry.key().instance()));
    if (road == null) {
      throw new IllegalStateException("claimed " + entry + ", whose provider is not served here");
    }
    try {
      return road.take(claim);
    } catch (RuntimeException e) {
      LOG.error("step of {}: a fault in kalends itself", entry.key(), e);
      return setback.fault(claim, e);
    }
  }

  /**
   * What a call outside has made must not be lost because the database is away for a moment: saving
   * is tried until the claim lapses.
   */
  private void save(Claim claim, Saving saving) {
    long end = System.nanoTime() + Worker.LEASE.toNanos();
    boolean perhapsKept = false;
    while (true) {
      try {
        if (!ledger.save(claim, saving) && !perhapsKept) {
          LOG.warn(
              "step of {}: its claim had lapsed and another node took it over; not saved",
              claim.entry().key());
        }
        return;
      } catch (DatabaseFailure e) {
        perhapsKept |= e.mayHaveBeenKept();
        if (System.nanoTime() > end || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        LOG.warn("step of {}: not saved yet: {}", claim.entry().key(), e.getMessage());
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  private static void log(Entry before, Saving saving, Duration took) {
    Entry after = saving.entry();
    LOG.info(
        "step tenant={} instance={} enrollment={} generation={} from={} to={} hold={} proof={} ms={}"
            + " detail={}",
        before.key().tenant(),
        before.key().instance(),
        Shown.of(before.key().enrollment().value()),
        before.key().generation(),
        before.state(),
        after.state(),
        after.hold().map(hold -> hold.cause().name()).orElse("-"),
        after.proof(),
        took.toMillis(),
        Shown.of(saving.detail()));
  }
}
