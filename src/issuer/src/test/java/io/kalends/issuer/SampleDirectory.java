package io.kalends.issuer;

import io.kalends.issuer.directory.App;
import io.kalends.issuer.directory.Directory;
import io.kalends.issuer.directory.Person;
import io.kalends.issuer.directory.User;
import io.kalends.issuer.directory.UserToken;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** People who do not exist, with tokens that open nothing. */
final class SampleDirectory {

  static final String ANNA = "u-fake-token-of-anna-0001";
  static final String BEN = "eyJfake.token.of-ben_0002";
  static final String DEPARTED = "u-fake-token-of-dora-0003";
  static final String EXPIRED = "u-fake-token-of-emil-0004";
  static final String OTHER_APP = "u-fake-token-of-finn-0005";
  static final String POOR_APP = "u-fake-token-of-gina-0006";
  static final String POOR_GRANT = "u-fake-token-of-hugo-0007";
  static final String OTHER_TENANT = "u-fake-token-of-anna-0008";

  private static final App OTHER = App.of("cli_other", "default");
  private static final App POOR =
      App.of("cli_poor", "default").withScopes(Set.of("contact:user.id:readonly"));
  private static final App ELSEWHERE = App.of("cli_elsewhere", "elsewhere");

  private SampleDirectory() {}

  static Directory all() {
    return Directory.of(
        List.of(),
        List.of(App.DEFAULT, OTHER, POOR, ELSEWHERE),
        List.of(
            User.of("Anna@Example.com", "Anna Example", ANNA),
            User.of("ben@example.com", "Ben Example", BEN),
            User.of("dora@example.com", "Dora Example", DEPARTED).as(Person.Status.RESIGNED),
            user(
                "emil@example.com",
                App.DEFAULT,
                EXPIRED,
                App.CALDAV_SCOPES,
                "2026-11-22T10:00:00Z"),
            user("finn@example.com", OTHER, OTHER_APP, App.CALDAV_SCOPES, "2026-11-22T10:00:01Z"),
            user("gina@example.com", POOR, POOR_APP, App.CALDAV_SCOPES, "2027-01-01T00:00:00Z"),
            user(
                "hugo@example.com",
                App.DEFAULT,
                POOR_GRANT,
                Set.of("contact:user.id:readonly"),
                "2027-01-01T00:00:00Z"),
            user(
                "anna@example.com",
                ELSEWHERE,
                OTHER_TENANT,
                Set.of("calendar:calendar"),
                "2027-01-01T00:00:00Z")));
  }

  private static User user(
      String email, App app, String token, Set<String> scopes, String expires) {
    return User.in(app.tenants().iterator().next(), email, email)
        .granting(new User.Token(UserToken.of(token), app.id(), scopes, Instant.parse(expires)));
  }
}
