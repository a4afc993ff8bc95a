package io.kalends.reconcile;

import io.kalends.ledger.JdbcLedger;
import io.kalends.ledger.Ledger.Instance;
import io.kalends.store.Database;
import java.time.Duration;
import java.util.Optional;

/**
 * Forgets, once a day and on one node, the keys of facts that were done with 30 days ago: until
 * then a repeat of them is told.
 */
public final class Forgetting {

  private static final Duration AGE = Duration.ofDays(30);
  private static final Duration DAILY = Duration.ofDays(1);

  /** So many a transaction: others wait for it on a file. */
  private static final int SOME = 2_000;

  private final Passes passes;
  private final JdbcLedger ledger;
  private final Instance all;

  /**
   * For all of an organisation.
   *
   * @param database the ledger's
   * @param ledger forgets
   * @param tenant the organisation
   * @param node who works here, unique among the nodes that run
   */
  public Forgetting(Database database, JdbcLedger ledger, String tenant, String node) {
    this.passes = new Passes(database, node);
    this.ledger = ledger;
    this.all = new Instance(tenant, "");
  }

  /**
   * Forgets some, if it is time.
   *
   * @return 1 when it was time; 0 when it was not, or another node does it
   * @throws io.kalends.store.DatabaseFailure when the database refuses; to be tried again
   */
  public int step() {
    Optional<Pass> begun = passes.begin(all, "forget");
    if (begun.isEmpty()) {
      return 0;
    }
    if (ledger.purge(AGE, SOME) == SOME) {
      passes.goOn(begun.get(), "more");
    } else {
      passes.end(begun.get(), DAILY, "");
    }
    return 1;
  }
}
