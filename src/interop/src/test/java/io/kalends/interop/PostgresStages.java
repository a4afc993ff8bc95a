package io.kalends.interop;

import io.kalends.ledger.JdbcLedger;
import io.kalends.store.Database;
import io.kalends.store.PostgresSettings;
import io.kalends.testkit.crash.Stage;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Stages on one schema of a real PostgreSQL, emptied for each life. Its clock cannot be moved, so
 * time passes by moving everything that is written down into the past.
 */
final class PostgresStages implements Supplier<Stage>, AutoCloseable {

  private final Database database;
  private final List<Column> times;
  private final String empty;

  /** A column that holds a time, in how many of its units a millisecond is. */
  private record Column(String table, String name, int perMilli) {}

  PostgresStages(PostgresSettings settings) {
    this.database = Database.connect(settings, JdbcLedger.class);
    this.times = database.read("find the times", PostgresStages::times);
    this.empty =
        times.stream()
            .map(Column::table)
            .distinct()
            .collect(Collectors.joining(", ", "TRUNCATE ", " RESTART IDENTITY"));
  }

  @Override
  public Stage get() {
    database.write("empty the ledger", connection -> execute(connection, List.of(empty)));
    return new PostgresStage();
  }

  @Override
  public void close() {
    database.close();
  }

  private static List<Column> times(Connection connection) throws SQLException {
    List<Column> found = new ArrayList<>();
    try (Statement select = connection.createStatement();
        ResultSet row =
            select.executeQuery(
                "SELECT table_name, column_name FROM information_schema.columns"
                    + " WHERE table_schema = current_schema()"
                    + " AND (column_name LIKE '%\\_millis' OR column_name LIKE '%\\_micros')")) {
      while (row.next()) {
        String name = row.getString(2);
        found.add(new Column(row.getString(1), name, name.endsWith("_micros") ? 1_000 : 1));
      }
    }
    return found;
  }

  private static int execute(Connection connection, List<String> statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
    return statements.size();
  }

  private final class PostgresStage implements Stage {

    @Override
    public Database database() {
      return database;
    }

    @Override
    public Clock clock() {
      return Clock.systemUTC();
    }

    @Override
    public void pass(Duration time) {
      database.write("let time pass", connection -> execute(connection, into(time.toMillis())));
    }

    @Override
    public void close() {
      // The schema is used again.
    }

    private List<String> into(long millisAgo) {
      return times.stream()
          .map(
              column ->
                  "UPDATE %1$s SET %2$s = %2$s - %3$d WHERE %2$s > 0"
                      .formatted(column.table(), column.name(), millisAgo * column.perMilli()))
          .toList();
    }
  }
}
