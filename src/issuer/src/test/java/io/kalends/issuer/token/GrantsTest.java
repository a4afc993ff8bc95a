package io.kalends.issuer.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kalends.issuer.OpenDatabase;
import io.kalends.issuer.SettableClock;
import io.kalends.issuer.directory.App;
import io.kalends.issuer.directory.Directory;
import io.kalends.issuer.directory.Person;
import io.kalends.issuer.directory.User;
import io.kalends.issuer.directory.UserToken;
import io.kalends.issuer.roster.Roster;
import io.kalends.issuer.secret.RandomText;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrantsTest {

  private static final String SCOPE = "calendar:settings.caldav:create";
  private static final String URI = "https://app.example.com/";
  private static final App APP = App.of("cli_a", "t").withScopes(Set.of(SCOPE, "offline_access"));
  private static final App OTHER = App.of("cli_b", "t").withScopes(Set.of(SCOPE));

  @TempDir private Path folder;

  private final SettableClock clock = new SettableClock();
  private OpenDatabase open;
  private Grants grants;
  private Person anna;

  @BeforeEach
  void open() {
    open = OpenDatabase.in(folder, clock);
    grants =
        new Grants(
            open.database,
            open.people,
            new RandomText(new SecureRandom()),
            OAuthRules.CONTRACT,
            AccessPolicy.NONE,
            clock);
    anna = open.person("anna@example.com");
  }

  @AfterEach
  void close() {
    open.close();
  }

  private Issued consented(App app) {
    String code =
        grants.authorize(new Grants.Consent(app, anna, URI, app.scopes(), Challenge.NONE));
    return grants.redeem(
        app, new Grants.Redemption(Grants.Generation.V2, code, URI, "", List.of()));
  }

  private Issued refreshed(Issued issued) {
    return grants.refresh(
        APP, new Grants.Refreshment(Grants.Generation.V2, issued.refreshToken(), List.of()));
  }

  private Access access(Issued issued) {
    return open.tokens.find(UserToken.sent(issued.accessToken())).orElseThrow();
  }

  private int rows() {
    return open.database.read(
        "test",
        connection -> {
          int sum = 0;
          for (String table :
              List.of("access_token", "refresh_token", "token_family", "authorization_code")) {
            try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
              row.next();
              sum += row.getInt(1);
            }
          }
          return sum;
        });
  }

  @Test
  void anAdministratorMakesATokenWithoutAskingThePerson() {
    Issued issued = grants.grant(APP, anna, Set.of(SCOPE), Duration.ofDays(30));
    Access access = access(issued);
    assertThat(access.person()).isEqualTo(anna);
    assertThat(access.scopes()).containsExactly(SCOPE);
    assertThat(access.expires()).isEqualTo(clock.instant().plus(Duration.ofDays(30)));
    assertThat(issued.refreshToken()).isEmpty();
    assertThat(issued.toString()).doesNotContain(issued.accessToken());
  }

  @Test
  void evenAnAdministratorCannotGiveWhatTheAppDoesNotHave() {
    assertThatThrownBy(() -> grants.grant(OTHER, anna, Set.of("im:message"), Duration.ofHours(1)))
        .isInstanceOfSatisfying(
            OAuthRefusal.class,
            e -> assertThat(e.error()).isEqualTo(OAuthError.SCOPE_NOT_THE_APPS));
    assertThatThrownBy(() -> grants.grant(APP, anna, Set.of(SCOPE), Duration.ofDays(366)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("life:");
    assertThatThrownBy(
            () -> grants.grant(App.of("cli_c", "x"), anna, Set.of(), Duration.ofHours(1)))
        .isInstanceOf(OAuthRefusal.class);
  }

  @Test
  void takingBackFromOneAppLeavesTheOther() {
    Issued one = consented(APP);
    Issued two = consented(OTHER);
    List<Revoked> revoked =
        open.database.write(
            "test",
            connection ->
                grants.revoke(connection, anna.id(), "cli_a", Revoked.Reason.ADMINISTRATOR));
    assertThat(revoked)
        .containsExactly(new Revoked("cli_a", anna.id(), true, true, Revoked.Reason.ADMINISTRATOR));
    assertThat(access(one).revoked()).isTrue();
    assertThat(access(two).revoked()).isFalse();
  }

  @Test
  void whatNoLongerCountedIsNotToldOf() {
    consented(APP);
    clock.advance(Duration.ofHours(2));
    assertThat(revokeAll())
        .containsExactly(new Revoked("cli_a", anna.id(), false, true, Revoked.Reason.UNKNOWN));
    consented(APP);
    clock.advance(Duration.ofDays(8));
    assertThat(revokeAll()).isEmpty();
  }

  private List<Revoked> revokeAll() {
    return open.database.write(
        "test", connection -> grants.revoke(connection, anna.id(), Revoked.Reason.UNKNOWN));
  }

  @Test
  void aConfiguredTokenThatWasRevokedStaysSoWhenTheConfigurationIsReadAgain() {
    String token = "u-fake-token-of-zoe-000001";
    User zoe =
        User.in("t", "zoe@example.com", "Zoe")
            .granting(new User.Token(UserToken.of(token), APP.id(), Set.of(SCOPE), Instant.MAX));
    Directory directory = Directory.of(List.of(), List.of(APP), List.of(zoe));
    new Roster(open.database, open.people, List.of()).synchronize(directory, 0);
    open.tokens.synchronize(directory);
    open.tokens.synchronize(directory);
    Access before = open.tokens.find(UserToken.sent(token)).orElseThrow();
    assertThat(before.revoked()).isFalse();
    open.database.write(
        "test",
        connection -> grants.revoke(connection, before.person().id(), Revoked.Reason.SECURITY));
    open.tokens.synchronize(directory);
    assertThat(open.tokens.find(UserToken.sent(token)).orElseThrow().revoked()).isTrue();
  }

  @Test
  void anAppThatIsWithdrawnLosesEverythingAndAnotherAppNothing() {
    Issued issued = consented(APP);
    Issued other = consented(OTHER);
    int revoked = open.database.write("test", c -> grants.withdraw(c, APP.id()));
    assertThat(revoked).isEqualTo(1);
    assertThat(open.tokens.find(UserToken.sent(issued.accessToken())).orElseThrow().revoked())
        .isTrue();
    assertThatThrownBy(() -> refreshed(issued)).isInstanceOf(OAuthRefusal.class);
    assertThat(open.tokens.find(UserToken.sent(other.accessToken())).orElseThrow().revoked())
        .isFalse();
  }

  @Test
  void whatExpiredLongAgoIsForgottenAndWhatCountsIsNot() {
    Issued issued = consented(APP);
    assertThat(grants.prune()).isZero();
    clock.advance(Duration.ofDays(6));
    Issued second = refreshed(issued);
    int before = rows();
    clock.advance(Duration.ofDays(3));
    // The code and the first access token; the refresh tokens are remembered for a month more.
    assertThat(grants.prune()).isEqualTo(2);
    assertThat(rows()).isEqualTo(before - 2);
    assertThat(refreshed(second).refreshToken()).isNotEmpty();
    clock.advance(Duration.ofDays(500));
    while (grants.prune() > 0) {
      assertThat(rows()).isLessThan(before);
    }
    assertThat(rows()).isZero();
  }

  @Test
  void pruningIsDoneInSmallPortions() {
    for (int i = 0; i < 600; i++) {
      grants.grant(APP, anna, Set.of(SCOPE), Duration.ofHours(1));
    }
    clock.advance(Duration.ofDays(8));
    assertThat(grants.prune()).isEqualTo(500);
    assertThat(grants.prune()).isEqualTo(100);
    assertThat(grants.prune()).isZero();
  }

  @Test
  void codesAndTokensAreNowhereInTheDatabase() {
    String code =
        grants.authorize(new Grants.Consent(APP, anna, URI, APP.scopes(), Challenge.NONE));
    assertThat(code).matches("[A-Za-z0-9_-]{43}");
    Issued issued =
        grants.redeem(APP, new Grants.Redemption(Grants.Generation.V2, code, URI, "", List.of()));
    String all =
        open.database.read(
            "test",
            connection -> {
              StringBuilder text = new StringBuilder();
              for (String table : List.of("authorization_code", "access_token", "refresh_token")) {
                try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT * FROM " + table)) {
                  while (row.next()) {
                    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                      text.append(row.getString(i)).append(' ');
                    }
                  }
                }
              }
              return text.toString();
            });
    assertThat(all)
        .contains("cli_a")
        .doesNotContain(code, issued.accessToken(), issued.refreshToken());
  }
}
