package io.kalends.issuer.admin;

import io.kalends.edge.Parameters;
import io.kalends.edge.Response;
import io.kalends.store.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What administrators changed: a row in the transaction that changes it, and a line in the log.
 * Rows are only ever added.
 */
final class Audit {

  private static final Logger LOG = LoggerFactory.getLogger(Audit.class);

  private final Database database;
  private final Clock clock;

  Audit(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Changes something, and writes down who did: both or neither. The line in the log follows once
   * both are kept.
   *
   * @param action what is done, in words
   */
  <T> T change(AdminCall call, String action, Change<T> change) {
    Done<T> done =
        database.write(
            action,
            connection -> {
              Done<T> made = change.in(connection);
              insert(connection, call.actor(), action, made.object());
              return made;
            });
    LOG.info(
        "administrator {}: {} {}, log_id={}",
        call.actor(),
        action,
        done.object(),
        call.exchange().logId());
    return done.result();
  }

  /** What is done inside the transaction. */
  @FunctionalInterface
  interface Change<T> {

    Done<T> in(Connection connection) throws SQLException;
  }

  /**
   * A change that was made.
   *
   * @param object what was changed: ids and addresses, nothing a device or a stranger chose
   * @param result for the answer
   */
  record Done<T>(String object, T result) {}

  Response list(AdminCall call) {
    Parameters query = call.query(Set.of("after", "limit"));
    long after = AdminCall.number(query, "after", 0, Long.MAX_VALUE);
    int limit = AdminCall.limit(query);
    return AdminJson.page("audit", database.read("list audit", c -> rows(c, after, limit)), limit);
  }

  private void insert(Connection connection, String actor, String action, String object)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO admin_audit (at_millis, actor, action, object) VALUES (?, ?, ?, ?)")) {
      insert.setLong(1, clock.instant().toEpochMilli());
      insert.setString(2, actor);
      insert.setString(3, action);
      insert.setString(4, object);
      insert.executeUpdate();
    }
  }

  private static List<Map<String, Object>> rows(Connection connection, long after, int limit)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT id, at_millis, actor, action, object FROM admin_audit WHERE id > ?"
                + " ORDER BY id LIMIT ?")) {
      select.setLong(1, after);
      select.setInt(2, limit);
      List<Map<String, Object>> rows = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          Map<String, Object> shown = new LinkedHashMap<>();
          shown.put("id", row.getLong(1));
          shown.put("at", Instant.ofEpochMilli(row.getLong(2)).toString());
          shown.put("actor", row.getString(3));
          shown.put("action", row.getString(4));
          shown.put("object", row.getString(5));
          rows.add(shown);
        }
      }
      return rows;
    }
  }
}
