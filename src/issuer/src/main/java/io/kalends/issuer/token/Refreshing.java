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

/** From a refresh token to the next pair. */
final class Refreshing {

  private final People people;
  private final Issuing issuing;
  private final Standing standing;
  private final OAuthRules rules;
  private final Clock clock;

  Refreshing(People people, Issuing issuing, Standing standing, OAuthRules rules, Clock clock) {
    this.people = people;
    this.issuing = issuing;
    this.standing = standing;
    this.rules = rules;
    this.clock = clock;
  }

  /**
   * Rotates: the old refresh token dies in the transaction that makes the new one. The old access
   * token lives on. One that comes a second time is refused and no more: the cloud service
   * documents no punishment of the others, and its clients do race.
   */
  Issued refresh(Connection connection, App app, Grants.Refreshment wanted) throws SQLException {
    SecretHash hash = SecretHash.sent(wanted.refreshToken());
    FamilyTable.Row row = usable(app, wanted, FamilyTable.find(connection, hash));
    if (!FamilyTable.use(connection, hash, clock.instant())) {
      throw new OAuthRefusal(OAuthError.REFRESH_TOKEN_USED);
    }
    Instant expires = clock.instant().plus(rules.cap());
    if (!FamilyTable.prolong(connection, row.family(), expires)) {
      throw new OAuthRefusal(OAuthError.REFRESH_TOKEN_REVOKED);
    }
    Person person = standing.check(app, people.find(connection, row.account()));
    SortedSet<String> granted = Scopes.of(row.scopes());
    granted.retainAll(app.scopes());
    Issuing.Line line =
        new Issuing.Line(app, person, row.generation(), row.family(), row.authorized());
    return issuing.both(connection, line, Scopes.narrowed(granted, wanted.scopes()), row.scopes());
  }

  private FamilyTable.Row usable(
      App app, Grants.Refreshment wanted, Optional<FamilyTable.Row> found) {
    FamilyTable.Row row =
        found
            .filter(token -> token.generation() == wanted.generation())
            .orElseThrow(() -> new OAuthRefusal(OAuthError.REFRESH_TOKEN_INVALID));
    if (!row.app().equals(app.id())) {
      throw new OAuthRefusal(OAuthError.OTHER_CLIENT);
    }
    if (!app.has(App.Switch.REFRESH)) {
      throw new OAuthRefusal(OAuthError.REFRESH_NOT_ALLOWED);
    }
    if (row.revoked()) {
      throw new OAuthRefusal(OAuthError.REFRESH_TOKEN_REVOKED);
    }
    if (row.used()) {
      throw new OAuthRefusal(OAuthError.REFRESH_TOKEN_USED);
    }
    Instant now = clock.instant();
    if (!now.isBefore(row.expires()) || !now.isBefore(row.authorized().plus(rules.cap()))) {
      throw new OAuthRefusal(OAuthError.REFRESH_TOKEN_EXPIRED);
    }
    return row;
  }
}
