package io.kalends.store.sealing;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A column that holds sealed boxes, or nothing where it is null.
 *
 * @param table its table
 * @param id the columns of the primary key, in its order; each a number or a text
 * @param column the column of the boxes
 * @param extra the columns {@code place} reads; may be empty, may be among the others
 * @param place tells what place a row's box was sealed for
 */
public record SealedColumn(
    String table, List<String> id, String column, List<String> extra, Place place) {

  /** Tells what place a row's box was sealed for. */
  @FunctionalInterface
  public interface Place {

    /**
     * Reads the row it is given and goes no further.
     *
     * @param row at a row, with the columns of id, box and extra
     * @return the place named when the box was sealed
     * @throws SQLException when the database refuses
     * @throws IllegalArgumentException when the row makes no sense; it is then counted as failed,
     *     with this message
     */
    String of(ResultSet row) throws SQLException;
  }

  /** Checks the names: they become SQL as they are. */
  public SealedColumn {
    id = List.copyOf(id);
    extra = List.copyOf(extra);
    if (id.isEmpty()) {
      throw new IllegalArgumentException("id: name the columns of the primary key");
    }
    List<String> names = new ArrayList<>(List.of(table, column));
    names.addAll(id);
    names.addAll(extra);
    for (String name : names) {
      if (!name.matches("[a-z_][a-z0-9_]{0,62}")) {
        throw new IllegalArgumentException("'" + name + "' is no plain name of table or column");
      }
    }
  }

  /** Rows with a box, from the first one, in the order of the primary key. */
  String select(int rows) {
    return select("", rows);
  }

  /** The same, after the id in its parameters. */
  String selectAfter(int rows) {
    String row = "(%s) > (%s)";
    String marks = String.join(", ", Collections.nCopies(id.size(), "?"));
    return select(" AND " + row.formatted(String.join(", ", id), marks), rows);
  }

  /** New box, id, old box. */
  String update() {
    return "UPDATE %s SET %s = ? WHERE %s = ? AND %s = ?"
        .formatted(table, column, String.join(" = ? AND ", id), column);
  }

  private String select(String condition, int rows) {
    List<String> columns = new ArrayList<>(id);
    columns.add(column);
    columns.addAll(extra);
    return "SELECT %s FROM %s WHERE %s IS NOT NULL%s ORDER BY %s LIMIT %d"
        .formatted(
            String.join(", ", columns.stream().distinct().toList()),
            table,
            column,
            condition,
            String.join(", ", id),
            rows);
  }
}
