package io.kalends.issuer.token;

import io.kalends.issuer.directory.SecretHash;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** The SQL of authorization codes. */
final class CodeTable {

  /** A code: {@code family} is 0 until it was used. */
  record Row(
      String app,
      long account,
      String redirectUri,
      String scopes,
      Challenge challenge,
      Instant created,
      Instant expires,
      boolean used,
      long family) {}

  private CodeTable() {}

  static void insert(
      Connection connection, SecretHash code, Grants.Consent consent, Instant now, Instant expires)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO authorization_code (sha256, app, account_id, redirect_uri, scopes,"
                + " challenge_method, challenge, created_millis, expires_millis)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
      insert.setString(1, code.sha256());
      insert.setString(2, consent.app().id());
      insert.setLong(3, consent.person().id());
      insert.setString(4, consent.redirectUri());
      insert.setString(5, Scopes.text(consent.scopes()));
      insert.setString(6, consent.challenge().method());
      insert.setString(7, consent.challenge().value());
      insert.setLong(8, now.toEpochMilli());
      insert.setLong(9, expires.toEpochMilli());
      insert.executeUpdate();
    }
  }

  static Optional<Row> find(Connection connection, SecretHash code) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT app, account_id, redirect_uri, scopes, challenge_method, challenge,"
                + " created_millis, expires_millis, used_millis IS NOT NULL, family_id"
                + " FROM authorization_code WHERE sha256 = ?")) {
      select.setString(1, code.sha256());
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? Optional.of(
                new Row(
                    row.getString(1),
                    row.getLong(2),
                    row.getString(3),
                    row.getString(4),
                    new Challenge(row.getString(5), row.getString(6)),
                    Instant.ofEpochMilli(row.getLong(7)),
                    Instant.ofEpochMilli(row.getLong(8)),
                    row.getBoolean(9),
                    row.getLong(10)))
            : Optional.empty();
      }
    }
  }

  /** True for one caller only, whoever else tries at the same time. */
  static boolean use(Connection connection, SecretHash code, Instant now) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE authorization_code SET used_millis = ?"
                + " WHERE sha256 = ? AND used_millis IS NULL")) {
      update.setLong(1, now.toEpochMilli());
      update.setString(2, code.sha256());
      return update.executeUpdate() == 1;
    }
  }

  /** Remembers what came of a code, for when it comes again. */
  static void remember(Connection connection, SecretHash code, long family) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE authorization_code SET family_id = ? WHERE sha256 = ?")) {
      update.setLong(1, family);
      update.setString(2, code.sha256());
      update.executeUpdate();
    }
  }
}
