package io.kalends.reconcile;

import io.kalends.ledger.Ledger.Instance;
import io.kalends.store.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Rows of the table {@code pass}: which node does what, and how far it came. */
final class Passes {

  /** Longer than any MDM may take to answer for one page. */
  private static final Duration LEASE = Duration.ofMinutes(3);

  private final Database database;
  private final String node;

  Passes(Database database, String node) {
    this.database = database;
    this.node = node;
  }

  /** Claims the next step of a pass, if it is due and nobody else has it. */
  Optional<Pass> begin(Instance of, String name) {
    return database.write("claim the pass " + name, connection -> claim(connection, of, name));
  }

  /** The step is done; the pass goes on at once. */
  void goOn(Pass pass, String cursor) {
    save(pass, cursor, Duration.ZERO, "");
  }

  /** The step failed and is to be done again. */
  void again(Pass pass, Duration wait, String note) {
    save(pass, pass.cursor(), wait, note);
  }

  /** The pass is at its end, or given up; another begins later. */
  void end(Pass pass, Duration until, String note) {
    save(pass, "", until, note);
  }

  private Optional<Pass> claim(Connection connection, Instance of, String name)
      throws SQLException {
    Instant now = database.now(connection);
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO pass (tenant, instance, name, cursor, number, began_millis, due_millis,"
                + " claims, note) VALUES (?, ?, ?, '', 0, 0, 0, 0, '') ON CONFLICT DO NOTHING")) {
      name(insert, 1, of, name);
      insert.executeUpdate();
    }
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE pass SET claimed_by = ?, claims = claims + 1, due_millis = ?,"
                + " number = number + CASE WHEN cursor = '' THEN 1 ELSE 0 END,"
                + " began_millis = CASE WHEN cursor = '' THEN ? ELSE began_millis END"
                + " WHERE tenant = ? AND instance = ? AND name = ? AND due_millis <= ?"
                + " RETURNING cursor, number, began_millis, claims")) {
      update.setString(1, node);
      update.setLong(2, now.plus(LEASE).toEpochMilli());
      update.setLong(3, now.toEpochMilli());
      name(update, 4, of, name);
      update.setLong(7, now.toEpochMilli());
      try (ResultSet claimed = update.executeQuery()) {
        return claimed.next()
            ? Optional.of(
                new Pass(
                    of,
                    name,
                    claimed.getString("cursor"),
                    claimed.getLong("number"),
                    Instant.ofEpochMilli(claimed.getLong("began_millis")),
                    claimed.getLong("claims"),
                    now))
            : Optional.empty();
      }
    }
  }

  /** A step whose claim lapsed saves nothing: whoever has it now does it again. */
  private void save(Pass pass, String cursor, Duration wait, String note) {
    database.write(
        "save the pass " + pass.name(),
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE pass SET cursor = ?, due_millis = ?, claimed_by = NULL, note = ?"
                      + " WHERE tenant = ? AND instance = ? AND name = ? AND claims = ?")) {
            update.setString(1, cursor);
            update.setLong(2, database.now(connection).plus(wait).toEpochMilli());
            update.setString(3, note);
            name(update, 4, pass.of(), pass.name());
            update.setLong(7, pass.claim());
            return update.executeUpdate();
          }
        });
  }

  private static void name(PreparedStatement statement, int first, Instance of, String name)
      throws SQLException {
    statement.setString(first, of.tenant());
    statement.setString(first + 1, of.instance());
    statement.setString(first + 2, name);
  }
}
