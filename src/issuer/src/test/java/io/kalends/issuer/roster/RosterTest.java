package io.kalends.issuer.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kalends.issuer.OpenDatabase;
import io.kalends.issuer.SettableClock;
import io.kalends.issuer.credential.Credential;
import io.kalends.issuer.credential.CredentialQuery;
import io.kalends.issuer.credential.Minted;
import io.kalends.issuer.directory.App;
import io.kalends.issuer.directory.Directory;
import io.kalends.issuer.directory.Person;
import io.kalends.issuer.directory.Person.Status;
import io.kalends.issuer.directory.User;
import io.kalends.issuer.directory.UserToken;
import io.kalends.issuer.secret.RandomText;
import io.kalends.issuer.token.Access;
import io.kalends.issuer.token.AccessPolicy;
import io.kalends.issuer.token.AccessTokens;
import io.kalends.issuer.token.Grants;
import io.kalends.issuer.token.OAuthRules;
import io.kalends.issuer.token.Revoked;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RosterTest {

  private static final String TENANT = "t";
  private static final UserToken TOKEN = UserToken.of("u-fake-token-of-anna-0001");
  private static final Directory NOBODY = directory(List.of());
  private static final Import PLAIN = new Import(NOBODY, false, 0);
  private static final Import COMPLETE = new Import(NOBODY, true, 0);

  @TempDir private Path folder;

  private final List<String> left = new ArrayList<>();
  private OpenDatabase open;
  private Roster roster;

  /** The ways to leave. */
  enum Way {
    ADMINISTRATOR,
    IMPORTED_AS_RESIGNED,
    MISSING_IN_A_COMPLETE_IMPORT,
    WRITTEN_AS_RESIGNED,
    NO_LONGER_WRITTEN
  }

  @BeforeEach
  void open() {
    open = OpenDatabase.in(folder, new SettableClock());
    Grants grants =
        new Grants(
            open.database,
            open.people,
            new RandomText(new SecureRandom()),
            OAuthRules.CONTRACT,
            AccessPolicy.NONE,
            new SettableClock());
    roster =
        new Roster(
            open.database,
            open.people,
            List.of(
                (c, person) -> open.credentials.revokeAll(c, person.id(), "owner left"),
                (c, person) -> grants.revoke(c, person.id(), Revoked.Reason.RESTRICTION),
                (c, person) -> left.add(person.email() + " " + person.status())));
  }

  @AfterEach
  void close() {
    open.close();
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void whoeverLeavesLeavesWholeByWhateverWay(Way way) {
    boolean configured = way == Way.WRITTEN_AS_RESIGNED || way == Way.NO_LONGER_WRITTEN;
    List<User> both = List.of(user("anna@x"), user("ben@x"));
    if (configured) {
      roster.synchronize(directory(both), 0);
    } else {
      take(both, PLAIN);
    }
    Minted anna = open.credentials.mint(person("anna@x"), "phone");
    Minted ben = open.credentials.mint(person("ben@x"), "phone");
    grant(person("anna@x"));

    leave(way);

    assertThat(person("anna@x").status()).isEqualTo(Status.RESIGNED);
    assertThat(logsIn(anna)).isFalse();
    assertThat(open.credentials.page(CredentialQuery.all()))
        .filteredOn(credential -> credential.owner().equals("anna@x"))
        .noneMatch(Credential::isLive);
    assertThat(open.tokens.find(TOKEN).orElseThrow().revoked()).isTrue();
    assertThat(left).containsExactly("anna@x RESIGNED");
    assertThat(logsIn(ben)).isTrue();
  }

  @Test
  void whoComesBackHasNoCredentialAndNoTokenFromBefore() {
    take(List.of(user("anna@x")), PLAIN);
    Minted before = open.credentials.mint(person("anna@x"), "phone");
    grant(person("anna@x"));
    set("anna@x", Status.RESIGNED);
    set("anna@x", Status.ACTIVE);
    assertThat(logsIn(before)).isFalse();
    assertThat(open.tokens.find(TOKEN).orElseThrow().revoked()).isTrue();
    assertThat(logsIn(open.credentials.mint(person("anna@x"), "phone"))).isTrue();
  }

  @Test
  void aFrozenPersonIsLockedOutAndLosesNothing() {
    take(List.of(user("anna@x")), PLAIN);
    Minted minted = open.credentials.mint(person("anna@x"), "phone");
    set("anna@x", Status.FROZEN);
    assertThat(logsIn(minted)).isFalse();
    set("anna@x", Status.ACTIVE);
    assertThat(logsIn(minted)).isTrue();
    assertThat(left).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"FROZEN", "RESIGNED"})
  void anAdministratorsWordStandsAgainstLaterFiles(Status status) {
    take(List.of(user("anna@x")), PLAIN);
    roster.synchronize(directory(List.of(user("ben@x"))), 0);
    set("anna@x", status);
    set("ben@x", status);
    Changes changes = take(List.of(user("anna@x")), PLAIN);
    roster.synchronize(directory(List.of(user("ben@x"))), 0);
    assertThat(changes.held()).isEqualTo(1);
    assertThat(person("anna@x").status()).isEqualTo(status);
    assertThat(person("ben@x").status()).isEqualTo(status);
    set("anna@x", Status.ACTIVE);
    take(List.of(user("anna@x").as(Status.RESIGNED)), PLAIN);
    assertThat(person("anna@x").status()).isEqualTo(Status.RESIGNED);
  }

  @Test
  void aDepartureThatFailsLeavesThePersonThere() {
    take(List.of(user("anna@x")), PLAIN);
    Minted minted = open.credentials.mint(person("anna@x"), "phone");
    Roster failing =
        new Roster(
            open.database,
            open.people,
            List.of(
                (c, person) -> open.credentials.revokeAll(c, person.id(), "owner left"),
                (c, person) -> {
                  throw new SQLException("no");
                }));
    Person anna = person("anna@x");
    assertThatThrownBy(
            () ->
                open.database.write(
                    "test",
                    c -> {
                      failing.setStatus(c, anna, Status.RESIGNED);
                      return c;
                    }))
        .hasMessageContaining("nothing was kept");
    assertThat(person("anna@x").status()).isEqualTo(Status.ACTIVE);
    assertThat(logsIn(minted)).isTrue();
  }

  @Test
  void theFirstImportAddsTheSecondSaysThatNothingChanged() {
    List<User> two = List.of(user("anna@x"), user("ben@x"));
    assertThat(take(two, PLAIN)).isEqualTo(new Changes(2, 0, 0, 0, 0, List.of()));
    String userName = person("anna@x").userName();
    assertThat(take(two, PLAIN)).isEqualTo(new Changes(0, 0, 2, 0, 0, List.of()));
    User renamed = User.in(TENANT, "anna@x", "Anna Married");
    assertThat(take(List.of(renamed), PLAIN)).isEqualTo(new Changes(0, 1, 0, 0, 0, List.of()));
    assertThat(person("anna@x").name()).isEqualTo("Anna Married");
    assertThat(person("anna@x").userName()).isEqualTo(userName);
  }

  @Test
  void aPreviewSaysTheSameAndChangesNothing() {
    take(List.of(user("anna@x"), user("ben@x")), PLAIN);
    List<User> later = List.of(user("ben@x"), user("cleo@x"));
    Changes said = roster.preview(later, COMPLETE);
    assertThat(person("anna@x").status()).isEqualTo(Status.ACTIVE);
    assertThat(open.people.find(TENANT, "cleo@x")).isEmpty();
    assertThat(said).isEqualTo(new Changes(1, 0, 1, 0, 0, List.of("anna@x")));
    assertThat(take(later, COMPLETE)).isEqualTo(said);
  }

  @Test
  void anImportSpeaksNeitherForTheConfigurationsPeopleNorForOtherTenants() {
    Directory configuration = directory(List.of(user("root@x")));
    roster.synchronize(configuration, 0);
    take(List.of(User.in("other", "olga@x", "Olga")), PLAIN);
    Import file = new Import(configuration, true, 0);
    Changes changes = take(List.of(user("root@x").as(Status.RESIGNED), user("anna@x")), file);
    assertThat(changes).isEqualTo(new Changes(1, 0, 0, 1, 0, List.of()));
    assertThat(person("root@x").status()).isEqualTo(Status.ACTIVE);
    assertThat(open.people.find("other", "olga@x").orElseThrow().isActive()).isTrue();
  }

  @Test
  void halfAFileLetsNobodyGoUntilThatIsConfirmed() {
    List<User> many = IntStream.range(0, 400).mapToObj(i -> user(i + "@x")).toList();
    take(many, PLAIN);
    take(many.subList(0, 392), COMPLETE);
    List<User> half = many.subList(0, 196);
    assertThatThrownBy(() -> take(half, COMPLETE))
        .isInstanceOf(TooManyLeavers.class)
        .hasMessageContaining("196 of 392 people would leave");
    assertThat(person("391@x").isActive()).isTrue();
    assertThatThrownBy(() -> take(half, new Import(NOBODY, true, 195)))
        .isInstanceOf(TooManyLeavers.class);
    assertThat(take(half, new Import(NOBODY, true, 196)).leaving()).hasSize(196);
    assertThat(left).hasSize(204);
  }

  @Test
  void fiveMayLeaveASmallCompanyAtOnceAndNotSix() {
    List<User> ten = IntStream.range(0, 10).mapToObj(i -> user(i + "@x")).toList();
    roster.synchronize(directory(ten), 0);
    assertThatThrownBy(() -> roster.synchronize(directory(ten.subList(0, 4)), 0))
        .isInstanceOf(TooManyLeavers.class);
    roster.synchronize(directory(ten.subList(0, 5)), 0);
    assertThat(left).hasSize(5);
  }

  @Test
  void fiftyThousandPeopleAreImportedInOneTransaction() {
    List<User> all = IntStream.range(0, 50_000).mapToObj(i -> user(i + "@x")).toList();
    long begin = System.nanoTime();
    assertThat(take(all, COMPLETE).added()).isEqualTo(50_000);
    assertThat(take(all, COMPLETE).unchanged()).isEqualTo(50_000);
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    // Some three seconds; the bound is for what grows faster than the file.
    assertThat(took).isLessThan(Duration.ofMinutes(2));
  }

  private void leave(Way way) {
    List<User> onlyBen = List.of(user("ben@x"));
    List<User> annaGone = List.of(user("ben@x"), user("anna@x").as(Status.RESIGNED));
    switch (way) {
      case ADMINISTRATOR -> set("anna@x", Status.RESIGNED);
      case IMPORTED_AS_RESIGNED -> take(annaGone, PLAIN);
      case MISSING_IN_A_COMPLETE_IMPORT -> take(onlyBen, COMPLETE);
      case WRITTEN_AS_RESIGNED -> roster.synchronize(directory(annaGone), 0);
      case NO_LONGER_WRITTEN -> roster.synchronize(directory(onlyBen), 0);
    }
  }

  private Changes take(List<User> users, Import file) {
    return open.database.write("test", connection -> roster.take(connection, users, file));
  }

  private void set(String email, Status status) {
    Person person = person(email);
    open.database.write(
        "test",
        connection -> {
          roster.setStatus(connection, person, status);
          return person;
        });
  }

  private void grant(Person person) {
    Access access = new Access(App.DEFAULT.id(), person, App.CALDAV_SCOPES, Instant.MAX, false);
    open.database.write(
        "test",
        connection -> {
          open.tokens.save(connection, TOKEN, access, AccessTokens.Origin.GRANT);
          return person;
        });
  }

  private boolean logsIn(Minted minted) {
    return open.credentials
        .authenticate(minted.credential().userName(), minted.password())
        .isPresent();
  }

  private Person person(String email) {
    return open.people.find(TENANT, email).orElseThrow();
  }

  private static User user(String email) {
    return User.in(TENANT, email, "Name of " + email);
  }

  private static Directory directory(List<User> users) {
    return Directory.of(List.of(), List.of(App.of("cli_t", TENANT)), users);
  }
}
