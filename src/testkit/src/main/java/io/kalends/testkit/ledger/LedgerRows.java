package io.kalends.testkit.ledger;

import io.kalends.ledger.Ledger;
import io.kalends.store.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The ledger's tables, looked at and changed in plain SQL. */
final class LedgerRows {

  private final Database database;
  private final Ledger.Instance of;

  LedgerRows(Database database, Ledger.Instance of) {
    this.database = database;
    this.of = of;
  }

  /** An enrollment, and its first generation due now. */
  void enroll(String enrollment, String priority) {
    change(
        "INSERT INTO enrollment (tenant, instance, enrollment, status, device, owner_version,"
            + " generations, enrollments, seen_millis) VALUES (?, ?, ?, 'ENROLLED', ?, 0, 0, 1, 0)",
        of.tenant(),
        of.instance(),
        enrollment,
        "{\"id\":\"" + enrollment + "\",\"platform\":\"IOS\"}");
    open(enrollment, priority);
  }

  /** The next generation of an enrollment, due now. */
  void open(String enrollment, String priority) {
    change("UPDATE enrollment SET generations = generations + 1 WHERE enrollment = ?", enrollment);
    change(
        "INSERT INTO entry (tenant, instance, enrollment, generation, cause, priority, state,"
            + " proof, source_half, mint_attempts, failures, owner_version, device_holds, lane,"
            + " due_millis, claims, claimed_owner_version, opened_millis, state_since_millis)"
            + " SELECT tenant, instance, enrollment, generations, 'cause ' || generations, ?,"
            + " 'REQUESTED', 'NONE', 'NONE', 0, 0, owner_version, 1, 'RESOLVE', ?, 0, 0, 0, 0"
            + " FROM enrollment WHERE enrollment = ?",
        priority,
        now() - 1_000,
        enrollment);
  }

  /** As facts do it while nobody's step runs, or while one does. */
  void withdraw(String enrollment, int generation, String reason, boolean deviceHolds) {
    change(
        "UPDATE entry SET withdrawal = ?, device_holds = ? WHERE enrollment = ? AND generation = ?",
        reason,
        deviceHolds ? 1L : 0L,
        enrollment,
        (long) generation);
  }

  void ownerChanges(String enrollment) {
    change(
        "UPDATE enrollment SET owner_version = owner_version + 1 WHERE enrollment = ?", enrollment);
  }

  void guard(String instance, String name) {
    change(
        "INSERT INTO guard (tenant, instance, name, since_millis, actor, detail)"
            + " VALUES (?, ?, ?, 0, 'admin', 'for a test')",
        of.tenant(),
        instance,
        name);
  }

  void unguard() {
    change("DELETE FROM guard");
  }

  /** A fact about an enrollment that matched nothing yet, to be tried again in an hour. */
  void waitingFact(String enrollment) {
    change(
        "INSERT INTO inbox (tenant, instance, event_key, enrollment, fact, received_millis,"
            + " due_millis, tries, failures) VALUES (?, ?, ?, ?, '{}', 0, ?, 1, 0)",
        of.tenant(),
        of.instance(),
        "fact of " + enrollment,
        enrollment,
        now() + 3_600_000);
  }

  /** For everything that waits, time passes. */
  void passes(Duration time) {
    long millis = time.toMillis();
    change("UPDATE entry SET due_millis = due_millis - ?", millis);
    change(
        "UPDATE pace SET next_slot_micros = next_slot_micros - ?,"
            + " paused_until_millis = paused_until_millis - ?",
        millis * 1_000,
        millis);
  }

  /** Every column of the rows a query finds, as text. */
  List<String> all(String query, Object... values) {
    return database.read(
        "look",
        connection -> {
          try (PreparedStatement select = filled(connection, query, values);
              ResultSet found = select.executeQuery()) {
            return texts(found);
          }
        });
  }

  String entry(String enrollment, int generation, String columns) {
    return all(
            "SELECT " + columns + " FROM entry WHERE enrollment = ? AND generation = ?",
            enrollment,
            (long) generation)
        .get(0);
  }

  List<String> history(String enrollment) {
    return all(
        "SELECT generation, actor, from_state, to_state, detail FROM history"
            + " WHERE enrollment = ? ORDER BY id",
        enrollment);
  }

  void change(String sql, Object... values) {
    database.write(
        "change",
        connection -> {
          try (PreparedStatement update = filled(connection, sql, values)) {
            return update.executeUpdate();
          }
        });
  }

  private long now() {
    return database.<Instant>read("now", database::now).toEpochMilli();
  }

  private static PreparedStatement filled(Connection connection, String sql, Object... values)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }

  private static List<String> texts(ResultSet found) throws SQLException {
    ResultSetMetaData columns = found.getMetaData();
    List<String> rows = new ArrayList<>();
    while (found.next()) {
      List<String> cells = new ArrayList<>();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        cells.add(String.valueOf(found.getString(i)));
      }
      rows.add(String.join(" | ", cells));
    }
    return rows;
  }
}
