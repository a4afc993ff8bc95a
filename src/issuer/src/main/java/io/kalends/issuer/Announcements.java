package io.kalends.issuer;

import io.kalends.issuer.directory.App;
import io.kalends.issuer.directory.Directory;
import io.kalends.issuer.directory.Person;
import io.kalends.issuer.directory.PersonIds;
import io.kalends.issuer.event.Event;
import io.kalends.issuer.event.Event.RevokeReason;
import io.kalends.issuer.event.Event.RevokedToken;
import io.kalends.issuer.event.EventSubject;
import io.kalends.issuer.event.EventTarget;
import io.kalends.issuer.event.Outbox;
import io.kalends.issuer.token.Revoked;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells apps what happened, through the outbox, in the transaction that writes it down. Apps
 * without an event URL are not told, and nothing is kept for them.
 */
final class Announcements {

  private static final Logger LOG = LoggerFactory.getLogger(Announcements.class);

  private final Directory directory;
  private final Map<String, EventTarget> targets;
  private final PersonIds ids;
  private final Outbox outbox;

  Announcements(
      Directory directory, Map<String, EventTarget> targets, PersonIds ids, Outbox outbox) {
    this.directory = directory;
    this.targets = Map.copyOf(targets);
    this.ids = ids;
    this.outbox = outbox;
  }

  Optional<EventTarget> target(String app) {
    return Optional.ofNullable(targets.get(app));
  }

  /** Somebody left: every app of their tenant hears of it. */
  void left(Connection connection, Person person) throws SQLException {
    for (App app : directory.apps()) {
      if (targets.containsKey(app.id()) && app.tenants().contains(person.tenant())) {
        outbox.add(connection, app.id(), Event.userDeleted(subject(app.id(), person)));
      }
    }
  }

  /** Tokens died before their time: the apps that had them hear of it. */
  void revoked(Connection connection, Person person, List<Revoked> all) throws SQLException {
    for (Revoked one : all) {
      if (targets.containsKey(one.app())) {
        Set<RevokedToken> tokens = EnumSet.noneOf(RevokedToken.class);
        if (one.accessTokens()) {
          tokens.add(RevokedToken.USER_ACCESS_TOKEN);
        }
        if (one.refreshTokens()) {
          tokens.add(RevokedToken.REFRESH_TOKEN);
        }
        outbox.add(
            connection,
            one.app(),
            Event.tokensRevoked(
                subject(one.app(), person), tokens, RevokeReason.valueOf(one.reason().name())));
      }
    }
  }

  /** A store app has a new ticket. */
  void ticket(Connection connection, App app, String ticket) throws SQLException {
    if (targets.containsKey(app.id())) {
      outbox.add(connection, app.id(), Event.appTicket(ticket));
    } else {
      LOG.warn("app {}: its new app ticket goes nowhere; give the app an event URL", app);
    }
  }

  private EventSubject subject(String app, Person person) {
    return new EventSubject(
        person.tenant(),
        ids.openId(app, person),
        ids.unionId(person),
        ids.userId(person),
        person.name(),
        person.email());
  }
}
