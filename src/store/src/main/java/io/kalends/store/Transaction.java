package io.kalends.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * One transaction, begun and ended in plain words. The drivers' own way ({@code
 * setAutoCommit(false)}) begins SQLite's next transaction with every commit and would hold the
 * write lock for ever; on either database it would let the work commit half of itself.
 */
final class Transaction {

  private final Connection connection;
  private boolean ended;

  private Transaction(Connection connection) {
    this.connection = connection;
  }

  /** Begins; on failure nothing has begun. */
  static Transaction begin(Connection connection, String begin) throws SQLException {
    execute(connection, begin);
    return new Transaction(connection);
  }

  /** One that has begun already. */
  static Transaction begun(Connection connection) {
    return new Transaction(connection);
  }

  /**
   * Does the work and ends the transaction, one way or the other.
   *
   * @throws DatabaseFailure when the database refuses work or commit
   */
  <T> T carryOut(String operation, Work<T> work) {
    T result = worked(operation, work);
    try {
      execute(connection, "COMMIT");
      ended = true;
      return result;
    } catch (SQLException e) {
      rollBack(e);
      throw DatabaseFailure.committing(operation, e);
    }
  }

  /** False when not even the rollback went through: the connection is of no more use. */
  boolean ended() {
    return ended;
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private <T> T worked(String operation, Work<T> work) {
    try {
      return work.in(connection);
    } catch (SQLException e) {
      rollBack(e);
      throw DatabaseFailure.during(operation, e);
    } catch (RuntimeException | Error e) {
      rollBack(e);
      throw e;
    }
  }

  private void rollBack(Throwable reason) {
    try {
      execute(connection, "ROLLBACK");
      ended = true;
    } catch (SQLException e) {
      // Some failures (disk full, connection lost) have rolled back already; the reason counts.
      reason.addSuppressed(e);
    }
  }
}
