package io.kalends.issuer.directory;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.kalends.issuer.secret.Pepper;
import io.kalends.issuer.secret.RandomText;
import io.kalends.store.Database;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * The secrets apps prove themselves with: those of the configuration, and those made here. Nothing
 * is cached. Safe for use by several threads.
 */
public final class AppSecrets {

  private final Database database;
  private final Pepper pepper;
  private final RandomText randomText;
  private final Clock clock;

  /**
   * A secret without its text.
   *
   * @param created when it was made; for one of the configuration, when its end was set
   * @param ends from when on it is refused; {@link Instant#MAX} for never
   */
  public record Known(Instant created, Instant ends) {}

  /**
   * The secrets in a database.
   *
   * @param database with the issuer's schema
   * @param pepper the one this database was made with
   * @param randomText for new secrets
   * @param clock for their ends
   */
  public AppSecrets(Database database, Pepper pepper, RandomText randomText, Clock clock) {
    this.database = database;
    this.pepper = pepper;
    this.randomText = randomText;
    this.clock = clock;
  }

  /**
   * Whether a secret is one of an app's. The same work is done whether it is or not.
   *
   * @param app whose
   * @param sent by a client
   * @return false too when it was replaced or revoked
   */
  public boolean matches(App app, String sent) {
    SecretHash hash = SecretHash.sent(sent);
    List<Known> found =
        database.read(
            "find app secret", connection -> AppSecretTable.find(connection, app.id(), hmac(hash)));
    boolean configured = false;
    for (SecretHash secret : app.secrets()) {
      // Not the first only: every comparison is made.
      configured |=
          MessageDigest.isEqual(
              secret.sha256().getBytes(US_ASCII), hash.sha256().getBytes(US_ASCII));
    }
    return found.isEmpty() ? configured : clock.instant().isBefore(found.get(0).ends());
  }

  /**
   * Makes a new secret. Those there are go on working for a while, so that clients can be changed
   * one after the other.
   *
   * @param connection inside a transaction that writes
   * @param app whose
   * @param grace how long the others go on working; zero for no longer
   * @return the only sight of the new one
   * @throws SQLException when the database refuses
   */
  public String rotate(Connection connection, App app, Duration grace) throws SQLException {
    end(connection, app, now().plus(grace));
    String secret = randomText.password();
    AppSecretTable.insert(
        connection, app.id(), hmac(SecretHash.of(secret)), new Known(now(), Instant.MAX));
    return secret;
  }

  /**
   * Ends every secret there is, those of the configuration too. A new one is then made by {@link
   * #rotate}, or written into the configuration.
   *
   * @param connection inside a transaction that writes
   * @param app whose
   * @throws SQLException when the database refuses
   */
  public void revoke(Connection connection, App app) throws SQLException {
    end(connection, app, now());
  }

  /**
   * The secrets made here, and those of the configuration that have an end.
   *
   * @param app whose
   * @return by age
   */
  public List<Known> list(App app) {
    return database.read(
        "list app secrets", connection -> AppSecretTable.list(connection, app.id()));
  }

  /** Those of the configuration get a row first, so that all can end in one statement. */
  private void end(Connection connection, App app, Instant ends) throws SQLException {
    for (SecretHash configured : app.secrets()) {
      AppSecretTable.insert(connection, app.id(), hmac(configured), new Known(now(), Instant.MAX));
    }
    AppSecretTable.end(connection, app.id(), ends);
  }

  /** Over the hash, so that a secret of the configuration, known by it only, gets the same. */
  private byte[] hmac(SecretHash hash) {
    return pepper.hash("app secret " + hash.sha256());
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
