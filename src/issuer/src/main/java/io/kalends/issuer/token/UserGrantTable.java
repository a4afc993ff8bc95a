package io.kalends.issuer.token;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;

/** The SQL of what people have granted to apps so far. */
final class UserGrantTable {

  private UserGrantTable() {}

  /** Adds to what a person granted before. */
  static void add(Connection connection, String app, long account, Set<String> scopes, Instant now)
      throws SQLException {
    try (PreparedStatement upsert =
        connection.prepareStatement(
            "INSERT INTO user_grant (app, account_id, scopes, granted_millis) VALUES (?, ?, '', ?)"
                + " ON CONFLICT (app, account_id)"
                + " DO UPDATE SET granted_millis = excluded.granted_millis")) {
      upsert.setString(1, app);
      upsert.setLong(2, account);
      upsert.setLong(3, now.toEpochMilli());
      upsert.executeUpdate();
    }
    // The row is locked from here on: two consents at once add up.
    SortedSet<String> all = lock(connection, app, account).orElseThrow();
    all.addAll(scopes);
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE user_grant SET scopes = ? WHERE app = ? AND account_id = ?")) {
      update.setString(1, Scopes.text(all));
      update.setString(2, app);
      update.setLong(3, account);
      update.executeUpdate();
    }
  }

  /**
   * What a person has granted so far. Locks it: whoever takes it back comes before, and this finds
   * nothing, or after, and finds the tokens of this transaction.
   */
  static Optional<SortedSet<String>> lock(Connection connection, String app, long account)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE user_grant SET granted_millis = granted_millis"
                + " WHERE app = ? AND account_id = ? RETURNING scopes")) {
      update.setString(1, app);
      update.setLong(2, account);
      try (ResultSet row = update.executeQuery()) {
        return row.next() ? Optional.of(Scopes.of(row.getString(1))) : Optional.empty();
      }
    }
  }
}
