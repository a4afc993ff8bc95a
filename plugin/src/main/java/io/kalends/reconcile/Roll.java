package io.kalends.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import io.kalends.enrollment.Device;
import io.kalends.enrollment.DeviceJson;
import io.kalends.enrollment.EnrollmentId;
import io.kalends.ledger.Ledger.Instance;
import io.kalends.store.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The registry, as far as comparing needs it: who was seen in which pass, who is missing. */
final class Roll {

  private static final int FEW = 5;
  private static final int PERCENT = 2;

  private final Database database;
  private final Guards guards;

  /**
   * Some rows, and where the next begin.
   *
   * @param devices as the registry has them
   * @param last the highest row number among them; what was asked with when there are none
   */
  record Slice(List<Device> devices, long last) {}

  /**
   * Part of those the registry knows by their id alone.
   *
   * @param ids in the order of the registry
   * @param last where the next part begins
   */
  record Mentioned(List<EnrollmentId> ids, long last) {}

  /**
   * What is missing for so long that it has left.
   *
   * @param enrollments empty when there are none, or when there are too many to be true
   * @param stopped how many were held back
   */
  record Leavers(List<EnrollmentId> enrollments, int stopped) {}

  Roll(Database database, Guards guards) {
    this.database = database;
    this.guards = guards;
  }

