package io.kalends.issuer.token;

import io.kalends.issuer.directory.App;
import io.kalends.issuer.directory.People;
import io.kalends.issuer.directory.Person;
import io.kalends.issuer.directory.SecretHash;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedSet;

/** From a code to tokens. */
final class Redeeming {

  private final People people;
  private final Issuing issuing;
  private final Standing standing;
  private final OAuthRules rules;
  private final Clock clock;

  Redeeming(People people, Issuing issuing, Standing standing, OAuthRules rules, Clock clock) {
    this.people = people;
    this.issuing = issuing;
    this.standing = standing;
    this.rules = rules;
    this.clock = clock;
  }

  /**
   * Exchanges a code.
   *
   * @return empty when it came before: then what came of it has been revoked, which is to be
   *     committed
   */
  Optional<Issued> redeem(Connection connection, App app, Grants.Redemption wanted)
      throws SQLException {
    SecretHash hash = SecretHash.sent(wanted.code());
    CodeTable.Row code =
        CodeTable.find(connection, hash)
            .orElseThrow(() -> new OAuthRefusal(OAuthError.CODE_UNKNOWN));
    if (!code.app().equals(app.id())) {
      throw new OAuthRefusal(OAuthError.OTHER_CLIENT);
    }
    if (!code.used()) {
      checkFresh(code, wanted);
    }
    // Not before the checks: who stole a code and no more cannot use it up.
    if (code.used() || !CodeTable.use(connection, hash, clock.instant())) {
      // Somebody has stolen it, or the client mistook itself; nobody knows which (RFC 6749, 4.1.2).
      long family = CodeTable.find(connection, hash).orElse(code).family();
      Revoking.family(connection, family, clock.instant());
      return Optional.empty();
    }
    Person person = standing.check(app, people.find(connection, code.account()));
    SortedSet<String> granted = granted(connection, app, code);
    SortedSet<String> scopes = Scopes.narrowed(granted, wanted.scopes());
    boolean refreshable =
        app.has(App.Switch.REFRESH)
            && (wanted.generation() == Grants.Generation.V1
                || scopes.contains(OAuthRules.OFFLINE_ACCESS));
    Instant expires = clock.instant().plus(refreshable ? rules.cap() : rules.access());
    long family = FamilyTable.insert(connection, app.id(), person.id(), code.created(), expires);
    CodeTable.remember(connection, hash, family);
    Issuing.Line line = new Issuing.Line(app, person, wanted.generation(), family, code.created());
    return Optional.of(
        refreshable
            ? issuing.both(connection, line, scopes, Scopes.text(scopes))
            : issuing.one(connection, line, scopes));
  }

  private void checkFresh(CodeTable.Row code, Grants.Redemption wanted) {
    if (!clock.instant().isBefore(code.expires())) {
      throw new OAuthRefusal(OAuthError.CODE_EXPIRED);
    }
    // The old OIDC pair knows no redirect_uri; there the app token has to do.
    boolean unsaid = wanted.redirectUri().isEmpty() && wanted.generation() == Grants.Generation.V1;
    if (!unsaid && !wanted.redirectUri().equals(code.redirectUri())) {
      throw new OAuthRefusal(OAuthError.REDIRECT_MISMATCH);
    }
    if (!code.challenge().isMetBy(wanted.verifier())) {
      throw new OAuthRefusal(OAuthError.PKCE_FAILED);
    }
  }

  /**
   * All that the person has granted so far, as far as the app may still have it. {@code
   * offline_access} does not add up: it counts when this consent was for it.
   */
  private static SortedSet<String> granted(Connection connection, App app, CodeTable.Row code)
      throws SQLException {
    SortedSet<String> granted =
        UserGrantTable.lock(connection, app.id(), code.account())
            .orElseThrow(() -> new OAuthRefusal(OAuthError.CODE_UNKNOWN));
    granted.remove(OAuthRules.OFFLINE_ACCESS);
    granted.addAll(Scopes.of(code.scopes()));
    granted.retainAll(app.scopes());
    return granted;
  }
}
