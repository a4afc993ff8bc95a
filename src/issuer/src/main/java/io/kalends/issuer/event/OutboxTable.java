package io.kalends.issuer.event;

import io.kalends.store.Dialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The SQL. */
final class OutboxTable {

  /** How an event ends. */
  enum End {
    DELIVERED,
    GIVEN_UP,
    /** Nobody wanted to know. */
    DROPPED
  }

  private OutboxTable() {}

  static void insert(Connection connection, String eventId, String appId, Event event, Instant now)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO event_outbox (event_id, app_id, tenant, schema_version, event_type,"
                + " content, state, tries, reason, created_millis, due_millis, lease_until_millis,"
                + " finished_millis) VALUES (?, ?, ?, ?, ?, ?, 'WAITING', 0, '', ?, ?, 0, 0)")) {
      insert.setString(1, eventId);
      insert.setString(2, appId);
      insert.setString(3, event.tenant());
      insert.setString(4, event.schema());
      insert.setString(5, event.type());
      insert.setString(6, EventJson.atRest(event.content()));
      insert.setLong(7, now.toEpochMilli());
      insert.setLong(8, now.toEpochMilli());
      insert.executeUpdate();
    }
  }

  /**
   * What may be claimed, and by whom.
   *
   * @param due events due at this time
   * @param now by the clock all nodes share: leases that ended at this time are over
   * @param lease how long nobody else may claim it
   */
  record Claim(Instant due, Instant now, Duration lease) {}

  /** Claims the event that has waited longest. One that another node is claiming is passed over. */
  static Optional<OutboxRow> claim(Connection connection, Dialect dialect, Claim claim)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE event_outbox SET lease_until_millis = ? WHERE id = (SELECT id FROM event_outbox"
                + " WHERE state = 'WAITING' AND due_millis <= ? AND lease_until_millis <= ?"
                + " ORDER BY due_millis, id LIMIT 1"
                + dialect.skipLocked()
                + ") RETURNING id, event_id, app_id, tenant, schema_version, event_type, content,"
                + " tries, created_millis, lease_until_millis")) {
      update.setLong(1, claim.now().plus(claim.lease()).toEpochMilli());
      update.setLong(2, claim.due().toEpochMilli());
      update.setLong(3, claim.now().toEpochMilli());
      try (ResultSet row = update.executeQuery()) {
        return row.next() ? Optional.of(row(row)) : Optional.empty();
      }
    }
  }

  /** Ends an event; its content is erased. Does nothing when the lease was lost. */
  static void finish(
      Connection connection, OutboxRow row, End end, int tries, String reason, Instant now)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE event_outbox SET state = ?, tries = ?, reason = ?, content = '',"
                + " finished_millis = ?, lease_until_millis = 0"
                + " WHERE id = ? AND lease_until_millis = ?")) {
      update.setString(1, end.name());
      update.setInt(2, tries);
      update.setString(3, reason);
      update.setLong(4, now.toEpochMilli());
      update.setLong(5, row.id());
      update.setLong(6, row.leaseUntil().toEpochMilli());
      update.executeUpdate();
    }
  }

  /** Puts an event back for a later try. Does nothing when the lease was lost. */
  static void retry(Connection connection, OutboxRow row, String reason, Instant due)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE event_outbox SET tries = ?, reason = ?, due_millis = ?,"
                + " lease_until_millis = 0 WHERE id = ? AND lease_until_millis = ?")) {
      update.setInt(1, row.tries() + 1);
      update.setString(2, reason);
      update.setLong(3, due.toEpochMilli());
      update.setLong(4, row.id());
      update.setLong(5, row.leaseUntil().toEpochMilli());
      update.executeUpdate();
    }
  }

  /** Lets an app's other events wait a moment; that is no try. */
  static void holdBack(Connection connection, String appId, Instant now, Instant until)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE event_outbox SET due_millis = ? WHERE state = 'WAITING' AND due_millis < ?"
                + " AND app_id = ? AND lease_until_millis <= ?")) {
      update.setLong(1, until.toEpochMilli());
      update.setLong(2, until.toEpochMilli());
      update.setString(3, appId);
      update.setLong(4, now.toEpochMilli());
      update.executeUpdate();
    }
  }

  static List<UndeliveredEvent> undelivered(Connection connection) throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement(
                "SELECT event_id, app_id, event_type, tries, reason, created_millis,"
                    + " finished_millis FROM event_outbox WHERE state = 'GIVEN_UP' ORDER BY id");
        ResultSet rows = select.executeQuery()) {
      List<UndeliveredEvent> events = new ArrayList<>();
      while (rows.next()) {
        events.add(
            new UndeliveredEvent(
                rows.getString(1),
                rows.getString(2),
                rows.getString(3),
                rows.getInt(4),
                rows.getString(5),
                Instant.ofEpochMilli(rows.getLong(6)),
                Instant.ofEpochMilli(rows.getLong(7))));
      }
      return events;
    }
  }

  static int prune(Connection connection, Instant before) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement(
            "DELETE FROM event_outbox WHERE state <> 'WAITING' AND finished_millis < ?")) {
      delete.setLong(1, before.toEpochMilli());
      return delete.executeUpdate();
    }
  }

  private static OutboxRow row(ResultSet row) throws SQLException {
    return new OutboxRow(
        row.getLong(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.getString(6),
        row.getString(7),
        row.getInt(8),
        Instant.ofEpochMilli(row.getLong(9)),
        Instant.ofEpochMilli(row.getLong(10)));
  }
}
