package io.kalends.issuer.token;

import io.kalends.issuer.directory.SecretHash;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** The SQL of refresh tokens and of the families they belong to. */
final class FamilyTable {

  /** A refresh token and its family. */
  record Row(
      long family,
      String app,
      long account,
      Grants.Generation generation,
      String scopes,
      Instant authorized,
      Instant expires,
      boolean used,
      boolean revoked) {}

  private FamilyTable() {}

  static long insert(
      Connection connection, String app, long account, Instant authorized, Instant expires)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO token_family (app, account_id, authorized_millis, expires_millis)"
                + " VALUES (?, ?, ?, ?) RETURNING id")) {
      insert.setString(1, app);
      insert.setLong(2, account);
      insert.setLong(3, authorized.toEpochMilli());
      insert.setLong(4, expires.toEpochMilli());
      try (ResultSet row = insert.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  /**
   * Lets a family live longer. Locks it: whoever revokes it comes before, and this finds nothing,
   * or after, and finds the tokens of this transaction.
   */
  static boolean prolong(Connection connection, long family, Instant expires) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE token_family SET expires_millis = ?"
                + " WHERE id = ? AND revoked_millis IS NULL")) {
      update.setLong(1, expires.toEpochMilli());
      update.setLong(2, family);
      return update.executeUpdate() == 1;
    }
  }

  static void insertToken(
      Connection connection,
      SecretHash token,
      long family,
      Grants.Generation generation,
      String scopes,
      Instant expires)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO refresh_token (sha256, family_id, generation, scopes, expires_millis)"
                + " VALUES (?, ?, ?, ?, ?)")) {
      insert.setString(1, token.sha256());
      insert.setLong(2, family);
      insert.setString(3, generation.name());
      insert.setString(4, scopes);
      insert.setLong(5, expires.toEpochMilli());
      insert.executeUpdate();
    }
  }

  static Optional<Row> find(Connection connection, SecretHash token) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT f.id, f.app, f.account_id, r.generation, r.scopes, f.authorized_millis,"
                + " r.expires_millis, r.used_millis IS NOT NULL, f.revoked_millis IS NOT NULL"
                + " FROM refresh_token r JOIN token_family f ON f.id = r.family_id"
                + " WHERE r.sha256 = ?")) {
      select.setString(1, token.sha256());
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? Optional.of(
                new Row(
                    row.getLong(1),
                    row.getString(2),
                    row.getLong(3),
                    Grants.Generation.valueOf(row.getString(4)),
                    row.getString(5),
                    Instant.ofEpochMilli(row.getLong(6)),
                    Instant.ofEpochMilli(row.getLong(7)),
                    row.getBoolean(8),
                    row.getBoolean(9)))
            : Optional.empty();
      }
    }
  }

  /** True for one caller only, whoever else tries at the same time. */
  static boolean use(Connection connection, SecretHash token, Instant now) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE refresh_token SET used_millis = ? WHERE sha256 = ? AND used_millis IS NULL")) {
      update.setLong(1, now.toEpochMilli());
      update.setString(2, token.sha256());
      return update.executeUpdate() == 1;
    }
  }
}
