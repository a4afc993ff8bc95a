package io.kalends.issuer.token;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Takes back what was granted, at once on every node. */
final class Revoking {

  /** An app's id, or every app where it is empty. */
  private static final String OF = " WHERE account_id = ? AND (? = '' OR app = ?)";

  private Revoking() {}

  /** All that came of one code. */
  static void family(Connection connection, long family, Instant now) throws SQLException {
    for (String update :
        List.of(
            "UPDATE token_family SET revoked_millis = ? WHERE id = ? AND revoked_millis IS NULL",
            "UPDATE access_token SET revoked_millis = ?"
                + " WHERE family_id = ? AND revoked_millis IS NULL")) {
      try (PreparedStatement statement = connection.prepareStatement(update)) {
        statement.setLong(1, now.toEpochMilli());
        statement.setLong(2, family);
        statement.executeUpdate();
      }
    }
  }

  /**
   * All of a person. First what new tokens would be made of, so that none is made meanwhile.
   *
   * @param app empty for every app
   */
  static List<Revoked> person(
      Connection connection, long account, String app, Revoked.Reason reason, Instant now)
      throws SQLException {
    for (String table : List.of("user_grant", "authorization_code")) {
      String unused = table.equals("user_grant") ? "" : " AND used_millis IS NULL";
      try (PreparedStatement delete =
          connection.prepareStatement("DELETE FROM " + table + OF + unused)) {
        bind(delete, 1, account, app);
        delete.executeUpdate();
      }
    }
    Set<String> refresh = refreshable(connection, account, app, now);
    Set<String> access = new TreeSet<>();
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE access_token SET revoked_millis = ?"
                + OF
                + " AND revoked_millis IS NULL AND expires_millis > ? RETURNING app")) {
      update.setLong(1, now.toEpochMilli());
      bind(update, 2, account, app);
      update.setLong(5, now.toEpochMilli());
      collect(update, access);
    }
    Set<String> apps = new TreeSet<>(access);
    apps.addAll(refresh);
    List<Revoked> revoked = new ArrayList<>();
    for (String each : apps) {
      revoked.add(
          new Revoked(each, account, access.contains(each), refresh.contains(each), reason));
    }
    return revoked;
  }

  /** All of an app, whoever granted it. How many access tokens still counted. */
  static int app(Connection connection, String app, Instant now) throws SQLException {
    for (String delete :
        List.of(
            "DELETE FROM user_grant WHERE app = ?",
            "DELETE FROM authorization_code WHERE app = ? AND used_millis IS NULL")) {
      try (PreparedStatement statement = connection.prepareStatement(delete)) {
        statement.setString(1, app);
        statement.executeUpdate();
      }
    }
    int revoked = 0;
    for (String table : List.of("token_family", "access_token")) {
      try (PreparedStatement update =
          connection.prepareStatement(
              "UPDATE "
                  + table
                  + " SET revoked_millis = ? WHERE app = ? AND revoked_millis IS NULL")) {
        update.setLong(1, now.toEpochMilli());
        update.setString(2, app);
        // The last one is that of the access tokens.
        revoked = update.executeUpdate();
      }
    }
    return revoked;
  }

  /** The apps whose refresh tokens counted until now. */
  private static Set<String> refreshable(
      Connection connection, long account, String app, Instant now) throws SQLException {
    Set<String> families = new TreeSet<>();
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE token_family SET revoked_millis = ?"
                + OF
                + " AND revoked_millis IS NULL RETURNING app")) {
      update.setLong(1, now.toEpochMilli());
      bind(update, 2, account, app);
      collect(update, families);
    }
    Set<String> apps = new TreeSet<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT DISTINCT f.app FROM token_family f JOIN refresh_token r ON r.family_id = f.id"
                + " WHERE f.account_id = ? AND f.revoked_millis = ?"
                + " AND r.used_millis IS NULL AND r.expires_millis > ?")) {
      select.setLong(1, account);
      select.setLong(2, now.toEpochMilli());
      select.setLong(3, now.toEpochMilli());
      collect(select, apps);
    }
    apps.retainAll(families);
    return apps;
  }

  private static void bind(PreparedStatement statement, int first, long account, String app)
      throws SQLException {
    statement.setLong(first, account);
    statement.setString(first + 1, app);
    statement.setString(first + 2, app);
  }

  private static void collect(PreparedStatement statement, Set<String> apps) throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        apps.add(rows.getString(1));
      }
    }
  }
}
