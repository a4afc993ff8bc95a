package io.kalends.issuer.oauth;

import io.kalends.issuer.directory.SecretHash;
import io.kalends.issuer.secret.RandomText;
import io.kalends.store.Database;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Pages shown and not yet answered. The form of a page carries a secret that only that page has, so
 * no other site can answer in a person's name; it is good once, for a short time, for the person
 * who was asked and for what was asked.
 */
final class Questions {

  /** Nobody has said yet who they are. */
  static final long ANYBODY = 0;

  private static final int BYTES = 32;

  private final Database database;
  private final RandomText random;
  private final Duration life;
  private final Clock clock;

  Questions(Database database, RandomText random, Duration life, Clock clock) {
    this.database = database;
    this.random = random;
    this.life = life;
    this.clock = clock;
  }

  /**
   * What was asked.
   *
   * @param account whom; {@link #ANYBODY} for a page that asks who it is
   * @param query the parameters of the page, as sent
   */
  record Asked(long account, String query) {}

  /** The secret for the form. */
  String ask(long account, String query) {
    String secret = random.urlSafe(BYTES);
    return database.write(
        "ask for consent",
        connection -> {
          try (PreparedStatement insert =
              connection.prepareStatement(
                  "INSERT INTO consent_question (sha256, account_id, query, expires_millis)"
                      + " VALUES (?, ?, ?, ?)")) {
            insert.setString(1, SecretHash.of(secret).sha256());
            insert.setLong(2, account);
            insert.setString(3, query);
            insert.setLong(4, clock.instant().plus(life).toEpochMilli());
            insert.executeUpdate();
          }
          return secret;
        });
  }

  /** What was asked, for the first who brings the secret in time. */
  Optional<Asked> take(String secret) {
    return database.write(
        "take answer",
        connection -> {
          try (PreparedStatement delete =
              connection.prepareStatement(
                  "DELETE FROM consent_question WHERE sha256 = ?"
                      + " RETURNING account_id, query, expires_millis")) {
            delete.setString(1, SecretHash.sent(secret).sha256());
            try (ResultSet row = delete.executeQuery()) {
              return row.next() && row.getLong(3) > clock.millis()
                  ? Optional.of(new Asked(row.getLong(1), row.getString(2)))
                  : Optional.empty();
            }
          }
        });
  }
}
