package io.kalends.issuer;

import static io.kalends.issuer.SampleDirectory.ANNA;
import static io.kalends.issuer.SampleDirectory.BEN;
import static io.kalends.issuer.SampleDirectory.OTHER_APP;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kalends.issuer.Caller.Answer;
import io.kalends.issuer.contract.Limits;
import io.kalends.issuer.credential.CredentialQuery;
import io.kalends.issuer.directory.App;
import io.kalends.issuer.directory.Directory;
import io.kalends.issuer.directory.User;
import io.kalends.issuer.directory.UserToken;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** States that take more than one call to be reached. */
class ContractStatesTest {

  private static final String ONE = "u-fake-token-of-store-one-1";
  private static final String TWO = "u-fake-token-of-store-two-2";

  @TempDir private Path folder;

  @Test
  void aDatabaseThatFailsIs190003AndReadinessSaysSo() {
    try (IssuerFixture fixture = IssuerFixture.in(folder)) {
      assertThat(fixture.caller.send("/readyz", r -> r.GET()).status()).isEqualTo(200);
      fixture.spoilDatabase();
      Answer answer = fixture.caller.mint(ANNA, "{}");
      assertThat(answer.status()).isEqualTo(500);
      assertThat(answer.code()).isEqualTo(190003);
      assertThat(fixture.caller.send("/healthz", r -> r.GET()).http().body()).isEqualTo("alive");
    }
  }

