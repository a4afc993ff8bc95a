package io.kalends.ledger;

import static io.kalends.ledger.EntryTable.time;

import io.kalends.enrollment.Device;
import io.kalends.enrollment.DeviceJson;
import io.kalends.enrollment.EnrollmentId;
import io.kalends.ledger.EntryTable.Cells;
import io.kalends.store.Tail;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rows of the table {@code enrollment}: the registry. */
final class Enrollments {

  /** Whether the MDM manages it. */
  enum Status {
    /** Something was heard of it, but not that it enrolled, or enrolled again. */
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
   * @param enrollment the MDM's id
   * @param described as the MDM described it last; null while it only mentioned it
   * @param status whether it is managed
   * @param ownerVersion rises when what the MDM says about the owner changes
   * @param generations the last one allotted
   * @param enrollments how often it enrolled
   * @param enrolledAt by the MDM's clock; null when never heard
   * @param leftAt by the MDM's clock: what it did before that is over; null when never heard
   * @param ownerAt by the MDM's clock: when it last said whose it is; null when never heard
   */
  record Row(
      long id,
      Ledger.Instance of,
      EnrollmentId enrollment,
      @Nullable Device described,
      Status status,
      long ownerVersion,
      int generations,
      int enrollments,
      @Nullable Instant enrolledAt,
      @Nullable Instant leftAt,
      @Nullable Instant ownerAt) {

    /** As the MDM described it last; only to be asked of what enrolled at least once. */
    Device device() {
      if (described == null) {
        throw new IllegalStateException(enrollment + " was only mentioned, never described");
      }
      return described;
    }

    boolean enrolled() {
      return status == Status.ENROLLED;
    }

    Row as(Device device, Status next) {
      return new Row(
          id,
          of,
          enrollment,
          device,
          next,
          ownerVersion,
          generations,
          enrollments,
          enrolledAt,
          leftAt,
          ownerAt);
    }

    Row owned(Device device, Instant at) {
      return new Row(
          id,
          of,
          enrollment,
          device,
          status,
          ownerVersion + 1,
          generations,
          enrollments,
          enrolledAt,
          leftAt,
          at);
    }

    Row enrolledAgain() {
      return new Row(
          id,
          of,
          enrollment,
          described,
          status,
          ownerVersion,
          generations,
          enrollments + 1,
          enrolledAt,
          leftAt,
          ownerAt);
    }

    Row drawn() {
      return new Row(
          id,
          of,
          enrollment,
          described,
          status,
          ownerVersion,
          generations + 1,
          enrollments,
          enrolledAt,
          leftAt,
          ownerAt);
    }

    Row enrolled(Instant at) {
      return new Row(
          id,
          of,
          enrollment,
          described,
          status,
          ownerVersion,
          generations,
          enrollments,
          later(enrolledAt, at),
          leftAt,
          ownerAt);
    }

    /** What it did before is over, whether or not it came back. */
    Row left(Instant at, Status next) {
      return new Row(
          id,
          of,
          enrollment,
          described,
          next,
          ownerVersion,
          generations,
          enrollments,
          enrolledAt,
          later(leftAt, at),
          ownerAt);
    }

    /** It shows signs of life after its end: whoever knows what it is may take it up again. */
    Row heardOfAgain() {
      return new Row(
          id,
          of,
          enrollment,
          described,
          Status.DISCOVERED,
          ownerVersion,
          generations,
          enrollments,
          enrolledAt,
          leftAt,
          ownerAt);
    }

    private static Instant later(@Nullable Instant one, Instant other) {
      return one == null || other.isAfter(one) ? other : one;
    }
  }

  private static final String INSERT =
      "INSERT INTO enrollment (tenant, instance, enrollment, status, device, owner_version,"
          + " generations, enrollments, seen_millis) VALUES (?, ?, ?, 'DISCOVERED', '', 0, 0, 0, ?)"
          + " ON CONFLICT DO NOTHING RETURNING *";

  private static final String DRAW = "UPDATE enrollment SET generations = ? WHERE id = ?";

  private static final String UPDATE =
      "UPDATE enrollment SET device = ?, parent = ?, status = ?, owner_version = ?,"
          + " enrollments = ?, enrolled_millis = ?, left_millis = ?, owner_millis = ?,"
          + " seen_millis = ?,"
          // Missing from a list in an earlier life says nothing about this one.
          + " absent_since_millis = CASE WHEN enrollments = ? THEN absent_since_millis END,"
          + " seen_in_pass = CASE WHEN enrollments = ? THEN seen_in_pass END WHERE id = ?";

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
    String device = found.getString("device");
    return new Row(
        found.getLong("id"),
        new Ledger.Instance(found.getString("tenant"), found.getString("instance")),
        new EnrollmentId(found.getString("enrollment")),
        device.isEmpty() ? null : DeviceJson.read(device),
        Status.valueOf(found.getString("status")),
        found.getLong("owner_version"),
        found.getInt("generations"),
        found.getInt("enrollments"),
        time(found, "enrolled_millis").orElse(null),
        time(found, "left_millis").orElse(null),
        time(found, "owner_millis").orElse(null));
  }

  /** The user channels of a device, held like {@link #find}. */
  static List<Row> children(Connection connection, Row parent, String lock) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT * FROM enrollment WHERE tenant = ? AND instance = ? AND parent = ?"
                + " ORDER BY id"
                + lock)) {
      new Cells(select)
          .text(parent.of().tenant())
          .text(parent.of().instance())
          .text(parent.enrollment().value());
      List<Row> rows = new ArrayList<>();
      try (ResultSet found = select.executeQuery()) {
        while (found.next()) {
          rows.add(row(found));
        }
      }
      return rows;
    }
  }

  /**
   * Adds a row of which nothing is known, DISCOVERED.
   *
   * @return empty when there is one
   */
  static Optional<Row> discover(
      Connection connection, Ledger.Instance of, EnrollmentId enrollment, Instant now)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      Cells cells = new Cells(insert).text(of.tenant()).text(of.instance());
      cells.text(enrollment.value()).time(now);
      try (ResultSet added = insert.executeQuery()) {
        return added.next() ? Optional.of(row(added)) : Optional.empty();
      }
    }
  }

  /** Writes a row that this transaction holds, and that it was heard of now. */
  static void update(Connection connection, Row row, Instant now) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
      Device device = row.described();
      Cells cells = new Cells(update).text(device == null ? "" : DeviceJson.write(device));
      cells.text(device == null ? null : device.parent().map(EnrollmentId::value).orElse(null));
      cells.text(row.status().name()).number(row.ownerVersion()).number(row.enrollments());
      cells.time(row.enrolledAt()).time(row.leftAt()).time(row.ownerAt()).time(now);
      cells.number(row.enrollments()).number(row.enrollments()).number(row.id());
      update.executeUpdate();
    }
  }

  /** Draws the next generation of an enrollment, whose row this transaction holds. */
  static Row nextGeneration(Tail tail, Row row) throws SQLException {
    Row next = row.drawn();
    tail.add(DRAW, update -> new Cells(update).number(next.generations()).number(next.id()));
    return next;
  }
}
