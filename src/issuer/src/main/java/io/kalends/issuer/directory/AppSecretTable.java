package io.kalends.issuer.directory;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The SQL of app secrets. */
final class AppSecretTable {

  private static final String SELECT =
      "SELECT created_millis, ends_millis FROM app_secret WHERE app = ?";

  private AppSecretTable() {}

  /** None or one. */
  static List<AppSecrets.Known> find(Connection connection, String app, byte[] hmac)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(SELECT + " AND secret_hmac = ?")) {
      select.setString(1, app);
      select.setBytes(2, hmac);
      return secrets(select);
    }
  }

  static List<AppSecrets.Known> list(Connection connection, String app) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(SELECT + " ORDER BY id")) {
      select.setString(1, app);
      return secrets(select);
    }
  }

  /** One that is there stays as it is. */
  static void insert(Connection connection, String app, byte[] hmac, AppSecrets.Known secret)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO app_secret (app, secret_hmac, created_millis, ends_millis)"
                + " VALUES (?, ?, ?, ?) ON CONFLICT (app, secret_hmac) DO NOTHING")) {
      insert.setString(1, app);
      insert.setBytes(2, hmac);
      insert.setLong(3, secret.created().toEpochMilli());
      if (secret.ends().equals(Instant.MAX)) {
        insert.setNull(4, Types.BIGINT);
      } else {
        insert.setLong(4, secret.ends().toEpochMilli());
      }
      insert.executeUpdate();
    }
  }

  /** An end once set is never put off. */
  static void end(Connection connection, String app, Instant ends) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE app_secret SET ends_millis = ?"
                + " WHERE app = ? AND (ends_millis IS NULL OR ends_millis > ?)")) {
      update.setLong(1, ends.toEpochMilli());
      update.setString(2, app);
      update.setLong(3, ends.toEpochMilli());
      update.executeUpdate();
    }
  }

  private static List<AppSecrets.Known> secrets(PreparedStatement select) throws SQLException {
    try (ResultSet rows = select.executeQuery()) {
      List<AppSecrets.Known> secrets = new ArrayList<>();
      while (rows.next()) {
        long ends = rows.getLong(2);
        Instant end = rows.wasNull() ? Instant.MAX : Instant.ofEpochMilli(ends);
        secrets.add(new AppSecrets.Known(Instant.ofEpochMilli(rows.getLong(1)), end));
      }
      return secrets;
    }
  }
}
