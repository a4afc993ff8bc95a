package io.kalends.testkit.crash;

import io.kalends.store.Database;
import java.time.Clock;
import java.time.Duration;

/** Where one life takes place: an empty database of its own, and its time. */
public interface Stage extends AutoCloseable {

  /**
   * The ledger's database.
   *
   * @return open, with the ledger's schema, without a row
   */
  Database database();

  /**
   * What time it is for the worker and the MDM.
   *
   * @return agrees with {@link Database#now}
   */
  Clock clock();

  /**
   * Lets time pass, for {@link #clock} and {@link Database#now} alike.
   *
   * @param time not negative
   */
  void pass(Duration time);

  /** Closes the database. */
  @Override
  void close();
}
