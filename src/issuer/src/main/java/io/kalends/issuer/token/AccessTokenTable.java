package io.kalends.issuer.token;

import io.kalends.issuer.directory.Person;
import io.kalends.issuer.directory.UserToken;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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

  private static final String UNLESS_REVOKED =
      " ON CONFLICT (sha256) DO UPDATE SET app = excluded.app, account_id = excluded.account_id,"
          + " scopes = excluded.scopes, expires_millis = excluded.expires_millis"
          + " WHERE access_token.origin = excluded.origin"
          + " AND access_token.revoked_millis IS NULL";

  private AccessTokenTable() {}

  static void insert(Connection connection, UserToken token, Access access, Birth birth)
      throws SQLException {
    insert(connection, "", token, access, birth);
  }

  /** The same for one that may be there: what was revoked, or came otherwise, stays as it is. */
  static void insertOrUpdate(Connection connection, UserToken token, Access access, Birth birth)
      throws SQLException {
    insert(connection, UNLESS_REVOKED, token, access, birth);
  }

  private static void insert(
      Connection connection, String conflict, UserToken token, Access access, Birth birth)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO access_token"
                + " (sha256, app, account_id, scopes, created_millis, expires_millis, origin,"
                + " family_id) VALUES (?, ?, ?, ?, ?, ?, ?, NULLIF(?, 0))"
                + conflict)) {
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

  /** The hashes of those that were not revoked. */
  static List<String> live(Connection connection, AccessTokens.Origin origin) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT sha256 FROM access_token WHERE origin = ? AND revoked_millis IS NULL")) {
      select.setString(1, origin.name());
      try (ResultSet rows = select.executeQuery()) {
        List<String> hashes = new ArrayList<>();
        while (rows.next()) {
          hashes.add(rows.getString(1));
        }
        return hashes;
      }
    }
  }

  /** One that was revoked stays, and stays revoked. */
  static void delete(Connection connection, String sha256) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement(
            "DELETE FROM access_token WHERE sha256 = ? AND revoked_millis IS NULL")) {
      delete.setString(1, sha256);
      delete.executeUpdate();
    }
  }
}
