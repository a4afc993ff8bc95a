package io.kalends.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;

/**
 * A PostgreSQL's own clock, asked once and gone on with for the rest of a transaction: behind it by
 * as long as the answer was on its way, whatever this machine's clock says.
 */
final class ServerClock {

  private static final String ASK = "SELECT clock_timestamp()";

  private final Instant read;
  private final long nanos;

  private ServerClock(Instant read, long nanos) {
    this.read = read;
    this.nanos = nanos;
  }

  /**
   * Asks the server.
   *
   * @param before a statement without rows, sent in the same round trip; or empty
   */
  static ServerClock ask(Connection connection, String before) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      boolean rows = statement.execute(before.isEmpty() ? ASK : before + "; " + ASK);
      if (!rows) {
        statement.getMoreResults();
      }
      try (ResultSet row = statement.getResultSet()) {
        row.next();
        Instant read = row.getObject(1, OffsetDateTime.class).toInstant();
        return new ServerClock(read, System.nanoTime());
      }
    }
  }

  /** In whole milliseconds. */
  Instant now() {
    return read.plusNanos(System.nanoTime() - nanos).truncatedTo(ChronoUnit.MILLIS);
  }
}
