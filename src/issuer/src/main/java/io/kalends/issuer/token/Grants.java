package io.kalends.issuer.token;

import io.kalends.issuer.directory.App;
import io.kalends.issuer.directory.People;
import io.kalends.issuer.directory.Person;
import io.kalends.issuer.directory.SecretHash;
import io.kalends.issuer.secret.RandomText;
import io.kalends.store.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What people grant to apps: from consent to code, from code to tokens, from refresh token to
 * refresh token, until it is taken back. All of it is in the database, and every change is one
 * transaction: it holds at once on every node. Safe for use by several threads.
 */
public final class Grants {

  private static final Logger LOG = LoggerFactory.getLogger(Grants.class);

  /** 256 bits in letters, digits, {@code -} and {@code _}. */
  private static final int CODE_BYTES = 32;

  private final Database database;
  private final RandomText random;
  private final OAuthRules rules;
  private final Standing standing;
  private final Issuing issuing;
  private final Redeeming redeeming;
  private final Refreshing refreshing;
  private final Clock clock;

  /** Which token endpoint: one's refresh tokens are refused at the other. */
  public enum Generation {
    /** The old OIDC pair. */
    V1,
    /** v2, and v3, which differs by its address only. */
    V2
  }

  /**
   * A person said yes.
   *
   * @param app to whom
   * @param person who
   * @param redirectUri where the code is sent
   * @param scopes to what
   * @param challenge of PKCE
   */
  public record Consent(
      App app, Person person, String redirectUri, Set<String> scopes, Challenge challenge) {

    /** Takes a copy. */
    public Consent {
      scopes = Set.copyOf(scopes);
    }
  }

  /**
   * An app brings a code. Shows none of it.
   *
   * @param generation where
   * @param code as sent
   * @param redirectUri as sent; empty when absent
   * @param verifier as sent; empty when absent
   * @param scopes wanted of what was granted; empty for all
   */
  public record Redemption(
      Generation generation,
      String code,
      String redirectUri,
      String verifier,
      List<String> scopes) {

    /** Takes a copy. */
    public Redemption {
      scopes = List.copyOf(scopes);
    }

    @Override
    public String toString() {
      return generation.name();
    }
  }

  /**
   * An app brings a refresh token. Shows none of it.
   *
   * @param generation where
   * @param refreshToken as sent
   * @param scopes wanted of what was granted; empty for all
   */
  public record Refreshment(Generation generation, String refreshToken, List<String> scopes) {

    /** Takes a copy. */
    public Refreshment {
      scopes = List.copyOf(scopes);
    }

    @Override
    public String toString() {
      return generation.name();
    }
  }

  /**
   * The grants in a database.
   *
   * @param database with the issuer's schema
   * @param people who grant
   * @param random for codes and tokens
   * @param rules how long things last
   * @param policy a company's own rule
   * @param clock for expiry
   */
  public Grants(
      Database database,
      People people,
      RandomText random,
      OAuthRules rules,
      AccessPolicy policy,
      Clock clock) {
    this.database = database;
    this.random = random;
    this.rules = rules;
    this.standing = new Standing(policy);
    this.issuing = new Issuing(random, rules, clock);
    this.redeeming = new Redeeming(people, issuing, standing, rules, clock);
    this.refreshing = new Refreshing(people, issuing, standing, rules, clock);
    this.clock = clock;
  }

  /**
   * Whether an app may have a token of a person, as things are now.
   *
   * @param app that asks
   * @param person who is asked
   * @throws OAuthRefusal when the app is disabled, not installed or not available to the person,
   *     the person is not active, or the company's own rule says no
   */
  public void check(App app, Person person) {
    standing.check(app, Optional.of(person));
  }

  /**
   * Keeps a person's consent, which adds to earlier ones.
   *
   * @param consent checked already
   * @return the code for the app: good once, for five minutes
   */
  public String authorize(Consent consent) {
    String code = random.urlSafe(CODE_BYTES);
    Instant now = clock.instant();
    return database.write(
        "keep consent",
        connection -> {
          UserGrantTable.add(
              connection, consent.app().id(), consent.person().id(), consent.scopes(), now);
          CodeTable.insert(connection, SecretHash.of(code), consent, now, now.plus(rules.code()));
          return code;
        });
  }

