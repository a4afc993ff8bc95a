package io.kalends.ledger;

import io.kalends.ledger.EntryTable.Cells;
import io.kalends.store.Dialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Entries whose step is due, in the order they are served. One query per priority: each is a range
 * of the index {@code entry_due}, however many entries are due later. The conditions beside it are
 * counted and not joined, so that no planner turns them into a pass over the table.
 */
final class Candidates {

  /**
   * One of them, its row held.
   *
   * @param id the row's
   * @param enrollment whose it is
   * @param owner of the device, or empty before the preflight
   */
  record Candidate(long id, String enrollment, String owner) {}

  private static final String DUE =
      "SELECT e.id, e.enrollment, e.owner FROM entry e WHERE e.tenant = ? AND e.instance = ?"
          + " AND e.lane = ? AND e.priority = ? AND e.due_millis <= ?"
          + " AND (SELECT count(*) FROM entry s WHERE s.tenant = e.tenant"
          + " AND s.instance = e.instance AND s.enrollment = e.enrollment"
          + " AND s.claimed_by IS NOT NULL AND s.due_millis > ?) = 0";

  private static final String MINTABLE =
      " AND e.state = 'RESOLVED' AND e.withdrawal IS NULL"
          + " AND (SELECT count(*) FROM entry m WHERE m.tenant = e.tenant AND m.owner = e.owner"
          + " AND m.state = 'MINTING') = 0";

  private static final String FIRST = " ORDER BY e.due_millis LIMIT ?";

  private final Dialect dialect;

  Candidates(Dialect dialect) {
    this.dialect = dialect;
  }

  /** The statement that finds those of one priority. */
  String sql(Claim.Lane lane) {
    return DUE + (lane == Claim.Lane.MINT ? MINTABLE : "") + FIRST + dialect.skipLocked();
  }

  /** At most so many, each of another enrollment, and for a mint each of another owner. */
  List<Candidate> due(Connection connection, Ledger.Order order, Instant now, int max)
      throws SQLException {
    List<Candidate> due = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (Entry.Priority priority : Entry.Priority.values()) {
      if (due.size() < max) {
        for (Candidate each : due(connection, order, priority, now, max - due.size())) {
          boolean first = taken.add("enrollment " + each.enrollment());
          if (first && (order.lane() != Claim.Lane.MINT || taken.add("owner " + each.owner()))) {
            due.add(each);
          }
        }
      }
    }
    return due;
  }

  private List<Candidate> due(
      Connection connection, Ledger.Order order, Entry.Priority priority, Instant now, int max)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql(order.lane()))) {
      Cells cells = new Cells(select).text(order.of().tenant()).text(order.of().instance());
      cells.text(order.lane().name()).text(priority.name()).time(now).time(now).number(max);
      List<Candidate> found = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          String owner = EntryTable.text(rows, "owner").orElse("");
          found.add(new Candidate(rows.getLong("id"), rows.getString("enrollment"), owner));
        }
      }
      return found;
    }
  }
}
