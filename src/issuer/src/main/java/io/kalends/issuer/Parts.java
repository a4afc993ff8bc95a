package io.kalends.issuer;

import io.kalends.edge.Route;
import io.kalends.issuer.access.ForwardAuth;
import io.kalends.issuer.access.Uses;
import io.kalends.issuer.admin.AdminApi;
import io.kalends.issuer.admin.Administered;
import io.kalends.issuer.contract.OpenApi;
import io.kalends.issuer.credential.Credentials;
import io.kalends.issuer.directory.AppSecrets;
import io.kalends.issuer.directory.Directory;
import io.kalends.issuer.directory.People;
import io.kalends.issuer.directory.Person;
import io.kalends.issuer.directory.PersonIds;
import io.kalends.issuer.event.EventRunner;
import io.kalends.issuer.event.EventSender;
import io.kalends.issuer.event.Outbox;
import io.kalends.issuer.oauth.OAuth;
import io.kalends.issuer.roster.Roster;
import io.kalends.issuer.sandbox.Faults;
import io.kalends.issuer.secret.Pepper;
import io.kalends.issuer.secret.PepperCheck;
import io.kalends.issuer.secret.RandomText;
import io.kalends.issuer.token.AccessTokens;
import io.kalends.issuer.token.AppTickets;
import io.kalends.issuer.token.AppTokens;
import io.kalends.issuer.token.Grants;
import io.kalends.issuer.token.Revoked;
import io.kalends.store.Database;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an issuer is made of, put together once; and the routes that lead to it. */
final class Parts implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

  private final IssuerConfig config;
  private final Directory directory;
  private final Database database;
  private final Clock clock;
  private final SecureRandom random;
  private final RandomText text;
  private final People people;
  private final PersonIds ids;
  private final AccessTokens tokens;
  private final Credentials credentials;
  private final Grants grants;
  private final AppSecrets secrets;
  private final AppTokens appTokens;
  private final Roster roster;
  private final AppTickets tickets;
  private final Announcements announcements;
  private final Uses uses;
  private final Deque<AutoCloseable> running = new ArrayDeque<>();

  Parts(IssuerConfig config, Database database, Clock clock, SecureRandom random) {
    Pepper pepper = PepperCheck.pass(database, config.pepper(), random);
    this.config = config;
    this.directory = config.directory();
    this.database = database;
    this.clock = clock;
    this.random = random;
    this.text = new RandomText(random);
    this.people = new People(database, text, clock);
    this.ids = new PersonIds(pepper);
    this.tokens = new AccessTokens(database, people, clock);
    this.credentials = new Credentials(database, pepper, text, clock);
    this.grants =
        new Grants(database, people, text, config.oauthRules(), config.accessPolicy(), clock);
    this.secrets = new AppSecrets(database, pepper, text, clock);
    this.appTokens = new AppTokens(directory, pepper, clock);
    this.announcements =
        new Announcements(directory, config.eventTargets(), ids, new Outbox(clock, random));
    this.tickets = new AppTickets(database, directory, text, announcements::ticket, clock);
    this.roster = new Roster(database, people, List.of(this::left));
    this.uses = Uses.start(credentials, clock);
    this.running.push(uses);
  }

  /** Begins what goes on beside requests. */
  void start() {
    running.push(
        EventRunner.start(new EventSender(database, announcements::target, clock, random), clock));
    running.push(Housekeeping.start(tickets, grants));
  }

  Credentials credentials() {
    return credentials;
  }

  /** Brings the database to what the configuration says. */
  void synchronize() {
    roster.synchronize(directory, config.leavers());
    tokens.synchronize(directory);
  }

  /** Every route there is. Only what imitates the cloud service misbehaves in a sandbox. */
  List<Route> routes(Faults faults, BooleanSupplier draining) {
    List<Route> imitated = new ArrayList<>(openApi());
    imitated.addAll(oauth(draining));
    List<Route> routes = new ArrayList<>(faults.around(imitated));
    routes.addAll(ForwardAuth.routes(config.access(), credentials, uses, clock));
    routes.addAll(admin());
    routes.addAll(Health.routes(database));
    return routes;
  }

  /** Writes what is left. To be closed before the database. */
  @Override
  public void close() {
    while (!running.isEmpty()) {
      try {
        running.pop().close();
      } catch (Exception e) {
        LOG.error("a part of the issuer did not end cleanly; the others are ended all the same", e);
      }
    }
  }

  private List<Route> openApi() {
    OpenApi.Base base =
        new OpenApi.Base(database, directory, people, ids, tokens, appTokens, credentials, clock);
    return OpenApi.routes(config.rules(), base);
  }

  private List<Route> oauth(BooleanSupplier draining) {
    return OAuth.routes(
        new OAuth.Known(directory, secrets, people, ids),
        new OAuth.Granted(grants, tokens, appTokens, tickets),
        new OAuth.Door(config.signIn(), config.oauthRules().code(), draining),
        database,
        text,
        clock);
  }

  private List<Route> admin() {
    Administered all =
        new Administered(
            database,
            directory,
            people,
            roster,
            secrets,
            tokens,
            grants,
            credentials,
            List.of((connection, app) -> grants.withdraw(connection, app.id())));
    return AdminApi.routes(config.adminTokens(), config.administratorGrants(), all, text, clock);
  }

  /** What happens when somebody leaves, in the transaction that writes it down. */
  private void left(Connection connection, Person person) throws SQLException {
    credentials.revokeAll(connection, person.id(), "owner left");
    announcements.revoked(
        connection, person, grants.revoke(connection, person.id(), Revoked.Reason.RESTRICTION));
    announcements.left(connection, person);
  }
}
