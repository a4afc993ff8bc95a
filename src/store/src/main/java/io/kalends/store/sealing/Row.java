package io.kalends.store.sealing;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A row with a box, detached from the database. */
final class Row {

  /** A place, or why there is none. */
  private record Found(String place, String refusal) {}

  private final List<Object> id;
  private final byte[] box;
  private final Found found;

  private Row(List<Object> id, byte[] box, Found found) {
    this.id = id;
    this.box = box;
    this.found = found;
  }

  static Row read(SealedColumn column, ResultSet row) throws SQLException {
    List<Object> id = new ArrayList<>();
    for (String part : column.id()) {
      id.add(row.getObject(part));
    }
    return new Row(List.copyOf(id), row.getBytes(column.column()), found(column, row));
  }

  private static Found found(SealedColumn column, ResultSet row) throws SQLException {
    try {
      return new Found(column.place().of(row), "");
    } catch (IllegalArgumentException e) {
      return new Found("", "its row makes no sense: " + e.getMessage());
    }
  }

  List<Object> id() {
    return id;
  }

  byte[] box() {
    return box;
  }

  /**
   * The place its box was sealed for.
   *
   * @throws IllegalStateException when its row does not tell
   */
  String place() {
    if (!found.refusal().isEmpty()) {
      throw new IllegalStateException(found.refusal());
    }
    return found.place();
  }

  /** For people: ids can hold what others wrote, and must not steer a terminal. */
  String name() {
    StringBuilder name = new StringBuilder();
    for (Object part : id) {
      name.append(name.isEmpty() ? "" : "/").append(part);
    }
    return name.toString().replaceAll("\\p{C}", "?");
  }

  /** Sets its id as the parameters from the one given on; tells the next one. */
  static int setId(PreparedStatement statement, int first, List<Object> id) throws SQLException {
    int next = first;
    for (Object part : id) {
      statement.setObject(next++, part);
    }
    return next;
  }
}
