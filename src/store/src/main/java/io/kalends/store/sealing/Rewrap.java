package io.kalends.store.sealing;

import io.kalends.store.Database;
import io.kalends.store.DatabaseFailure;
import io.kalends.store.token.TokenFailure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts all boxes of a column under the current master key. It can be stopped at any moment and run
 * again, and run beside others and beside a service: a box that has changed since it was read is
 * left alone.
 */
public final class Rewrap {

  /** Rows that are changed in one transaction. */
  private static final int BATCH = 500;

  private final Database database;
  private final Sealer sealer;

  /**
   * Re-wraps in one database.
   *
   * @param database where the boxes are
   * @param sealer its ring has the new key as the current one, and the old ones
   */
  public Rewrap(Database database, Sealer sealer) {
    this.database = database;
    this.sealer = sealer;
  }

  /**
   * What became of a column.
   *
   * @param done boxes that were put under the current key
   * @param left boxes that are under an older key at the end all the same: somebody who does not
   *     know the current key is still sealing; restart them all with the new ring, and run again
   * @param failed boxes that could not be re-wrapped, and stayed as they were
   */
  public record Outcome(long done, long left, List<Failed> failed) {

    /** Keeps its own copy of the list. */
    public Outcome {
      failed = List.copyOf(failed);
    }

    /**
     * Whether the older keys are of no more use for this column.
     *
     * @return true when nothing is left and nothing failed
     */
    public boolean isComplete() {
      return left == 0 && failed.isEmpty();
    }
  }

  /**
   * A box that could not be re-wrapped.
   *
   * @param id of its row, the parts of the key joined by a slash; without control characters
   * @param reason what is wrong with it
   */
  public record Failed(String id, String reason) {}

  /**
   * Goes through a column once, then counts what is left. No transaction is open while keys are at
   * work: those of a token take their time.
   *
   * @param column where the boxes are
   * @return what was done
   * @throws DatabaseFailure when the database refuses; what was done stays done
   * @throws TokenFailure when a token with a master key does not answer; what was done stays done
   */
  public Outcome run(SealedColumn column) {
    Set<List<Object>> failedIds = new HashSet<>();
    List<Failed> failed = new ArrayList<>();
    long done = 0;
    List<Row> rows = next(column, List.of());
    while (!rows.isEmpty()) {
      Map<Row, byte[]> renewed = new LinkedHashMap<>();
      for (Row row : rows) {
        try {
          if (!sealer.isCurrent(row.box())) {
            renewed.put(row, sealer.rewrap(row.box(), row.place()));
          }
        } catch (IllegalStateException e) {
          failedIds.add(row.id());
          failed.add(new Failed(row.name(), String.valueOf(e.getMessage())));
        }
      }
      done += saved(column, renewed);
      rows = next(column, rows.get(rows.size() - 1).id());
    }
    return new Outcome(done, left(column, failedIds), failed);
  }

  private long left(SealedColumn column, Set<List<Object>> failed) {
    long left = 0;
    List<Row> rows = next(column, List.of());
    while (!rows.isEmpty()) {
      left += rows.stream().filter(row -> !failed.contains(row.id()) && !isCurrent(row)).count();
      rows = next(column, rows.get(rows.size() - 1).id());
    }
    return left;
  }

  private boolean isCurrent(Row row) {
    try {
      return sealer.isCurrent(row.box());
    } catch (IllegalStateException e) {
      // Written since it was read, and no box: the next run will name it.
      return false;
    }
  }

  private List<Row> next(SealedColumn column, List<Object> after) {
    return database.read("read boxes of " + column.table(), c -> read(c, column, after));
  }

  private static List<Row> read(Connection connection, SealedColumn column, List<Object> after)
      throws SQLException {
    String sql = after.isEmpty() ? column.select(BATCH) : column.selectAfter(BATCH);
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      Row.setId(select, 1, after);
      try (ResultSet found = select.executeQuery()) {
        List<Row> rows = new ArrayList<>();
        while (found.next()) {
          rows.add(Row.read(column, found));
        }
        return rows;
      }
    }
  }

  private long saved(SealedColumn column, Map<Row, byte[]> renewed) {
    return renewed.isEmpty()
        ? 0
        : database.<Long>write("re-wrap boxes of " + column.table(), c -> save(c, column, renewed));
  }

  /** Only what is still as it was read: somebody else may have erased it or sealed anew. */
  private static long save(Connection connection, SealedColumn column, Map<Row, byte[]> renewed)
      throws SQLException {
    long saved = 0;
    try (PreparedStatement update = connection.prepareStatement(column.update())) {
      for (Map.Entry<Row, byte[]> each : renewed.entrySet()) {
        Row row = each.getKey();
        update.setBytes(1, each.getValue());
        int last = Row.setId(update, 2, row.id());
        update.setBytes(last, row.box());
        saved += update.executeUpdate();
      }
    }
    return saved;
  }
}
