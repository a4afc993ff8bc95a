package io.kalends.ledger;

import static io.kalends.ledger.EntryTable.time;

import io.kalends.ledger.Claim.Surroundings;
import io.kalends.ledger.EntryTable.Cells;
import io.kalends.ledger.EntryTable.Row;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All generations of the enrollments at hand: just enough of each to decide by. */
final class Siblings {

  private final Map<String, List<Generation>> byEnrollment = new HashMap<>();

  private record Generation(
      int number, State state, boolean live, boolean leaving, boolean leased) {}

  private Siblings() {}

  static Siblings of(
      Connection connection, Ledger.Instance of, Collection<String> enrollments, Instant now)
      throws SQLException {
    Siblings siblings = new Siblings();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT enrollment, generation, state, source_half, withdrawal, claimed_by, due_millis"
                + " FROM entry WHERE tenant = ? AND instance = ? AND enrollment IN ("
                + EntryTable.marks(enrollments.size())
                + ")")) {
      Cells cells = new Cells(select).text(of.tenant()).text(of.instance());
      for (String enrollment : enrollments) {
        cells.text(enrollment);
      }
      try (ResultSet found = select.executeQuery()) {
        while (found.next()) {
          siblings
              .byEnrollment
              .computeIfAbsent(found.getString("enrollment"), e -> new ArrayList<>())
              .add(generation(found, now));
        }
      }
    }
    return siblings;
  }

  /** Some generation's step runs, as far as is known. */
  boolean anyLeased(String enrollment) {
    return byEnrollment.getOrDefault(enrollment, List.of()).stream().anyMatch(Generation::leased);
  }

  Surroundings around(Row row) {
    EntryKey key = row.entry().key();
    boolean laterDelivered = false;
    boolean earlierLive = false;
    for (Generation other : byEnrollment.getOrDefault(key.enrollment().value(), List.of())) {
      laterDelivered |=
          other.number > key.generation()
              && (other.state == State.SENT || other.state == State.INSTALLED);
      earlierLive |= other.number < key.generation() && other.live && !other.leaving;
    }
    return new Surroundings(
        laterDelivered, earlierLive, row.enrolled(), row.owner().now() != row.owner().lookedUp());
  }

  private static Generation generation(ResultSet found, Instant now) throws SQLException {
    return new Generation(
        found.getInt("generation"),
        State.valueOf(found.getString("state")),
        Entry.SourceHalf.LIVE.name().equals(found.getString("source_half")),
        found.getString("withdrawal") != null,
        found.getString("claimed_by") != null
            && time(found, "due_millis").filter(now::isBefore).isPresent());
  }
}
