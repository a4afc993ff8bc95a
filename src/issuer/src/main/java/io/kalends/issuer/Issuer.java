package io.kalends.issuer;

import io.kalends.issuer.account.Users;
import io.kalends.issuer.contract.Gateway;
import io.kalends.issuer.credential.Credential;
import io.kalends.issuer.credential.Credentials;
import io.kalends.issuer.http.HttpServer;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An issuer at work: serves {@code POST /open-apis/calendar/v4/settings/generate_caldav_conf}. A
 * client of Feishu needs nothing but another base URL.
 */
public final class Issuer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Issuer.class);

  private final Users users;
  private final Credentials credentials;
  private final HttpServer server;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Issuer(Users users, Credentials credentials, HttpServer server) {
    this.users = users;
    this.credentials = credentials;
    this.server = server;
  }

  /**
   * Opens the database and starts listening.
   *
   * @param config how it runs
   * @param clock for expiry, rate windows and times of minting
   * @param random for passwords, user names, log ids and a new pepper
   * @return answering until closed
   * @throws io.kalends.store.DatabaseFailure when the database cannot be opened, or another process
   *     has it
   * @throws java.io.UncheckedIOException when the address cannot be listened on, or the pepper file
   *     not be read
   * @throws IllegalStateException when the pepper is not the database's, or when Jetty's debug log
   *     is on and cannot be held shut: it would show tokens and passwords. Under Logback it is held
   *     at INFO for as long as the issuer runs, whatever is set
   */
  public static Issuer start(IssuerConfig config, Clock clock, SecureRandom random) {
    Credentials credentials = Credentials.open(config.database(), config.pepper(), clock, random);
    try {
      Gateway gateway = Gateway.of(config.rules(), config.users(), credentials, clock, random);
      HttpServer server = HttpServer.start(config.host(), config.port(), gateway);
      LOG.info("issuer listens on {}, database {}", server.baseUrl(), config.database());
      if (!config.isLoopback()) {
        LOG.warn("{} is not loopback: put a proxy with TLS before it", config.host());
      }
      return new Issuer(config.users(), credentials, server);
    } catch (RuntimeException e) {
      credentials.close();
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
   * @return the credential; empty when there is no such pair, or its owner left or is no longer
   *     among the users
   */
  public Optional<Credential> authenticate(String userName, String password) {
    return credentials.authenticate(userName, password).filter(this::isOwnerHere);
  }

  /**
   * Every credential minted so far.
   *
   * @return oldest first, without passwords
   */
  public List<Credential> credentials() {
    return credentials.list();
  }

  /** Stops listening, then closes the database. Closing again does nothing. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      try {
        server.close();
      } finally {
        credentials.close();
      }
    }
  }

  private boolean isOwnerHere(Credential credential) {
    return users
        .byAddress(credential.tenant(), credential.owner())
        .filter(owner -> !owner.departed())
        .isPresent();
  }
}