  @Test
  void twoCallsForOnePersonAtOneMomentContendAndSequentialOnesNever() throws Exception {
    try (IssuerFixture fixture = IssuerFixture.in(folder)) {
      for (int i = 0; i < 20; i++) {
        assertThat(fixture.caller.mint(ANNA, "{}").code()).isZero();
      }
      CompletableFuture<Answer> one;
      CompletableFuture<Answer> two;
      try (Connection other =
              DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("issuer.db"));
          Statement statement = other.createStatement()) {
        // Whoever mints first waits for this transaction; the other one must not wait with it.
        statement.execute("BEGIN IMMEDIATE");
        one = CompletableFuture.supplyAsync(() -> fixture.caller.mint(ANNA, "{}"));
        two = CompletableFuture.supplyAsync(() -> fixture.caller.mint(ANNA, "{}"));
        Answer first = (Answer) CompletableFuture.anyOf(one, two).get(9, TimeUnit.SECONDS);
        assertThat(first.status()).isEqualTo(429);
        assertThat(first.code()).isEqualTo(190010);
        assertThat(first.http().headers().map()).doesNotContainKey("x-ogw-ratelimit-reset");
        assertThat(one.isDone() && two.isDone()).isFalse();
        statement.execute("ROLLBACK");
      }
      assertThat(one.get().code() + two.get().code()).isEqualTo(190010);
      assertThat(fixture.caller.mint(ANNA, "{}").code()).isZero();
    }
  }

  @Test
  void aMintThatFailsDoesNotLockItsOwnerOut() {
    try (IssuerFixture fixture = IssuerFixture.in(folder)) {
      fixture.spoilDatabase();
      assertThat(fixture.caller.mint(ANNA, "{}").code()).isEqualTo(190003);
      assertThat(fixture.caller.mint(ANNA, "{}").code()).isEqualTo(190003);
    }
  }

  @Test
  void theMethodLimitIsSharedByAppsAndTheAppLimitIsNot() {
    Limits two = new Limits(2, 2);
    try (IssuerFixture fixture =
        IssuerFixture.in(
            folder, c -> c.ruled(r -> r.limitedBehindTheGatewayTo(Limits.NONE, two)))) {
      assertThat(fixture.caller.mint(ANNA, "{}").code()).isZero();
      assertThat(fixture.caller.mint(BEN, "{}").code()).isZero();
      assertThat(fixture.caller.mint(ANNA, "{}").code()).isEqualTo(190005);
      assertThat(fixture.caller.mint(OTHER_APP, "{}").code()).isZero();
    }
    try (IssuerFixture fixture =
        IssuerFixture.in(
            folder, c -> c.ruled(r -> r.limitedBehindTheGatewayTo(two, Limits.NONE)))) {
      assertThat(fixture.caller.mint(ANNA, "{}").code()).isZero();
      assertThat(fixture.caller.mint(OTHER_APP, "{}").code()).isZero();
      assertThat(fixture.caller.mint(BEN, "{}").code()).isEqualTo(190004);
    }
  }

  @Test
  void theMonthlyQuotaOutlivesARestartAndEndsWithTheMonthInBeijing() {
    for (int i = 0; i < 2; i++) {
      try (IssuerFixture fixture = quota()) {
        assertThat(fixture.caller.mint(ANNA, "{}").code()).isZero();
      }
    }
    try (IssuerFixture fixture = quota()) {
      assertThat(fixture.caller.mint(BEN, "{}").code()).isEqualTo(99991403);
      // 22 November, 10:00 UTC: December begins in Beijing eight hours early.
      fixture.clock.advance(Duration.ofDays(8).plusHours(5).plusMinutes(59));
      assertThat(fixture.caller.mint(BEN, "{}").code()).isEqualTo(99991403);
      fixture.clock.advance(Duration.ofMinutes(1));
      assertThat(fixture.caller.mint(BEN, "{}").code()).isZero();
    }
  }

  @Test
  void tenantsOfOneStoreAppAreLimitedApart() {
    try (IssuerFixture fixture =
        IssuerFixture.in(folder, c -> c.knowing(store()).limitedTo(new Limits(1, 1)))) {
      assertThat(fixture.caller.mint(ONE, "{}").code()).isZero();
      assertThat(fixture.caller.mint(ONE, "{}").code()).isEqualTo(99991400);
      assertThat(fixture.caller.mint(TWO, "{}").code()).isZero();
      assertThat(fixture.caller.mint(TWO, "{}").code()).isEqualTo(99991400);
    }
  }

  @Test
  void aTokenWhoseAppIsRegisteredNoMoreIsToldSo() {
    try (IssuerFixture fixture = IssuerFixture.in(folder, c -> c.knowing(store()))) {
      assertThat(fixture.caller.mint(ONE, "{}").code()).isZero();
    }
    User stays = User.in("one", "olga@example.com", "Olga");
    Directory without = Directory.of(List.of(), List.of(App.DEFAULT), List.of(stays));
    try (IssuerFixture fixture = IssuerFixture.in(folder, c -> c.knowing(without))) {
      // What the configuration granted goes with it: nobody granted that token any more.
      assertThat(fixture.caller.mint(ONE, "{}").code()).isEqualTo(99991668);
    }
  }

  @Test
  void theSameNameReplacesWhereThatIsTheRuleAndOnlyItsOwners() {
    try (IssuerFixture fixture =
        IssuerFixture.in(folder, c -> c.ruled(r -> r.replacingSameName(true)))) {
      Answer old = fixture.caller.mint(ANNA, "{\"device_name\":\"iPhone\"}");
      Answer other = fixture.caller.mint(ANNA, "{\"device_name\":\"iPad\"}");
      Answer bens = fixture.caller.mint(BEN, "{\"device_name\":\"iPhone\"}");
      Answer young = fixture.caller.mint(ANNA, "{\"device_name\":\"iPhone\"}");
      assertThat(works(fixture, old)).isFalse();
      assertThat(works(fixture, other)).isTrue();
      assertThat(works(fixture, bens)).isTrue();
      assertThat(works(fixture, young)).isTrue();
      assertThat(fixture.issuer.credentials().page(CredentialQuery.all())).hasSize(4);
    }
  }

  @Test
  void aWrongParameterIsNamedAndNotEchoed() {
    try (IssuerFixture fixture = IssuerFixture.in(folder)) {
      JsonNode violation =
          fixture
              .caller
              .mint(ANNA, "{\"device_name\":\"" + "x".repeat(101) + "\"}")
              .json()
              .at("/error/field_violations/0");
      assertThat(violation.path("field").textValue()).isEqualTo("device_name");
      assertThat(violation.path("description").textValue()).contains("100");
      assertThat(violation.path("value").textValue()).isEmpty();
    }
  }

  private IssuerFixture quota() {
    return IssuerFixture.in(folder, c -> c.ruled(r -> r.allowingMonthly(2)));
  }

  private static boolean works(IssuerFixture fixture, Answer minted) {
    return fixture
        .issuer
        .authenticate(minted.data("user_name"), minted.data("password"))
        .isPresent();
  }

  private static Directory store() {
    App app = App.of("cli_store", "one").inStore(Set.of("one", "two"));
    return Directory.of(
        List.of(),
        List.of(app),
        List.of(
            User.in("one", "olga@example.com", "Olga").granting(token(ONE, app)),
            User.in("two", "otto@example.com", "Otto").granting(token(TWO, app))));
  }

  private static User.Token token(String token, App app) {
    return new User.Token(UserToken.of(token), app.id(), app.scopes(), Instant.MAX);
  }
}
