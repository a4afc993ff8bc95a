package io.kalends.report;

import io.kalends.enrollment.Device;
import io.kalends.enrollment.DeviceJson;
import io.kalends.enrollment.EnrollmentId;
import io.kalends.ledger.EntryKey;
import io.kalends.ledger.Hold;
import io.kalends.ledger.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** What the rows of the ledger's tables say. */
final class Rows {

  private Rows() {}

  static EntryView entry(ResultSet row) throws SQLException {
    Optional<String> cause = Optional.ofNullable(row.getString("hold"));
    Optional<Hold> hold =
        cause.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Hold(
                    Hold.Cause.valueOf(cause.get()),
                    time(row, "hold_since_millis").orElseThrow(),
                    row.getString("hold_detail")));
    return new EntryView(
        row.getLong("id"),
        key(row),
        row.getString("cause"),
        State.valueOf(row.getString("state")),
        row.getString("proof"),
        row.getString("source_half"),
        Optional.ofNullable(row.getString("owner")),
        Optional.ofNullable(row.getString("label")),
        hold,
        Optional.ofNullable(row.getString("withdrawal")),
        time(row, "due_millis"),
        time(row, "state_since_millis").orElseThrow());
  }

  static EnrollmentView enrollment(ResultSet row) throws SQLException {
    String json = row.getString("device");
    Optional<Device> device =
        json.isEmpty() ? Optional.empty() : Optional.of(DeviceJson.read(json));
    return new EnrollmentView(
        row.getLong("id"),
        new EnrollmentId(row.getString("enrollment")),
        row.getString("status"),
        device,
        time(row, "seen_millis").orElseThrow(),
        time(row, "left_millis"));
  }

  static ReceiptLine line(ResultSet row) throws SQLException {
    int generation = row.getInt("generation");
    return new ReceiptLine(
        row.getLong("id"),
        time(row, "at_millis").orElseThrow(),
        generation == 0 ? Optional.empty() : Optional.of(generation),
        row.getString("actor"),
        row.getString("from_state"),
        row.getString("to_state"),
        row.getString("detail"));
  }

  static Leftover owed(ResultSet row) throws SQLException {
    return new Leftover(
        row.getLong("id"),
        key(row),
        row.getString("owner"),
        row.getString("label"),
        "",
        time(row, "state_since_millis").orElseThrow());
  }

  static Leftover orphan(ResultSet row) throws SQLException {
    return new Leftover(
        row.getLong("id"),
        key(row),
        row.getString("owner"),
        row.getString("label"),
        row.getString("exchange_id"),
        time(row, "at_millis").orElseThrow());
  }

  private static EntryKey key(ResultSet row) throws SQLException {
    return new EntryKey(
        row.getString("tenant"),
        row.getString("instance"),
        new EnrollmentId(row.getString("enrollment")),
        row.getInt("generation"));
  }

  static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }
}
