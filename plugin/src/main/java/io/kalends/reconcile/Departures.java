package io.kalends.reconcile;

import io.kalends.enrollment.EnrollmentId;
import io.kalends.ledger.Ledger.Instance;
import io.kalends.store.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Who has been missing for so long that it has left, and how many of them at once are believed.
 * User channels are in no list of devices: they go with their device, and while one of them is
 * heard of, so is the device.
 */
final class Departures {

  private static final int FEW = 5;
  private static final int PERCENT = 2;

  private static final String MISSING =
      "SELECT n.enrollment FROM enrollment n WHERE n.tenant = ? AND n.instance = ?"
          + " AND n.status = 'ENROLLED' AND n.parent IS NULL AND n.seen_millis <= ?";

  private static final String CHILDREN_SILENT =
      " AND NOT EXISTS (SELECT 1 FROM enrollment c WHERE c.tenant = n.tenant"
          + " AND c.instance = n.instance AND c.parent = n.enrollment AND c.seen_millis > ?)"
          + " ORDER BY n.id";

  private final Database database;
  private final Guards guards;
  private final String node;

  /**
   * What is missing for so long that it has left.
   *
   * @param enrollments empty when there are none, or when there are too many to be true
   * @param stopped how many were held back
   */
  record Leavers(List<EnrollmentId> enrollments, int stopped) {}

  Departures(Database database, Guards guards, String node) {
    this.database = database;
    this.guards = guards;
    this.node = node;
  }

  /** At the end of a list: notes who is missing now, and decides who has been for too long. */
  Leavers leavers(Pass pass, Duration goneAfter) {
    return database.write(
        "look who is missing",
        connection -> {
          noteAbsent(connection, pass);
          return goneAfter.isZero()
              ? new Leavers(List.of(), 0)
              : judged(connection, pass, goneAfter, " AND n.absent_since_millis <= ?");
        });
  }

  /** Decides who has not been heard of for too long, where there is no list. */
  Leavers silent(Pass pass, Duration silentAfter) {
    // The same condition again, so that both ask with the same values.
    return database.write(
        "look who is silent",
        connection -> judged(connection, pass, silentAfter, " AND n.seen_millis <= ?"));
  }

  private static void noteAbsent(Connection connection, Pass pass) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE enrollment SET absent_since_millis = ? WHERE tenant = ? AND instance = ?"
                + " AND status = 'ENROLLED' AND parent IS NULL AND seen_in_pass < ?"
                + " AND absent_since_millis IS NULL")) {
      update.setLong(1, pass.now().toEpochMilli());
      Roll.instance(update, 2, pass.of());
      update.setLong(4, pass.number());
      update.executeUpdate();
    }
  }

  private Leavers judged(Connection connection, Pass pass, Duration missing, String condition)
      throws SQLException {
    Instance of = pass.of();
    List<EnrollmentId> gone = missing(connection, pass, missing, condition);
    int all = enrolled(connection, of);
    int limit = Math.max(FEW, all * PERCENT / 100);
    // Used up in any case: what was allowed was this pass, not one in a year.
    int allowed = guards.useAllowance(connection, of);
    boolean likely = gone.size() <= limit && gone.size() < all;
    if (gone.isEmpty() || likely || gone.size() <= allowed) {
      guards.liftWithdrawals(connection, of);
      return new Leavers(gone, 0);
    }
    guards.stopWithdrawals(connection, of, node, gone.size(), said(gone.size(), all, limit));
    return new Leavers(List.of(), gone.size());
  }

  private static String said(int gone, int all, int limit) {
    String what =
        gone == all
            ? "all %d enrollments are gone, as if the MDM's list were empty".formatted(all)
            : "%d of %d enrollments are gone, more than the %d that are withdrawn without asking"
                .formatted(gone, all, limit);
    return what + "; if that is true, allow it; if not, look at the MDM's list";
  }

  private static List<EnrollmentId> missing(
      Connection connection, Pass pass, Duration missing, String condition) throws SQLException {
    long since = pass.now().minus(missing).toEpochMilli();
    try (PreparedStatement select =
        connection.prepareStatement(MISSING + condition + CHILDREN_SILENT)) {
      Roll.instance(select, 1, pass.of());
      select.setLong(3, since);
      select.setLong(4, since);
      select.setLong(5, since);
      List<EnrollmentId> gone = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          gone.add(new EnrollmentId(row.getString(1)));
        }
      }
      return gone;
    }
  }

  private static int enrolled(Connection connection, Instance of) throws SQLException {
    try (PreparedStatement count =
        connection.prepareStatement(
            "SELECT count(*) FROM enrollment WHERE tenant = ? AND instance = ?"
                + " AND status = 'ENROLLED' AND parent IS NULL")) {
      Roll.instance(count, 1, of);
      try (ResultSet row = count.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    }
  }
}
