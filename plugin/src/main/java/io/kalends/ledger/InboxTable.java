package io.kalends.ledger;

import io.kalends.enrollment.EnrollmentId;
import io.kalends.ledger.EntryTable.Cells;
import io.kalends.store.Dialect;
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

  private static final String EARLIER =
      "SELECT id, due_millis FROM inbox WHERE tenant = ? AND instance = ? AND enrollment = ?"
          + " AND due_millis IS NOT NULL AND due_millis <= ? AND id < ? ORDER BY id";

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

  /**
   * Facts of one enrollment are applied in the order of arrival. The caller holds the enrollment:
   * what another node has applied is seen here, and what it is about to apply goes first.
   *
   * @return when an earlier fact is due that is not done with
   */
  Optional<Instant> earlier(Fact than, Instant now) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(EARLIER)) {
      Cells cells = new Cells(select).text(than.of().tenant()).text(than.of().instance());
      cells.text(than.about().map(EnrollmentId::value).orElse(null)).time(now).number(than.id());
      try (ResultSet found = select.executeQuery()) {
        return found.next() ? EntryTable.time(found, "due_millis") : Optional.empty();
      }
    }
  }

  /** It is applied: its content goes, its key stays. */
  void done(long id) throws SQLException {
    update("UPDATE inbox SET fact = '', due_millis = NULL WHERE id = ?", id);
  }

  /** It is given up; its content stays until it is purged. */
  void setAside(long id, String why) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE inbox SET set_aside = ?, due_millis = NULL WHERE id = ?")) {
      new Cells(update).text(why).number(id);
      update.executeUpdate();
    }
  }

  /** It is looked at again, its turn unchanged. */
  void after(long id, Instant due) throws SQLException {
    postpone("UPDATE inbox SET due_millis = ? WHERE id = ?", id, due);
  }

  /** It matched nothing yet. */
  void unmatched(long id, Instant due) throws SQLException {
    postpone("UPDATE inbox SET due_millis = ?, tries = tries + 1 WHERE id = ?", id, due);
  }

  /** Applying it failed. */
  void failed(long id, Instant due) throws SQLException {
    postpone("UPDATE inbox SET due_millis = ?, failures = failures + 1 WHERE id = ?", id, due);
  }

  private void postpone(String sql, long id, Instant due) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      new Cells(update).time(due).number(id);
      update.executeUpdate();
    }
  }

  private void update(String sql, long id) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      new Cells(update).number(id);
      update.executeUpdate();
    }
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
