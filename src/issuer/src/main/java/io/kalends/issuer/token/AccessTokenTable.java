package io.kalends.issuer.token;

import io.kalends.issuer.directory.Person;
import io.kalends.issuer.directory.UserToken;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** The SQL of access tokens. */
final class AccessTokenTable {

  record Row(String app, long account, String scopes, long expiresMillis, boolean revoked) {

    Access of(Person person) {
      return new Access(
          app, person, Scopes.of(scopes), AccessTokens.instant(expiresMillis), revoked);
    }
  }

  /** How a token came to be: {@code family} is 0 for one without. */
  record Birth(AccessTokens.Origin origin, long family, Instant at) {}

  private AccessTokenTable() {}

  static void insert(Connection connection, UserToken token, Access access, Birth birth)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO access_token"
                + " (sha256, app, account_id, scopes, created_millis, expires_millis, origin,"
                + " family_id) VALUES (?, ?, ?, ?, ?, ?, ?, NULLIF(?, 0))")) {
      insert.setString(1, token.hash().sha256());
      insert.setString(2, access.app());
      insert.setLong(3, access.person().id());
      insert.setString(4, Scopes.text(access.scopes()));
      insert.setLong(5, birth.at().toEpochMilli());
      insert.setLong(6, AccessTokens.millis(access.expires()));
      insert.setString(7, birth.origin().name());
      insert.setLong(8, birth.family());
      insert.executeUpdate();
    }
  }

  static Optional<Row> find(Connection connection, UserToken token) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT app, account_id, scopes, expires_millis, revoked_millis IS NOT NULL"
                + " FROM access_token WHERE sha256 = ?")) {
      select.setString(1, token.hash().sha256());
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? Optional.of(
                new Row(
                    row.getString(1),
                    row.getLong(2),
                    row.getString(3),
                    row.getLong(4),
                    row.getBoolean(5)))
            : Optional.empty();
      }
    }
  }

  /** Those that were revoked stay, and stay revoked. */
  static void delete(Connection connection, AccessTokens.Origin origin) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement(
            "DELETE FROM access_token WHERE origin = ? AND revoked_millis IS NULL")) {
      delete.setString(1, origin.name());
      delete.executeUpdate();
    }
  }
}
