package io.kalends.ledger;

import io.kalends.enrollment.EnrollmentId;
import io.kalends.ledger.EntryTable.Cells;
import io.kalends.store.Dialect;
import io.kalends.store.Tail;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Rows of the table {@code inbox} on their way out. */
final class InboxTable {

  /**
   * A fact that is due.
   *
   * @param id in the order of arrival
   * @param of who told it
   * @param about the enrollment; empty for a person
   * @param fact as {@link EventJson} wrote it
   * @param received when
   * @param tries how often it matched nothing
   * @param failures how often applying it failed
   */
  record Fact(
      long id,
      Ledger.Instance of,
      Optional<EnrollmentId> about,
      String fact,
      Instant received,
      int tries,
      int failures) {}

  private static final String DUE =
      "SELECT * FROM inbox WHERE due_millis <= ? ORDER BY due_millis, id LIMIT ?";

  private static final String ONE = "SELECT * FROM inbox WHERE id = ? AND due_millis IS NOT NULL";

  private static final String DONE = "UPDATE inbox SET fact = '', due_millis = NULL WHERE id = ?";

  private static final String SET_ASIDE =
      "UPDATE inbox SET set_aside = ?, due_millis = NULL WHERE id = ?";

  private static final String AFTER = "UPDATE inbox SET due_millis = ? WHERE id = ?";

  private static final String UNMATCHED =
      "UPDATE inbox SET due_millis = ?, tries = tries + 1 WHERE id = ?";

  private static final String FAILED =
      "UPDATE inbox SET due_millis = ?, failures = failures + 1 WHERE id = ?";

  private final Connection connection;
  private final Dialect dialect;

  InboxTable(Connection connection, Dialect dialect) {
    this.connection = connection;
    this.dialect = dialect;
  }

  /** Holds due facts nobody else holds, in the order of arrival. */
  List<Fact> due(int max, Instant now) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(DUE + dialect.skipLocked())) {
      new Cells(select).time(now).number(max);
      List<Fact> due = facts(select);
      due.sort(Comparator.comparingLong(Fact::id));
      return due;
    }
  }

  /** Holds one fact that is not done with; empty when somebody else holds it. */
  Optional<Fact> one(long id) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(ONE + dialect.skipLocked())) {
      new Cells(select).number(id);
      return facts(select).stream().findFirst();
    }
  }

  /** It is applied: its content goes, its key stays. */
  static void done(Tail tail, long id) throws SQLException {
    tail.add(DONE, update -> new Cells(update).number(id));
  }

  /** It is given up; its content stays until it is purged. */
  static void setAside(Tail tail, long id, String why) throws SQLException {
    tail.add(SET_ASIDE, update -> new Cells(update).text(why).number(id));
  }

  /** It is looked at again, its turn unchanged. */
  static void after(Tail tail, long id, Instant due) throws SQLException {
    tail.add(AFTER, update -> new Cells(update).time(due).number(id));
  }

  /** It matched nothing yet. */
  static void unmatched(Tail tail, long id, Instant due) throws SQLException {
    tail.add(UNMATCHED, update -> new Cells(update).time(due).number(id));
  }

  /** Applying it failed. */
  static void failed(Tail tail, long id, Instant due) throws SQLException {
    tail.add(FAILED, update -> new Cells(update).time(due).number(id));
  }

  private static List<Fact> facts(PreparedStatement select) throws SQLException {
    List<Fact> facts = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        facts.add(
            new Fact(
                row.getLong("id"),
                new Ledger.Instance(row.getString("tenant"), row.getString("instance")),
                EntryTable.text(row, "enrollment").map(EnrollmentId::new),
                row.getString("fact"),
                EntryTable.time(row, "received_millis").orElseThrow(),
                row.getInt("tries"),
                row.getInt("failures")));
      }
    }
    return facts;
  }
}
