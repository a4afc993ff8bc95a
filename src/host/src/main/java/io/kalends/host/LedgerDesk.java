package io.kalends.host;

import io.kalends.ledger.AccountBox;
import io.kalends.ledger.JdbcLedger;
import io.kalends.ledger.Ledger;
import io.kalends.reconcile.Guards;
import io.kalends.report.Reports;
import io.kalends.store.Database;
import io.kalends.store.sealing.Rewrap;
import io.kalends.store.sealing.Sealer;
import java.security.SecureRandom;
import java.time.Clock;

/**
 * The ledger of a configuration, for looking at it and looking after it from a command line. On
 * PostgreSQL also while services run; a file belongs to one program at a time.
 */
public final class LedgerDesk implements AutoCloseable {

  private final Database database;
  private final HostConfig config;

  private LedgerDesk(Database database, HostConfig config) {
    this.database = database;
    this.config = config;
  }

  /**
   * Opens the ledger.
   *
   * @param config names it
   * @param clock the time
   * @return open until closed
   * @throws io.kalends.store.DatabaseFailure when it cannot be opened, or a service has the file
   */
  public static LedgerDesk open(HostConfig config, Clock clock) {
    return new LedgerDesk(config.database().open(JdbcLedger.class, clock), config);
  }

  /**
   * The organisation served.
   *
   * @return as configured
   */
  public String tenant() {
    return config.tenant();
  }

  /**
   * What there is to read.
   *
   * @return read-only
   */
  public Reports reports() {
    return new Reports(database);
  }

  /**
   * A configured MDM.
   *
   * @param name its name in the configuration
   * @return where its enrollments are in the ledger
   * @throws IllegalArgumentException when nobody configured it; names those there are
   */
  public Ledger.Instance instance(String name) {
    return config.known(name);
  }

  /**
   * What stops the machinery.
   *
   * @return to be looked at, set and lifted; services heed it at their next claim
   */
  public Guards guards() {
    return new Guards(database);
  }

  /**
   * Takes a table of enrollments in. A service on the same database carries them on.
   *
   * @param table read and checked
   * @param of where its devices are enrolled
   * @param dryRun only compares it with the registry
   * @return what was done, or would be
   * @throws io.kalends.store.DatabaseFailure when it was cut off; repeating it does the rest
   */
  public EnrollmentImport.Counts take(EnrollmentImport table, Ledger.Instance of, boolean dryRun) {
    // Facts are only taken in here, and applied where the service's rules are known.
    Ledger ledger = new JdbcLedger(database, (instance, device) -> false);
    return table.into(ledger, reports(), of, dryRun);
  }

  /**
   * Puts every sealed account under the current master key.
   *
   * @param random for the boxes
   * @return what was done
   */
  public Rewrap.Outcome rewrap(SecureRandom random) {
    return new Rewrap(database, new Sealer(config.masterKeys(random), random))
        .run(AccountBox.column());
  }

  @Override
  public void close() {
    database.close();
  }
}
