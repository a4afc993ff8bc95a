package io.kalends.report;

import io.kalends.store.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** A query while it is put together: its text and its parameters side by side. */
final class Query {

  /** Makes something of a row. */
  @FunctionalInterface
  interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private final StringBuilder sql;
  private final List<Object> values = new ArrayList<>();

  Query(String sql, Object... values) {
    this.sql = new StringBuilder(sql);
    this.values.addAll(List.of(values));
  }

  Query and(String condition, Object value) {
    sql.append(" AND ").append(condition);
    values.add(value);
    return this;
  }

  Query and(String condition, Optional<String> value) {
    value.ifPresent(v -> and(condition, (Object) v));
    return this;
  }

  /** In the order of ids, from one on. */
  <T> Page<T> page(
      Database database, String id, long after, int max, Reader<T> reader, ToLongFunction<T> idOf) {
    if (max < 1 || max > 1_000) {
      throw new IllegalArgumentException("a page has 1 to 1000 rows, not " + max);
    }
    and(id + " > ?", (Object) after);
    sql.append(" ORDER BY ").append(id).append(" LIMIT ?");
    values.add(max);
    List<T> rows = list(database, reader);
    return new Page<>(
        rows,
        rows.size() < max
            ? Optional.empty()
            : Optional.of(idOf.applyAsLong(rows.get(rows.size() - 1))));
  }

  <T> List<T> list(Database database, Reader<T> reader) {
    return database.read("report", connection -> list(connection, reader));
  }

  private <T> List<T> list(Connection connection, Reader<T> reader) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql.toString())) {
      for (int i = 0; i < values.size(); i++) {
        select.setObject(i + 1, values.get(i));
      }
      List<T> rows = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          rows.add(reader.read(row));
        }
      }
      return rows;
    }
  }
}
