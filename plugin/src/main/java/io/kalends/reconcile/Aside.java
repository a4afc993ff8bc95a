package io.kalends.reconcile;

import io.kalends.enrollment.Device;
import io.kalends.enrollment.DeviceJson;
import io.kalends.enrollment.EnrollmentId;
import io.kalends.ledger.Ledger.Instance;
import io.kalends.store.Database;
import io.kalends.store.Work;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Those of the registry that nothing was done for: only heard of, or left out. */
final class Aside {

  private static final String DISCOVERED =
      "SELECT id, enrollment FROM enrollment WHERE tenant = ? AND instance = ?"
          + " AND status = 'DISCOVERED' AND id > ? ORDER BY id LIMIT ?";

  /**
   * The rule by which the ledger opens what was left out: whatever the device still holds, or a
   * person took away from it, is no reason to ask again and again.
   */
  private static final String UNSERVED =
      "SELECT n.id, n.device, n.enrolled_millis FROM enrollment n WHERE n.tenant = ?"
          + " AND n.instance = ? AND n.id > ? AND n.status = 'ENROLLED'"
          + " AND NOT EXISTS (SELECT 1 FROM entry e WHERE e.tenant = n.tenant"
          + " AND e.instance = n.instance AND e.enrollment = n.enrollment"
          + " AND (e.withdrawal IS NULL OR e.device_holds = 1"
          + " OR e.cause = 'enrolled:' || n.enrollments)) ORDER BY n.id LIMIT ?";

  private final Database database;

  /**
   * An enrollment of which only the id is known.
   *
   * @param row its number in the registry
   * @param id the MDM's
   */
  record Mentioned(long row, EnrollmentId id) {}

  /**
   * An enrollment for which nothing was opened.
   *
   * @param row its number in the registry
   * @param device as the registry has it
   * @param enrolled when, as the registry has it
   */
  record Unserved(long row, Device device, Instant enrolled) {}

  /** Reads one row. */
  @FunctionalInterface
  private interface Reading<T> {
    T read(ResultSet row) throws SQLException;
  }

  Aside(Database database) {
    this.database = database;
  }

  /** Heard of, but not known to have enrolled. */
  List<Mentioned> discovered(Instance of, long after, int max) {
    return database.read(
        "read who was discovered",
        slice(
            DISCOVERED,
            of,
            after,
            max,
            row -> new Mentioned(row.getLong(1), new EnrollmentId(row.getString(2)))));
  }

  /** Enrolled, and for this enrollment nothing was ever opened. */
  List<Unserved> unserved(Instance of, long after, int max) {
    return database.read(
        "read who is not served",
        slice(
            UNSERVED,
            of,
            after,
            max,
            row ->
                new Unserved(
                    row.getLong(1),
                    DeviceJson.read(row.getString(2)),
                    Instant.ofEpochMilli(row.getLong(3)))));
  }

  private static <T> Work<List<T>> slice(
      String sql, Instance of, long after, int max, Reading<T> reading) {
    return connection -> {
      try (PreparedStatement select = connection.prepareStatement(sql)) {
        Roll.instance(select, 1, of);
        select.setLong(3, after);
        select.setInt(4, max);
        List<T> rows = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
          while (row.next()) {
            rows.add(reading.read(row));
          }
        }
        return rows;
      }
    };
  }
}
