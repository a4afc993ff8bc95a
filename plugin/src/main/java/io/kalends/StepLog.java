package io.kalends;

import io.kalends.ledger.Entry;
import io.kalends.ledger.EntryKey;
import io.kalends.ledger.Hold;
import io.kalends.ledger.Saving;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line for each step, and the only place where its keys are named. */
final class StepLog {

  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

  private static final String LINE =
      "step tenant={} instance={} enrollment={} generation={} from={} to={} hold={} proof={} ms={}"
          + " detail={}";

  private StepLog() {}

  static void line(Entry before, Saving saving, Duration took) {
    EntryKey key = before.key();
    Entry after = saving.entry();
    LOG.info(
        LINE,
        key.tenant(),
        key.instance(),
        Shown.of(key.enrollment().value()),
        key.generation(),
        before.state(),
        after.state(),
        after.hold().map(Hold::cause).map(Hold.Cause::name).orElse("-"),
        after.proof(),
        took.toMillis(),
        Shown.of(saving.detail()));
  }
}
