package io.kalends.ledger;

import io.kalends.ledger.EntryTable.Cells;
import io.kalends.ledger.EntryTable.Row;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Entries given to a node for a step, and taken back with what came of it. */
final class Leases {

  private static final String SAVE =
      EntryTable.SET + ", due_millis = ?, owner_version = ?, claimed_by = NULL WHERE id = ?";

  private static final String CLAIM =
      "UPDATE entry SET claimed_by = ?, claims = claims + 1, due_millis = ?,"
          + " claimed_owner_version = ? WHERE id = ?";

  private Leases() {}

  /** Gives entries to a node until its lease ends, in one round trip. The caller holds the rows. */
  static void claim(Connection connection, List<Row> rows, String node, Instant until)
      throws SQLException {
    try (PreparedStatement claim = connection.prepareStatement(CLAIM)) {
      for (Row row : rows) {
        new Cells(claim).text(node).time(until).number(row.owner().now()).number(row.id());
        claim.addBatch();
      }
      claim.executeBatch();
    }
  }

  /** Writes everything of a claimed entry, and ends the claim. The caller holds the row. */
  static void save(
      Connection connection,
      Row row,
      Entry entry,
      @Nullable Instant due,
      long ownerVersion,
      Instant now)
      throws SQLException {
    try (PreparedStatement save = connection.prepareStatement(SAVE)) {
      EntryTable.cells(save, entry, now).time(due).number(ownerVersion).number(row.id());
      save.executeUpdate();
    }
  }

  /** Rows by their ids, in no order. */
  static List<Row> withIds(Connection connection, List<Long> ids) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            EntryTable.SELECT + "WHERE e.id IN (" + EntryTable.marks(ids.size()) + ")")) {
      Cells cells = new Cells(select);
      for (long id : ids) {
        cells.number(id);
      }
      return EntryTable.rows(select);
    }
  }
}