  /**
   * Exchanges a code. One that comes a second time is refused, and what came of it the first time
   * is revoked (RFC 6749, section 4.1.2).
   *
   * @param app that proved who it is
   * @param wanted what it brings
   * @return tokens; a refresh token when the app's switch is on and {@code offline_access} was
   *     asked for and granted (at the old OIDC pair, which knows no such scope: always)
   * @throws OAuthRefusal saying why not
   */
  public Issued redeem(App app, Redemption wanted) {
    return database
        .write("redeem code", connection -> redeeming.redeem(connection, app, wanted))
        .orElseThrow(
            () -> {
              LOG.warn("a code came a second time, what came of it is revoked: app={}", app.id());
              return new OAuthRefusal(OAuthError.CODE_USED);
            });
  }

  /**
   * Exchanges a refresh token. It dies in the same transaction; of several that bring it at once,
   * one wins. A used one that comes again is refused and nothing else happens.
   *
   * @param app that proved who it is
   * @param wanted what it brings
   * @return tokens, with a new refresh token that allows as much as the old one
   * @throws OAuthRefusal saying why not
   */
  public Issued refresh(App app, Refreshment wanted) {
    return database.write(
        "refresh tokens", connection -> refreshing.refresh(connection, app, wanted));
  }

  /**
   * Makes a user access token without asking the person: for a company's own programs.
   *
   * @param app for which
   * @param person in whose name
   * @param scopes what it is to allow, all of them the app's
   * @param life how long it is good
   * @return the token, without a refresh token
   * @throws OAuthRefusal when the app may not have a token of this person, or not those scopes
   */
  public Issued grant(App app, Person person, Set<String> scopes, Duration life) {
    check(app, person);
    if (!app.scopes().containsAll(scopes)) {
      throw new OAuthRefusal(OAuthError.SCOPE_NOT_THE_APPS);
    }
    if (life.isNegative() || life.isZero() || life.compareTo(rules.cap()) > 0) {
      throw new IllegalArgumentException("life: must be between one second and " + rules.cap());
    }
    SortedSet<String> sorted = new TreeSet<>(scopes);
    Issuing.Line line = new Issuing.Line(app, person, Generation.V2, 0, clock.instant());
    String token =
        database.write(
            "grant token",
            connection ->
                issuing.access(connection, line, sorted, life, AccessTokens.Origin.ADMINISTRATOR));
    return new Issued(token, life, sorted, "", Duration.ZERO);
  }

  /**
   * Takes back everything a person granted, and every token made in that person's name.
   *
   * @param connection inside a transaction that writes; queue the events in the same one
   * @param account from {@link Person#id()}
   * @param reason for the events
   * @return per app that lost a token that still counted
   * @throws SQLException when the database refuses
   */
  public List<Revoked> revoke(Connection connection, long account, Revoked.Reason reason)
      throws SQLException {
    return Revoking.person(connection, account, "", reason, clock.instant());
  }

  /**
   * Takes back what a person granted one app.
   *
   * @param connection inside a transaction that writes; queue the events in the same one
   * @param account from {@link Person#id()}
   * @param app id of the app; not empty
   * @param reason for the events
   * @return one entry when the app lost a token that still counted, else none
   * @throws SQLException when the database refuses
   */
  public List<Revoked> revoke(
      Connection connection, long account, String app, Revoked.Reason reason) throws SQLException {
    if (app.isEmpty()) {
      throw new IllegalArgumentException("app: empty; name the app");
    }
    return Revoking.person(connection, account, app, reason, clock.instant());
  }

  /**
   * Takes everything away that people granted an app.
   *
   * @param connection inside a transaction that writes
   * @param app id of the app
   * @return how many access tokens still counted
   * @throws SQLException when the database refuses
   */
  public int withdraw(Connection connection, String app) throws SQLException {
    return Revoking.app(connection, app, clock.instant());
  }

  /**
   * Forgets what expired long ago. Bounded: call it again while it finds something.
   *
   * @return how many rows went, at most 500 of each table
   */
  public int prune() {
    int pruned = 0;
    for (Pruning each : Pruning.values()) {
      pruned +=
          database.write("prune grants", connection -> each.prune(connection, clock.instant()));
    }
    return pruned;
  }
}
