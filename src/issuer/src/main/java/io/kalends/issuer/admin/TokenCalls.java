package io.kalends.issuer.admin;

import io.kalends.edge.Response;
import io.kalends.edge.config.Fields;
import io.kalends.edge.config.InvalidSetting;
import io.kalends.issuer.directory.App;
import io.kalends.issuer.directory.Person;
import io.kalends.issuer.directory.UserToken;
import io.kalends.issuer.secret.RandomText;
import io.kalends.issuer.token.Access;
import io.kalends.issuer.token.AccessTokens;
import io.kalends.issuer.token.OAuthRefusal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Grants a user token without asking the user: for a company's own programs. */
final class TokenCalls {

  /** As long as a consent lasts at most. */
  private static final Duration LONGEST = Duration.ofDays(365);

  private final Administered all;
  private final boolean allowed;
  private final RandomText randomText;
  private final Clock clock;
  private final Finder finder;
  private final Audit audit;

  TokenCalls(Administered all, boolean allowed, RandomText randomText, Clock clock, Audit audit) {
    this.all = all;
    this.allowed = allowed;
    this.randomText = randomText;
    this.clock = clock;
    this.finder = new Finder(all.directory(), all.people());
    this.audit = audit;
  }

  Response grant(AdminCall call) {
    if (!allowed) {
      throw new AdminProblem(
          403,
          "",
          "administrators may not grant in people's place here",
          "set administratorGrants: true in the configuration, or let the person consent");
    }
    Fields body = call.body(Set.of("user", "tenant", "app", "scopes", "expires"));
    App app = app(body);
    Set<String> scopes = body.texts("scopes").orElse(app.scopes());
    if (!app.scopes().containsAll(scopes)) {
      throw new InvalidSetting("scopes", "must be among " + String.join(", ", app.scopes()));
    }
    Instant expires = expires(body);
    String token = "u-" + randomText.password();
    Person person =
        audit.change(
            call,
            "grant token",
            connection -> {
              Person owner = grantor(connection, body, app);
              Access access = new Access(app.id(), owner, scopes, expires, false);
              all.tokens()
                  .save(connection, UserToken.of(token), access, AccessTokens.Origin.ADMINISTRATOR);
              return new Audit.Done<>(
                  app + " for person " + owner.id() + " " + owner.email(), owner);
            });
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("user", person.email());
    shown.put("app", app.id());
    shown.put("expires", expires.toString());
    shown.put("token", token);
    return AdminJson.answer(200, shown);
  }

  private Person grantor(Connection connection, Fields body, App app) throws SQLException {
    Person person = finder.person(connection, body);
    if (!person.isActive()) {
      throw new AdminProblem(
          409, "user", "the person is " + person.status(), "let the person return first");
    }
    try {
      all.grants().check(app, person);
    } catch (OAuthRefusal e) {
      throw new AdminProblem(
          409,
          "app",
          "the app may not have a token of this person",
          "see enabled, availableTo and the company's own rule on access");
    }
    return person;
  }

  private App app(Fields body) {
    List<App> apps = all.directory().apps();
    if (!body.has("app") && apps.size() == 1) {
      return apps.get(0);
    }
    return finder.app(body.text("app"));
  }

  private Instant expires(Fields body) {
    Instant now = clock.instant();
    Instant expires = body.instant("expires").orElse(now.plus(LONGEST));
    if (!expires.isAfter(now) || expires.isAfter(now.plus(LONGEST))) {
      throw new InvalidSetting("expires", "must be within 365 days from now");
    }
    return expires;
  }
}
