package io.kalends.issuer.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kalends.store.Database;
import io.kalends.store.TextColumn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Device records in the database. A tenant never sees another's. */
final class DeviceRecordTable {

  private static final String SELECT =
      "SELECT id, record_id, content, version FROM device_record WHERE tenant = ?";

  private final Database database;
  private final Supplier<UUID> ids;
  private final ObjectMapper json = new ObjectMapper();

  DeviceRecordTable(Database database, Supplier<UUID> ids) {
    this.database = database;
    this.ids = ids;
  }

  /**
   * Part of a list.
   *
   * @param next where the next page begins; 0 when there is none
   */
  record Page(List<ObjectNode> items, long next) {}

  String create(String tenant, ObjectNode content) {
    String id = ids.get().toString();
    return database.write(
        "create device record",
        connection -> {
          try (PreparedStatement insert =
              connection.prepareStatement(
                  "INSERT INTO device_record (tenant, record_id, content, version)"
                      + " VALUES (?, ?, ?, 1)")) {
            insert.setString(1, tenant);
            insert.setString(2, id);
            insert.setString(3, content.toString());
            insert.executeUpdate();
            return id;
          }
        });
  }

  Optional<ObjectNode> find(String tenant, String id) {
    return database.read("find device record", connection -> find(connection, tenant, id, ""));
  }

  boolean update(String tenant, String id, ObjectNode changes) {
    return database.write(
        "update device record",
        connection -> {
          // Of two updates at once, from two nodes, neither loses the other's fields.
          Optional<ObjectNode> old = find(connection, tenant, id, database.dialect().forUpdate());
          if (old.isEmpty()) {
            return false;
          }
          ObjectNode content = old.get();
          content.remove(List.of("device_record_id", "version"));
          content.setAll(changes);
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE device_record SET content = ?, version = version + 1"
                      + " WHERE record_id = ?")) {
            update.setString(1, content.toString());
            update.setString(2, id);
            return update.executeUpdate() == 1;
          }
        });
  }

  boolean delete(String tenant, String id) {
    if (!TextColumn.holds(id)) {
      return false;
    }
    return database.write(
        "delete device record",
        connection -> {
          try (PreparedStatement delete =
              connection.prepareStatement(
                  "DELETE FROM device_record WHERE tenant = ? AND record_id = ?")) {
            delete.setString(1, tenant);
            delete.setString(2, id);
            return delete.executeUpdate() == 1;
          }
        });
  }

  /** Those in which every filter finds its value, by age. */
  Page page(String tenant, long after, int size, Map<String, String> filters) {
    return database.read(
        "list device records",
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(SELECT + " AND id > ? ORDER BY id")) {
            select.setString(1, tenant);
            select.setLong(2, after);
            try (ResultSet rows = select.executeQuery()) {
              return page(rows, size, filters);
            }
          }
        });
  }

  private Page page(ResultSet rows, int size, Map<String, String> filters) throws SQLException {
    List<ObjectNode> items = new ArrayList<>();
    long last = 0;
    while (rows.next()) {
      ObjectNode record = record(rows);
      boolean fits =
          filters.entrySet().stream()
              .allMatch(filter -> record.path(filter.getKey()).asText().equals(filter.getValue()));
      if (fits && items.size() == size) {
        return new Page(items, last);
      }
      if (fits) {
        items.add(record);
        last = rows.getLong(1);
      }
    }
    return new Page(items, 0);
  }

  private Optional<ObjectNode> find(Connection connection, String tenant, String id, String lock)
      throws SQLException {
    if (!TextColumn.holds(id)) {
      return Optional.empty();
    }
    try (PreparedStatement select =
        connection.prepareStatement(SELECT + " AND record_id = ?" + lock)) {
      select.setString(1, tenant);
      select.setString(2, id);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(record(row)) : Optional.empty();
      }
    }
  }

  private ObjectNode record(ResultSet row) throws SQLException {
    try {
      ObjectNode record = json.readValue(row.getString(3), ObjectNode.class);
      return record
          .put("device_record_id", row.getString(2))
          .put("version", Long.toString(row.getLong(4)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("device record " + row.getString(2) + " is no JSON", e);
    }
  }
}
