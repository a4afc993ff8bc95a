package io.kalends.ledger;

import io.kalends.store.Database;
import io.kalends.store.Dialect;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Tells PostgreSQL's planner about tables that grow. It would find out by itself, a minute later;
 * on the day a whole company enrolls it would read ten thousand rows for each of ten thousand
 * devices until then, by plans made for empty tables. SQLite goes by the shape of the indexes.
 */
final class Statistics {

  /** From here on the server keeps up by itself. */
  private static final int ENOUGH = 50_000;

  private static final int FIRST = 200;

  private final Database database;
  private final AtomicInteger applied = new AtomicInteger();
  private final AtomicInteger next;

  Statistics(Database database) {
    this.database = database;
    this.next =
        new AtomicInteger(database.dialect() == Dialect.POSTGRESQL ? FIRST : Integer.MAX_VALUE);
  }

  /** So many more facts were applied: at every doubling the tables are looked at. */
  void grown(int facts) {
    int all = applied.addAndGet(facts);
    int due = next.get();
    if (all >= due && next.compareAndSet(due, all >= ENOUGH ? Integer.MAX_VALUE : 2 * all)) {
      database.write("look how the tables have grown", Statistics::analyze);
    }
  }

  private static boolean analyze(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      boolean small;
      try (ResultSet known =
          statement.executeQuery(
              "SELECT reltuples < " + ENOUGH + " FROM pg_class WHERE oid = 'entry'::regclass")) {
        small = known.next() && known.getBoolean(1);
      }
      if (small) {
        statement.execute("ANALYZE enrollment, entry, history, inbox");
      }
      return small;
    }
  }
}
