package io.kalends.issuer.token;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/** Forgets what expired long enough ago that nobody is to be told so any more. */
enum Pruning {
  /** Their users are told "expired" for a week, then "unknown". */
  ACCESS_TOKENS("access_token", "sha256", Duration.ofDays(7), " AND origin <> 'CONFIGURATION'"),
  /** Their users are told "expired" for a month, then "unknown". */
  REFRESH_TOKENS("refresh_token", "sha256", Duration.ofDays(30), ""),
  /** After the last refresh token of the family. */
  FAMILIES("token_family", "id", Duration.ofDays(31), ""),
  /** Whoever brings a used one later is told "unknown", and cannot do harm with it either. */
  CODES("authorization_code", "sha256", Duration.ofDays(1), ""),
  /** Of no use once expired. */
  QUESTIONS("consent_question", "sha256", Duration.ZERO, "");

  /** A transaction stays short whatever has piled up. */
  private static final int MOST = 500;

  private final String table;
  private final String key;
  private final Duration kept;
  private final String further;

  Pruning(String table, String key, Duration kept, String further) {
    this.table = table;
    this.key = key;
    this.kept = kept;
    this.further = further;
  }

  /** Deletes at most 500 rows. */
  int prune(Connection connection, Instant now) throws SQLException {
    String select =
        "SELECT " + key + " FROM " + table + " WHERE expires_millis < ?" + further + " LIMIT ?";
    try (PreparedStatement delete =
        connection.prepareStatement(
            "DELETE FROM " + table + " WHERE " + key + " IN (" + select + ")")) {
      delete.setLong(1, now.minus(kept).toEpochMilli());
      delete.setInt(2, MOST);
      return delete.executeUpdate();
    }
  }
}
