package io.kalends.issuer.credential;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The SQL. */
final class CredentialTable {

  private static final String SELECT =
      "SELECT c.id, a.tenant, a.email, a.user_name, c.device_name, c.created_millis"
          + " FROM credential c JOIN account a ON a.id = c.account_id";

  record Account(long id, String userName) {}

  private CredentialTable() {}

  static Optional<byte[]> pepperCheck(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("SELECT hmac FROM pepper_check");
        ResultSet row = select.executeQuery()) {
      return row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
    }
  }

  static int savePepperCheck(Connection connection, byte[] hmac) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO pepper_check (one, hmac) VALUES (1, ?)")) {
      insert.setBytes(1, hmac);
      return insert.executeUpdate();
    }
  }

  static Optional<Account> account(Connection connection, String tenant, String email)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT id, user_name FROM account WHERE tenant = ? AND email = ?")) {
      select.setString(1, tenant);
      select.setString(2, email);
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? Optional.of(new Account(row.getLong(1), row.getString(2)))
            : Optional.empty();
      }
    }
  }

  static void insertAccount(
      Connection connection, String tenant, String email, String userName, Instant now)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO account (tenant, email, user_name, created_millis) VALUES (?, ?, ?, ?)"
                + " ON CONFLICT DO NOTHING")) {
      insert.setString(1, tenant);
      insert.setString(2, email);
      insert.setString(3, userName);
      insert.setLong(4, now.toEpochMilli());
      insert.executeUpdate();
    }
  }

  static long insert(
      Connection connection, long accountId, byte[] deviceName, byte[] secretHmac, Instant now)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO credential (account_id, device_name, secret_hmac, created_millis)"
                + " VALUES (?, ?, ?, ?) RETURNING id")) {
      insert.setLong(1, accountId);
      insert.setBytes(2, deviceName);
      insert.setBytes(3, secretHmac);
      insert.setLong(4, now.toEpochMilli());
      try (ResultSet row = insert.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  static Optional<Credential> byHash(Connection connection, byte[] secretHmac) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(SELECT + " WHERE c.secret_hmac = ?")) {
      select.setBytes(1, secretHmac);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(credential(row)) : Optional.empty();
      }
    }
  }

  static List<Credential> all(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(SELECT + " ORDER BY c.id");
        ResultSet rows = select.executeQuery()) {
      List<Credential> all = new ArrayList<>();
      while (rows.next()) {
        all.add(credential(rows));
      }
      return all;
    }
  }

  private static Credential credential(ResultSet row) throws SQLException {
    return new Credential(
        row.getLong(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        new String(row.getBytes(5), UTF_8),
        Instant.ofEpochMilli(row.getLong(6)));
  }
}
