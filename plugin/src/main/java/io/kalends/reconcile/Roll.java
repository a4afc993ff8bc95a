package io.kalends.reconcile;

import io.kalends.enrollment.Device;
import io.kalends.enrollment.DeviceJson;
import io.kalends.enrollment.EnrollmentId;
import io.kalends.ledger.Ledger.Instance;
import io.kalends.store.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The registry, as far as comparing it with a list needs it: who was seen in which pass. */
final class Roll {

  private final Database database;

  Roll(Database database) {
    this.database = database;
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
    // In one order, so that two who hold many rows seldom wait for each other.
    List<Device> sorted = listed.stream().sorted(Comparator.comparing(Device::id)).toList();
    return database.write("mark who is listed", connection -> mark(connection, pass, sorted));
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

  private static boolean tellsNothingNew(Device listed, String registered) {
    return !registered.isEmpty() && DeviceJson.addsNothing(listed, DeviceJson.read(registered));
  }

  static void instance(PreparedStatement statement, int first, Instance of) throws SQLException {
    statement.setString(first, of.tenant());
    statement.setString(first + 1, of.instance());
  }
}
