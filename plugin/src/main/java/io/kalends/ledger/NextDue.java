package io.kalends.ledger;

import io.kalends.ledger.Claim.Lane;
import io.kalends.ledger.EntryTable.Cells;
import io.kalends.ledger.Ledger.Instance;
import io.kalends.store.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** When something becomes due next. Each part is the first key of a range of an index. */
final class NextDue {

  private static final String FACTS =
      "SELECT min(due_millis) FROM inbox WHERE due_millis IS NOT NULL";

  private final Database database;
  private final PaceTable paces;

  NextDue(Database database, PaceTable paces) {
    this.database = database;
    this.paces = paces;
  }

  Optional<Instant> of(Set<Instance> instances) {
    return database.read("look when something is due", connection -> of(connection, instances));
  }

  Optional<Instant> of(Connection connection, Set<Instance> instances) throws SQLException {
    List<Instant> dues = new ArrayList<>();
    facts(connection).ifPresent(dues::add);
    for (Instance each : Guards.open(connection, instances)) {
      earliest(connection, each, false).ifPresent(dues::add);
      Optional<Instant> mint = earliest(connection, each, true);
      if (mint.isPresent()) {
        dues.add(heeding(paces.of(connection, each), mint.get()));
      }
    }
    return dues.stream().min(Instant::compareTo);
  }

  private static Instant heeding(Optional<PaceTable.Row> pace, Instant due) {
    return pace.map(PaceTable.Row::open).filter(due::isBefore).orElse(due);
  }

  private static Optional<Instant> facts(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(FACTS);
        ResultSet found = select.executeQuery()) {
      found.next();
      return first(found);
    }
  }

  private static Optional<Instant> earliest(Connection connection, Instance of, boolean mints)
      throws SQLException {
    List<Lane> lanes =
        Arrays.stream(Lane.values()).filter(lane -> (lane == Lane.MINT) == mints).toList();
    try (PreparedStatement select = connection.prepareStatement(sql(lanes))) {
      Cells cells = new Cells(select);
      for (int i = 0; i < lanes.size() * Entry.Priority.values().length; i++) {
        cells.text(of.tenant()).text(of.instance());
      }
      try (ResultSet found = select.executeQuery()) {
        found.next();
        return first(found);
      }
    }
  }

  /** The earliest of some lanes. */
  static String sql(List<Lane> lanes) {
    return lanes.stream()
        .flatMap(lane -> Arrays.stream(Entry.Priority.values()).map(each -> part(lane, each)))
        .collect(Collectors.joining(" UNION ALL ", "SELECT min(due) FROM (", ") AS dues"));
  }

  private static String part(Lane lane, Entry.Priority priority) {
    return "SELECT min(due_millis) AS due FROM entry WHERE tenant = ? AND instance = ?"
        + " AND lane = '"
        + lane.name()
        + "' AND priority = '"
        + priority.name()
        + "' AND due_millis IS NOT NULL";
  }

  private static Optional<Instant> first(ResultSet found) throws SQLException {
    long millis = found.getLong(1);
    return found.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }
}
