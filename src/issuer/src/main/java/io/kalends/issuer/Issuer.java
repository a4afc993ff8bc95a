package io.kalends.issuer;

import io.kalends.issuer.access.ForwardAuth;
import io.kalends.issuer.access.Uses;
import io.kalends.issuer.contract.OpenApi;
import io.kalends.issuer.credential.Credential;
import io.kalends.issuer.credential.Credentials;
import io.kalends.issuer.directory.App;
import io.kalends.issuer.directory.AppSecrets;
import io.kalends.issuer.directory.People;
import io.kalends.issuer.directory.PersonIds;
import io.kalends.issuer.http.HttpServer;
import io.kalends.issuer.http.Route;
import io.kalends.issuer.http.Router;
import io.kalends.issuer.oauth.OAuth;
import io.kalends.issuer.sandbox.Faults;
import io.kalends.issuer.secret.Pepper;
import io.kalends.issuer.secret.PepperCheck;
import io.kalends.issuer.secret.RandomText;
import io.kalends.issuer.token.AccessTokens;
import io.kalends.issuer.token.AppTickets;
import io.kalends.issuer.token.AppTokens;
import io.kalends.issuer.token.Grants;
import io.kalends.store.Database;
import java.net.URI;
import java.security.SecureRandom;
import java.sql.Connection;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An issuer at work: serves {@code POST /open-apis/calendar/v4/settings/generate_caldav_conf}, so
 * that a client of Feishu needs nothing but another base URL, and {@code /forward-auth} for the
 * proxy before the calendars.
 */
public final class Issuer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Issuer.class);

  private final Database database;
  private final Credentials credentials;
  private final Uses uses;
  private final Faults faults;
  private final HttpServer server;
  private final AtomicBoolean draining;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Issuer(
      Database database,
      Credentials credentials,
      Uses uses,
      Faults faults,
      HttpServer server,
      AtomicBoolean draining) {
    this.draining = draining;
    this.database = database;
    this.credentials = credentials;
    this.uses = uses;
    this.faults = faults;
    this.server = server;
  }

  /**
   * Opens the database and starts listening. Nodes of one PostgreSQL may start at the same moment:
   * they wait for each other where they have to.
   *
   * @param config how it runs
   * @param clock for expiry, rate windows and times of minting
   * @param random for passwords, user names, log ids and a new pepper
   * @return answering until closed
   * @throws io.kalends.store.DatabaseFailure when the database cannot be opened, or another process
   *     has the file
   * @throws java.io.UncheckedIOException when the address cannot be listened on, or the pepper file
   *     not be read
   * @throws IllegalStateException when the pepper is not the database's, or when Jetty's debug log
   *     is on and cannot be held shut: it would show tokens and passwords. Under Logback it is held
   *     at INFO for as long as the issuer runs, whatever is set
   */
  public static Issuer start(IssuerConfig config, Clock clock, SecureRandom random) {
    Database database = config.database().open(clock);
    try {
      Issuer issuer = serve(config, database, clock, random);
      LOG.info("issuer listens on {}, database {}", issuer.baseUrl(), database.where());
      if (!config.isLoopback()) {
        LOG.warn("{} is not loopback: put a proxy with TLS before it", config.host());
      }
      if (config.signIn().isPick()) {
        LOG.warn("sandbox: at the consent page everybody can be anybody; never in production");
      }
      return issuer;
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  private static Issuer serve(
      IssuerConfig config, Database database, Clock clock, SecureRandom random) {
    Pepper pepper = PepperCheck.pass(database, config.pepper(), random);
    RandomText text = new RandomText(random);
    People people = new People(database, text, clock);
    people.synchronize(config.directory());
    AccessTokens tokens = new AccessTokens(database, people, clock);
    tokens.synchronize(config.directory());
    Credentials credentials = new Credentials(database, pepper, text, clock);
    PersonIds ids = new PersonIds(pepper);
    AppTokens appTokens = new AppTokens(config.directory(), pepper, clock);
    OpenApi.Base base =
        new OpenApi.Base(
            database, config.directory(), people, ids, tokens, appTokens, credentials, clock);
    AtomicBoolean draining = new AtomicBoolean();
    List<Route> routes = new ArrayList<>(OpenApi.routes(config.rules(), base));
    routes.addAll(oauth(config, base, text, draining));
    routes.addAll(Health.routes(database));
    Faults faults = new Faults(config.faults(), config.rules(), clock);
    Uses uses = Uses.start(credentials, clock);
    routes.addAll(ForwardAuth.routes(config.access(), credentials, uses, clock));
    try {
      HttpServer server =
          HttpServer.start(
              config.host(),
              config.port(),
              Router.of(faults.around(routes), clock, random),
              config.bounds());
      return new Issuer(database, credentials, uses, faults, server, draining);
    } catch (RuntimeException e) {
      uses.close();
      throw e;
    }
  }

  private static List<Route> oauth(
      IssuerConfig config, OpenApi.Base base, RandomText text, AtomicBoolean draining) {
    return OAuth.routes(
        new OAuth.Known(config.directory(), new AppSecrets(), base.people(), base.ids()),
        new OAuth.Granted(
            new Grants(
                base.database(),
                base.people(),
                text,
                config.oauthRules(),
                config.accessPolicy(),
                base.clock()),
            base.tokens(),
            base.appTokens(),
            new AppTickets(
                base.database(), config.directory(), text, Issuer::unpushed, base.clock())),
        new OAuth.Door(config.signIn(), config.oauthRules().code(), draining::get),
        base.database(),
        text,
        base.clock());
  }

  /** There is no webhook to push app tickets to. */
  private static void unpushed(Connection connection, App app, String ticket) {
    LOG.warn("app {}: its new app ticket goes nowhere, no webhook is set up", app);
  }

  /**
   * The base URL for clients.
   *
   * @return scheme, host and the real port, without a path
   */
  public URI baseUrl() {
    return server.baseUrl();
  }

  /**
   * Whether a device may log in with this pair. Takes the same work whether the user exists or not.
   *
   * @param userName what the device sent
   * @param password what the device sent
   * @return the credential; empty when there is no such pair, it was revoked, or its owner is not
   *     active
   */
  public Optional<Credential> authenticate(String userName, String password) {
    return credentials.authenticate(userName, password);
  }

  /**
   * The credentials minted so far.
   *
   * @return to list and to revoke
   */
  public Credentials credentials() {
    return credentials;
  }

  /**
   * Its misbehaviour.
   *
   * @return to order faults, if the sandbox is on, and to ask what hit
   */
  public Faults faults() {
    return faults;
  }

  /**
   * From now on token endpoints answer "unavailable, try again", so that clients go to another node
   * before this one closes. The rest goes on.
   */
  public void drain() {
    draining.set(true);
  }

  /** Stops listening, writes what is left, then closes the database. Again: does nothing. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      try {
        server.close();
      } finally {
        closeStore();
      }
    }
  }

  private void closeStore() {
    try {
      uses.close();
    } finally {
      database.close();
    }
  }
}
