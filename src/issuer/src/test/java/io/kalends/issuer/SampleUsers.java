package io.kalends.issuer;

import io.kalends.issuer.account.App;
import io.kalends.issuer.account.User;
import io.kalends.issuer.account.UserToken;
import io.kalends.issuer.account.Users;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** People who do not exist, with tokens that open nothing. */
final class SampleUsers {

  static final String ANNA = "u-fake-token-of-anna-0001";
  static final String BEN = "eyJfake.token.of-ben_0002";
  static final String DEPARTED = "u-fake-token-of-dora-0003";
  static final String EXPIRED = "u-fake-token-of-emil-0004";
  static final String OTHER_APP = "u-fake-token-of-finn-0005";
  static final String POOR_APP = "u-fake-token-of-gina-0006";
  static final String POOR_GRANT = "u-fake-token-of-hugo-0007";
  static final String OTHER_TENANT = "u-fake-token-of-anna-0008";

  private static final App OTHER = new App("cli_other", "default", App.CALDAV_SCOPES);
  private static final App POOR =
      new App("cli_poor", "default", Set.of("contact:user.id:readonly"));
  private static final App ELSEWHERE = new App("cli_default", "elsewhere", App.CALDAV_SCOPES);

  private SampleUsers() {}

  static Users all() {
    return Users.of(
        List.of(
            User.of("Anna@Example.com", "Anna Example", ANNA),
            User.of("ben@example.com", "Ben Example", BEN),
            User.of("dora@example.com", "Dora Example", DEPARTED).asDeparted(),
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
    return new User(email, email, app, UserToken.of(token), scopes, Instant.parse(expires), false);
  }
}
