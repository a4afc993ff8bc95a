package io.kalends.issuer.credential;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kalends.issuer.directory.Person;
import io.kalends.store.Dialect;
import io.kalends.store.TextColumn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The SQL of credentials. */
final class CredentialTable {

  private static final String SELECT =
      "SELECT c.id, a.tenant, a.email, a.user_name, c.device_name, c.created_millis,"
          + " c.first_used_millis, c.last_used_millis, c.revoked_millis, c.revoked_by, a.status"
          + " FROM credential c JOIN account a ON a.id = c.account_id";

  private static final String REVOKE =
      "UPDATE credential SET revoked_millis = ?, revoked_by = ? WHERE revoked_millis IS NULL AND ";

  /** What a successor inherits. */
  record Key(long account, String deviceName) {}

  private CredentialTable() {}

  /**
   * Holds an account until the transaction ends.
   *
   * @return its status; empty when there is no such account
   */
  static Optional<String> hold(Connection connection, Dialect dialect, long account)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT status FROM account WHERE id = ?" + dialect.forUpdate())) {
      select.setLong(1, account);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
      }
    }
  }

  static long insert(
      Connection connection, long account, byte[] deviceName, byte[] secretHmac, Instant now)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO credential (account_id, device_name, secret_hmac, created_millis)"
                + " VALUES (?, ?, ?, ?) RETURNING id")) {
      insert.setLong(1, account);
      insert.setBytes(2, deviceName);
      insert.setBytes(3, secretHmac);
      insert.setLong(4, now.toEpochMilli());
      try (ResultSet row = insert.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  static Optional<Login> byHash(Connection connection, byte[] secretHmac) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(SELECT + " WHERE c.secret_hmac = ?")) {
      select.setBytes(1, secretHmac);
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        Credential credential = credential(row);
        boolean active = row.getString(11).equals(Person.Status.ACTIVE.name());
        return Optional.of(new Login(credential, credential.isLive() && active));
      }
    }
  }

  static Optional<Credential> byId(Connection connection, long id) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(SELECT + " WHERE c.id = ?")) {
      select.setLong(1, id);
      return credentials(select).stream().findFirst();
    }
  }

  static Optional<Key> key(Connection connection, long id) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT account_id, device_name FROM credential WHERE id = ?")) {
      select.setLong(1, id);
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? Optional.of(new Key(row.getLong(1), new String(row.getBytes(2), UTF_8)))
            : Optional.empty();
      }
    }
  }

  static List<Credential> page(Connection connection, CredentialQuery query) throws SQLException {
    if (!TextColumn.holds(query.tenant()) || !TextColumn.holds(query.owner())) {
      return List.of();
    }
    String where =
        (query.tenant().isEmpty() ? "" : " AND a.tenant = ?")
            + (query.owner().isEmpty() ? "" : " AND a.email = ?")
            + (query.deviceNames().isEmpty()
                ? ""
                : " AND c.device_name IN (?" + ", ?".repeat(query.deviceNames().size() - 1) + ")")
            + (query.onlyLive() ? " AND c.revoked_millis IS NULL" : "");
    try (PreparedStatement select =
        connection.prepareStatement(
            SELECT + " WHERE c.id > ?" + where + " ORDER BY c.id LIMIT ?")) {
      int at = 1;
      select.setLong(at++, query.after());
      if (!query.tenant().isEmpty()) {
        select.setString(at++, query.tenant());
      }
      if (!query.owner().isEmpty()) {
        select.setString(at++, query.owner());
      }
      for (String deviceName : query.deviceNames()) {
        select.setBytes(at++, deviceName.getBytes(UTF_8));
      }
      select.setInt(at, query.limit());
      return credentials(select);
    }
  }

  /** Whether it was live until now. */
  static boolean revoke(Connection connection, long id, Instant now, String by)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(REVOKE + "id = ?")) {
      update.setLong(1, now.toEpochMilli());
      update.setString(2, by);
      update.setLong(3, id);
      return update.executeUpdate() == 1;
    }
  }

  static int revoke(Connection connection, long account, byte[] deviceName, Instant now, String by)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(REVOKE + "account_id = ? AND device_name = ?")) {
      update.setLong(1, now.toEpochMilli());
      update.setString(2, by);
      update.setLong(3, account);
      update.setBytes(4, deviceName);
      return update.executeUpdate();
    }
  }

  static int revokeAll(Connection connection, long account, Instant now, String by)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(REVOKE + "account_id = ?")) {
      update.setLong(1, now.toEpochMilli());
      update.setString(2, by);
      update.setLong(3, account);
      return update.executeUpdate();
    }
  }

  /** Nodes may report late and out of order: first only moves back, last only forward. */
  static void recordUses(Connection connection, Map<Long, Credential.Uses> uses)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE credential SET"
                + " first_used_millis = CASE WHEN first_used_millis <= ? THEN first_used_millis"
                + " ELSE ? END,"
                + " last_used_millis = CASE WHEN last_used_millis >= ? THEN last_used_millis"
                + " ELSE ? END WHERE id = ?")) {
      for (Map.Entry<Long, Credential.Uses> use : uses.entrySet()) {
        update.setLong(1, use.getValue().first().toEpochMilli());
        update.setLong(2, use.getValue().first().toEpochMilli());
        update.setLong(3, use.getValue().last().toEpochMilli());
        update.setLong(4, use.getValue().last().toEpochMilli());
        update.setLong(5, use.getKey());
        update.addBatch();
      }
      update.executeBatch();
    }
  }

  private static List<Credential> credentials(PreparedStatement select) throws SQLException {
    try (ResultSet rows = select.executeQuery()) {
      List<Credential> credentials = new ArrayList<>();
      while (rows.next()) {
        credentials.add(credential(rows));
      }
      return credentials;
    }
  }

  private static Credential credential(ResultSet row) throws SQLException {
    Optional<Instant> first = instant(row, 7);
    Optional<Instant> revoked = instant(row, 9);
    return new Credential(
        row.getLong(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        new String(row.getBytes(5), UTF_8),
        Instant.ofEpochMilli(row.getLong(6)),
        first.isEmpty()
            ? Optional.empty()
            : Optional.of(new Credential.Uses(first.get(), instant(row, 8).orElseThrow())),
        revoked.isEmpty()
            ? Optional.empty()
            : Optional.of(new Credential.Revocation(revoked.get(), row.getString(10))));
  }

  private static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }
}
