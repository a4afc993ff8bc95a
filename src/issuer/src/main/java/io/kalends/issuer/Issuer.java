package io.kalends.issuer;

import io.kalends.edge.HttpServer;
import io.kalends.edge.Router;
import io.kalends.issuer.credential.Credential;
import io.kalends.issuer.credential.Credentials;
import io.kalends.issuer.sandbox.Faults;
import io.kalends.store.Database;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
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

  /** As Feishu names it. */
  private static final String LOG_ID_HEADER = "X-Tt-Logid";

  private final Database database;
  private final Parts parts;
  private final Faults faults;
  private final HttpServer server;
  private final AtomicBoolean draining;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Issuer(
      Database database, Parts parts, Faults faults, HttpServer server, AtomicBoolean draining) {
    this.database = database;
    this.parts = parts;
    this.faults = faults;
    this.server = server;
    this.draining = draining;
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
   * @throws io.kalends.issuer.roster.TooManyLeavers when the directory has many people no more, see
   *     {@link IssuerConfig#lettingLeave}; nobody has left
   * @throws IllegalStateException when the pepper is not the database's, or when Jetty's debug log
   *     is on and cannot be held shut: it would show tokens and passwords. Under Logback it is held
   *     at INFO for as long as the issuer runs, whatever is set
   */
  public static Issuer start(IssuerConfig config, Clock clock, SecureRandom random) {
    Database database = config.database().open(Credentials.class, clock);
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
    Parts parts = new Parts(config, database, clock, random);
    try {
      parts.synchronize();
      AtomicBoolean draining = new AtomicBoolean();
      Faults faults = new Faults(config.faults(), config.rules(), clock);
      HttpServer server =
          HttpServer.start(
              config.host(),
              config.port(),
              Router.of(parts.routes(faults, draining::get), LOG_ID_HEADER, clock, random),
              config.bounds());
      parts.start();
      return new Issuer(database, parts, faults, server, draining);
    } catch (RuntimeException e) {
      parts.close();
      throw e;
    }
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
    return parts.credentials().authenticate(userName, password);
  }

  /**
   * The credentials minted so far.
   *
   * @return to list and to revoke
   */
  public Credentials credentials() {
    return parts.credentials();
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
      drain();
      try {
        server.close();
      } finally {
        closeStore();
      }
      LOG.info("issuer ended");
    }
  }

  private void closeStore() {
    try {
      parts.close();
    } finally {
      database.close();
    }
  }
}
