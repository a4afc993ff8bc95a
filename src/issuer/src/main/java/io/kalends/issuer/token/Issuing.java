package io.kalends.issuer.token;

import io.kalends.issuer.directory.App;
import io.kalends.issuer.directory.Person;
import io.kalends.issuer.directory.SecretHash;
import io.kalends.issuer.directory.UserToken;
import io.kalends.issuer.secret.RandomText;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.SortedSet;

/** Makes tokens and keeps their hashes. */
final class Issuing {

  /** Looks like a JWT, as the contract's does, and says nothing: {@code {"typ":"opaque"}}. */
  private static final String HEADER = "eyJ0eXAiOiJvcGFxdWUifQ.";

  /** The contract's have one to two kilobytes; clients are to be tried with that. */
  private static final int LONG_BYTES = 768;

  private static final int SIGNATURE_BYTES = 64;
  private static final int SHORT_BYTES = 32;

  private final RandomText random;
  private final OAuthRules rules;
  private final Clock clock;

  Issuing(RandomText random, OAuthRules rules, Clock clock) {
    this.random = random;
    this.rules = rules;
    this.clock = clock;
  }

  /** The app and the person tokens are made for, and how they came to be. */
  record Line(
      App app, Person person, Grants.Generation generation, long family, Instant authorized) {}

  /** An access token. */
  String access(
      Connection connection,
      Line line,
      SortedSet<String> scopes,
      Duration life,
      AccessTokens.Origin origin)
      throws SQLException {
    String token = line.generation() == Grants.Generation.V1 ? shorter("u-") : longer();
    Instant now = clock.instant();
    AccessTokenTable.insert(
        connection,
        UserToken.of(token),
        new Access(line.app().id(), line.person(), scopes, now.plus(life), false),
        new AccessTokenTable.Birth(origin, line.family(), now));
    return token;
  }

  /** An access token and a refresh token, which is good for all that was granted. */
  Issued both(Connection connection, Line line, SortedSet<String> scopes, String granted)
      throws SQLException {
    Instant now = clock.instant();
    Duration life = refreshLife(line, now);
    String refresh = line.generation() == Grants.Generation.V1 ? shorter("ur-") : longer();
    FamilyTable.insertToken(
        connection,
        SecretHash.of(refresh),
        line.family(),
        line.generation(),
        granted,
        now.plus(life));
    String access = access(connection, line, scopes, rules.access(), AccessTokens.Origin.GRANT);
    return new Issued(access, rules.access(), scopes, refresh, life);
  }

  /** An access token alone. */
  Issued one(Connection connection, Line line, SortedSet<String> scopes) throws SQLException {
    String access = access(connection, line, scopes, rules.access(), AccessTokens.Origin.GRANT);
    return new Issued(access, rules.access(), scopes, "", Duration.ZERO);
  }

  /** Never beyond the cap. */
  private Duration refreshLife(Line line, Instant now) {
    Duration life = line.generation() == Grants.Generation.V1 ? rules.refreshV1() : rules.refresh();
    Duration left = Duration.between(now, line.authorized().plus(rules.cap()));
    return life.compareTo(left) < 0 ? life : left;
  }

  private String shorter(String prefix) {
    return prefix + random.urlSafe(SHORT_BYTES);
  }

  private String longer() {
    return HEADER + random.urlSafe(LONG_BYTES) + "." + random.urlSafe(SIGNATURE_BYTES);
  }
}