  /** From here on, whoever is registered and not met in this pass is missing. */
  void call(Pass pass) {
    database.write(
        "begin a pass over the registry",
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE enrollment SET seen_in_pass = ? WHERE tenant = ? AND instance = ?"
                      + " AND status = 'ENROLLED' AND seen_in_pass IS NULL")) {
            update.setLong(1, pass.number() - 1);
            instance(update, 2, pass.of());
            return update.executeUpdate();
          }
        });
  }

  /** Marks who is there, and gives back whom the registry does not have as the list has them. */
  List<Device> mark(Pass pass, List<Device> listed) {
    return database.write("mark who is listed", connection -> mark(connection, pass, listed));
  }

  private static List<Device> mark(Connection connection, Pass pass, List<Device> listed)
      throws SQLException {
    List<Device> different = new ArrayList<>();
    Set<EnrollmentId> met = new HashSet<>();
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE enrollment SET seen_in_pass = ?, absent_since_millis = NULL, seen_millis = ?"
                + " WHERE tenant = ? AND instance = ? AND enrollment = ?"
                + " RETURNING status, device")) {
      update.setLong(1, pass.number());
      update.setLong(2, pass.now().toEpochMilli());
      instance(update, 3, pass.of());
      for (Device device : listed) {
        update.setString(5, device.id().value());
        try (ResultSet row = update.executeQuery()) {
          boolean same =
              row.next()
                  && row.getString("status").equals("ENROLLED")
                  && tellsNothingNew(device, row.getString("device"));
          if (!same && met.add(device.id())) {
            different.add(device);
          }
        }
      }
    }
    return different;
  }

  /** The registry keeps what a list leaves out, so only what the list says is compared. */
  private static boolean tellsNothingNew(Device listed, String registered) {
    if (registered.isEmpty()) {
      return false;
    }
    JsonNode known = DeviceJson.object(DeviceJson.read(registered));
    return DeviceJson.object(listed).properties().stream()
        .allMatch(field -> field.getValue().equals(known.path(field.getKey())));
  }

  /** Notes who is missing now, and decides who has been for too long. */
  Leavers leavers(Pass pass, Duration goneAfter, String node) {
    return database.write(
        "look who is missing",
        connection -> {
          noteAbsent(connection, pass);
          return goneAfter.isZero()
              ? new Leavers(List.of(), 0)
              : judged(connection, pass, goneAfter, node, "absent_since_millis");
        });
  }

  /** Decides who has not been heard of for too long, where there is no list. */
  Leavers silent(Pass pass, Duration goneAfter, String node) {
    return database.write(
        "look who is silent",
        connection -> judged(connection, pass, goneAfter, node, "seen_millis"));
  }

  /** User channels are in no list of devices: they go with their device. */
  private static void noteAbsent(Connection connection, Pass pass) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE enrollment SET absent_since_millis = ? WHERE tenant = ? AND instance = ?"
                + " AND status = 'ENROLLED' AND parent IS NULL AND seen_in_pass < ?"
                + " AND absent_since_millis IS NULL")) {
      update.setLong(1, pass.now().toEpochMilli());
      instance(update, 2, pass.of());
      update.setLong(4, pass.number());
      update.executeUpdate();
    }
  }

  private Leavers judged(
      Connection connection, Pass pass, Duration goneAfter, String node, String column)
      throws SQLException {
    List<EnrollmentId> gone = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT enrollment FROM enrollment WHERE tenant = ? AND instance = ?"
                + " AND status = 'ENROLLED' AND parent IS NULL AND "
                + column
                + " <= ? ORDER BY id")) {
      instance(select, 1, pass.of());
      select.setLong(3, pass.now().minus(goneAfter).toEpochMilli());
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          gone.add(new EnrollmentId(row.getString(1)));
        }
      }
    }
    int limit = Math.max(FEW, enrolled(connection, pass.of()) * PERCENT / 100);
    if (gone.size() <= limit || guards.useAllowance(connection, pass.of())) {
      return new Leavers(gone, 0);
    }
    guards.stopWithdrawals(
        connection,
        pass.of(),
        node,
        "%d enrollments are gone, more than the %d that are withdrawn without asking; if that is"
                .formatted(gone.size(), limit)
            + " true, allow it; if not, look at the MDM's list");
    return new Leavers(List.of(), gone.size());
  }

  private static int enrolled(Connection connection, Instance of) throws SQLException {
    try (PreparedStatement count =
        connection.prepareStatement(
            "SELECT count(*) FROM enrollment WHERE tenant = ? AND instance = ?"
                + " AND status = 'ENROLLED'")) {
      instance(count, 1, of);
      try (ResultSet row = count.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    }
  }

  /** Heard of, but not known to have enrolled. */
  Mentioned discovered(Instance of, long after, int max) {
    return database.read(
        "read who was discovered",
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT id, enrollment FROM enrollment WHERE tenant = ? AND instance = ?"
                      + " AND status = 'DISCOVERED' AND id > ? ORDER BY id LIMIT ?")) {
            instance(select, 1, of);
            select.setLong(3, after);
            select.setInt(4, max);
            List<EnrollmentId> ids = new ArrayList<>();
            long last = after;
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                last = row.getLong(1);
                ids.add(new EnrollmentId(row.getString(2)));
              }
            }
            return new Mentioned(ids, last);
          }
        });
  }

  /** Enrolled, and for this enrollment nothing was ever opened. */
  Slice unserved(Instance of, long after, int max) {
    return slice(
        of,
        after,
        max,
        "n.status = 'ENROLLED' AND NOT EXISTS (SELECT 1 FROM entry e WHERE e.tenant = n.tenant"
            + " AND e.instance = n.instance AND e.enrollment = n.enrollment"
            + " AND (e.state <> 'GONE' OR e.cause = 'enrolled:' || n.enrollments))");
  }

  private Slice slice(Instance of, long after, int max, String condition) {
    return database.read(
        "read the registry",
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT n.id, n.device FROM enrollment n WHERE n.tenant = ? AND n.instance = ?"
                      + " AND n.id > ? AND "
                      + condition
                      + " ORDER BY n.id LIMIT ?")) {
            instance(select, 1, of);
            select.setLong(3, after);
            select.setInt(4, max);
            List<Device> devices = new ArrayList<>();
            long last = after;
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                last = row.getLong(1);
                devices.add(DeviceJson.read(row.getString(2)));
              }
            }
            return new Slice(devices, last);
          }
        });
  }

  private static void instance(PreparedStatement statement, int first, Instance of)
      throws SQLException {
    statement.setString(first, of.tenant());
    statement.setString(first + 1, of.instance());
  }
}
