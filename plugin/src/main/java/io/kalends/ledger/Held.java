package io.kalends.ledger;

import io.kalends.enrollment.EnrollmentId;
import io.kalends.ledger.EntryTable.Cells;
import io.kalends.ledger.InboxTable.Fact;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The enrollments one transaction holds, as they are in it, and the facts about them that nobody
 * has applied: read for many at once, since each statement is a way to the database and back.
 */
final class Held {

  private static final String ENROLLMENTS =
      "SELECT * FROM enrollment WHERE tenant = ? AND instance = ? AND enrollment IN (%s)"
          + " ORDER BY enrollment";

  private static final String UNDONE =
      "SELECT id, enrollment, due_millis FROM inbox WHERE tenant = ? AND instance = ?"
          + " AND enrollment IN (%s) AND due_millis IS NOT NULL AND due_millis <= ?";

  private final Connection connection;
  private final String lock;
  private final Map<Name, Optional<Enrollments.Row>> rows = new HashMap<>();
  private final Map<Name, TreeMap<Long, Instant>> undone = new HashMap<>();
  private final Set<String> noted = new HashSet<>();

  /** An enrollment's full name. */
  private record Name(Ledger.Instance of, EnrollmentId id) {}

  /**
   * Holds nothing yet.
   *
   * @param lock the dialect's {@code forUpdate()}
   */
  Held(Connection connection, String lock) {
    this.connection = connection;
    this.lock = lock;
  }

  /** Holds whatever these facts are about; all nodes do so in one order. */
  void hold(List<Fact> facts, Instant now) throws SQLException {
    Map<Ledger.Instance, Set<EnrollmentId>> about =
        new TreeMap<>(
            Comparator.comparing(Ledger.Instance::tenant).thenComparing(Ledger.Instance::instance));
    for (Fact fact : facts) {
      fact.about()
          .ifPresent(id -> about.computeIfAbsent(fact.of(), of -> new LinkedHashSet<>()).add(id));
    }
    for (Map.Entry<Ledger.Instance, Set<EnrollmentId>> each : about.entrySet()) {
      hold(each.getKey(), new ArrayList<>(each.getValue()));
      readUndone(each.getKey(), new ArrayList<>(each.getValue()), now);
    }
  }

  /** Holds one. */
  Optional<Enrollments.Row> enrollment(Ledger.Instance of, EnrollmentId id) throws SQLException {
    Name name = new Name(of, id);
    Optional<Enrollments.Row> row = rows.get(name);
    if (row == null) {
      row = Enrollments.find(connection, of, id, lock);
      rows.put(name, row);
    }
    return row;
  }

  /** It is so now, as this transaction wrote or read it. */
  void put(Enrollments.Row row) {
    rows.put(new Name(row.of(), row.enrollment()), Optional.of(row));
  }

  /** Somebody else wrote it. */
  void forget(Ledger.Instance of, EnrollmentId id) {
    rows.remove(new Name(of, id));
  }

  /** When an earlier fact about the same enrollment is due that is not done with. */
  Optional<Instant> earlier(Fact than) {
    return than.about()
        .map(id -> undone.get(new Name(than.of(), id)))
        .map(facts -> facts.lowerEntry(than.id()))
        .map(Map.Entry::getValue);
  }

  /** It is applied, or put off; no later one waits for it. */
  void done(Fact fact) {
    fact.about()
        .map(id -> undone.get(new Name(fact.of(), id)))
        .ifPresent(facts -> facts.remove(fact.id()));
  }

  /** A line was added that is written at the end. */
  void note(String line) {
    noted.add(line);
  }

  /** Whether that line was added. */
  boolean noted(String line) {
    return noted.contains(line);
  }

  private void hold(Ledger.Instance of, List<EnrollmentId> ids) throws SQLException {
    String sql = ENROLLMENTS.formatted(EntryTable.marks(ids.size())) + lock;
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      fill(select, of, ids);
      try (ResultSet found = select.executeQuery()) {
        while (found.next()) {
          put(Enrollments.row(found));
        }
      }
    }
    ids.forEach(id -> rows.putIfAbsent(new Name(of, id), Optional.empty()));
  }

  /** After they are held: what another node has applied is seen here. */
  private void readUndone(Ledger.Instance of, List<EnrollmentId> ids, Instant now)
      throws SQLException {
    String sql = UNDONE.formatted(EntryTable.marks(ids.size()));
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      fill(select, of, ids).time(now);
      try (ResultSet found = select.executeQuery()) {
        while (found.next()) {
          Name name = new Name(of, new EnrollmentId(found.getString("enrollment")));
          undone
              .computeIfAbsent(name, n -> new TreeMap<>())
              .put(found.getLong("id"), EntryTable.time(found, "due_millis").orElseThrow());
        }
      }
    }
  }

  private static Cells fill(PreparedStatement select, Ledger.Instance of, List<EnrollmentId> ids)
      throws SQLException {
    Cells cells = new Cells(select).text(of.tenant()).text(of.instance());
    for (EnrollmentId id : ids) {
      cells.text(id.value());
    }
    return cells;
  }
}
