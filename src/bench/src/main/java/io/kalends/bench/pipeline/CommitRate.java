package io.kalends.bench.pipeline;

import io.kalends.store.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;

/** One row and one durable commit after the other, by one thread, in the ledger's own database. */
final class CommitRate {

  private static final Duration SLICE = Duration.ofSeconds(2);
  private static final String INSERT =
      "INSERT INTO history (tenant, instance, enrollment, at_millis, actor, from_state, to_state,"
          + " detail) VALUES ('rate', 'rate', ?, 0, 'bench', '', '', '')";

  private CommitRate() {}

  /** Commits a second in a ledger no service has open; warmed up first. Leaves rows behind. */
  static double perSecond(LedgerStore store) {
    try (Database database = store.open()) {
      slice(database);
      return slice(database) / CpuUse.seconds(SLICE);
    }
  }

  private static long slice(Database database) {
    long end = System.nanoTime() + SLICE.toNanos();
    long count = 0;
    while (System.nanoTime() < end) {
      String name = "row " + count++;
      database.write("one row", connection -> insert(connection, name));
    }
    return count;
  }

  private static int insert(Connection connection, String name) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      insert.setString(1, name);
      return insert.executeUpdate();
    }
  }
}
