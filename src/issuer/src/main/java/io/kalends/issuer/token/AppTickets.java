package io.kalends.issuer.token;

import io.kalends.issuer.directory.App;
import io.kalends.issuer.directory.Directory;
import io.kalends.issuer.directory.SecretHash;
import io.kalends.issuer.secret.RandomText;
import io.kalends.store.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;

/**
 * App tickets: what a store app shows, beside its secret, to get an app token. Made hourly and
 * pushed; the database knows SHA-256 only. The one before counts too, because a push takes its
 * time.
 */
public final class AppTickets {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final int BYTES = 24;

  private final Database database;
  private final Directory directory;
  private final RandomText random;
  private final TicketPush push;
  private final Clock clock;

  /**
   * The tickets of some apps.
   *
   * @param database with the issuer's schema
   * @param directory the apps
   * @param random for tickets
   * @param push takes new ones to their apps
   * @param clock for their age
   */
  public AppTickets(
      Database database, Directory directory, RandomText random, TicketPush push, Clock clock) {
    this.database = database;
    this.directory = directory;
    this.random = random;
    this.push = push;
    this.clock = clock;
  }

  /**
   * Makes and pushes a new ticket at once: the app asked for it.
   *
   * @param app a store app
   */
  public void resend(App app) {
    renew(app, clock.millis());
  }

  /**
   * Makes and pushes new tickets where the current one is an hour old, or there is none. To be
   * called every few minutes; with several nodes at it, one of them makes each ticket.
   *
   * @return how many were made
   */
  public int pushDue() {
    int made = 0;
    for (App app : directory.apps()) {
      if (app.kind() == App.Kind.STORE && app.has(App.Switch.ENABLED)) {
        made += renew(app, clock.instant().minus(HOUR).toEpochMilli()) ? 1 : 0;
      }
    }
    return made;
  }

  /**
   * Whether a ticket counts.
   *
   * @param app a store app
   * @param ticket as sent
   * @return true for the newest one and the one before
   */
  public boolean matches(App app, String ticket) {
    return database.read(
        "check app ticket",
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT 1 FROM app_ticket WHERE app = ? AND ? IN (sha256, previous_sha256)")) {
            select.setString(1, app.id());
            select.setString(2, SecretHash.sent(ticket).sha256());
            try (ResultSet row = select.executeQuery()) {
              return row.next();
            }
          }
        });
  }

  private boolean renew(App app, long madeUntilMillis) {
    String ticket = random.urlSafe(BYTES);
    return database.write(
        "renew app ticket", connection -> renew(connection, app, ticket, madeUntilMillis));
  }

  private boolean renew(Connection connection, App app, String ticket, long madeUntilMillis)
      throws SQLException {
    try (PreparedStatement upsert =
        connection.prepareStatement(
            "INSERT INTO app_ticket (app, sha256, previous_sha256, created_millis)"
                + " VALUES (?, ?, '', ?) ON CONFLICT (app) DO UPDATE SET"
                + " previous_sha256 = app_ticket.sha256, sha256 = excluded.sha256,"
                + " created_millis = excluded.created_millis"
                + " WHERE app_ticket.created_millis <= ?")) {
      upsert.setString(1, app.id());
      upsert.setString(2, SecretHash.sent(ticket).sha256());
      upsert.setLong(3, clock.millis());
      upsert.setLong(4, madeUntilMillis);
      if (upsert.executeUpdate() == 0) {
        return false;
      }
    }
    push.push(connection, app, ticket);
    return true;
  }
}
