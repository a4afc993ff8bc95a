package io.kalends.ledger;

import static io.kalends.ledger.EntryTable.time;

import io.kalends.enrollment.Device;
import io.kalends.enrollment.DeviceJson;
import io.kalends.enrollment.EnrollmentId;
import io.kalends.ledger.EntryTable.Cells;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rows of the table {@code enrollment}: the registry. */
final class Enrollments {

  /** Whether the MDM manages it. */
  enum Status {
    /** Something was heard of it, but not that it enrolled. */
    DISCOVERED,
    /** Managed. */
    ENROLLED,
    /** Not managed any more. */
    LEFT
  }

  /**
   * A row.
   *
   * @param id the row's
   * @param of where it is registered
   * @param device as the MDM described it last
   * @param status whether it is managed
   * @param ownerVersion rises when what the MDM says about the owner changes
   * @param generations the last one allotted
   * @param enrollments how often it enrolled
   * @param enrolledAt by the MDM's clock; null when never heard
   * @param leftAt by the MDM's clock; null when never heard
   */
  record Row(
      long id,
      Ledger.Instance of,
      Device device,
      Status status,
      long ownerVersion,
      int generations,
      int enrollments,
      @Nullable Instant enrolledAt,
      @Nullable Instant leftAt) {}

  private Enrollments() {}

  /**
   * Finds a row.
   *
   * @param lock what ends the statement: the dialect's {@code forUpdate()} when the row decides or
   *     is going to change
   */
  static Optional<Row> find(
      Connection connection, Ledger.Instance of, EnrollmentId enrollment, String lock)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT * FROM enrollment WHERE tenant = ? AND instance = ? AND enrollment = ?"
                + lock)) {
      new Cells(select).text(of.tenant()).text(of.instance()).text(enrollment.value());
      try (ResultSet found = select.executeQuery()) {
        return found.next() ? Optional.of(row(found)) : Optional.empty();
      }
    }
  }

  static Row row(ResultSet found) throws SQLException {
    return new Row(
        found.getLong("id"),
        new Ledger.Instance(found.getString("tenant"), found.getString("instance")),
        DeviceJson.read(found.getString("device")),
        Status.valueOf(found.getString("status")),
        found.getLong("owner_version"),
        found.getInt("generations"),
        found.getInt("enrollments"),
        time(found, "enrolled_millis").orElse(null),
        time(found, "left_millis").orElse(null));
  }

  /** Draws the next generation of an enrollment, whose row this transaction holds. */
  static int nextGeneration(Connection connection, Row row) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE enrollment SET generations = generations + 1 WHERE id = ?"
                + " RETURNING generations")) {
      new Cells(update).number(row.id());
      try (ResultSet drawn = update.executeQuery()) {
        drawn.next();
        return drawn.getInt(1);
      }
    }
  }

  /**
   * Holds an enrollment until the transaction ends: whoever writes its entries does so first, facts
   * and saves alike, so none of them decides by what another is about to change.
   *
   * @param lock the dialect's {@code forUpdate()}; empty where one writer holds everything anyway
   */
  static void hold(Connection connection, EntryKey key, String lock) throws SQLException {
    if (!lock.isEmpty()) {
      try (PreparedStatement select =
          connection.prepareStatement(
              "SELECT id FROM enrollment WHERE tenant = ? AND instance = ? AND enrollment = ?"
                  + lock)) {
        new Cells(select).key(key);
        select.executeQuery().close();
      }
    }
  }
}
