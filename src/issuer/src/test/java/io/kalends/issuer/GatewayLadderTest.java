package io.kalends.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kalends.issuer.Caller.Answer;
import io.kalends.issuer.contract.ContractError;
import io.kalends.issuer.contract.Limits;
import io.kalends.issuer.credential.CredentialQuery;
import io.kalends.issuer.directory.App;
import io.kalends.issuer.directory.Directory;
import io.kalends.issuer.directory.Person;
import io.kalends.issuer.directory.Tenant;
import io.kalends.issuer.directory.User;
import io.kalends.issuer.directory.UserToken;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Which error wins when several would do: on each rung of the ladder everything from there on is
 * wrong, and the rung's own error is what the caller hears.
 */
class GatewayLadderTest {

  /** In the order in which the gateway checks. */
  enum Rung {
    EXPIRED(ContractError.TOKEN_EXPIRED),
    DISABLED(ContractError.APP_DISABLED),
    NOT_INSTALLED(ContractError.NOT_INSTALLED),
    ADDRESS(ContractError.ADDRESS_REFUSED),
    APP_SCOPE(ContractError.APP_SCOPE_MISSING),
    NOTHING_GRANTED(ContractError.NO_PERMISSION),
    USER_SCOPE(ContractError.USER_SCOPE_MISSING),
    UNIT(ContractError.WRONG_UNIT),
    BOT(ContractError.NO_BOT),
    BODY(ContractError.INVALID_PARAMETERS),
    GONE(ContractError.USER_GONE);

    private final ContractError error;

    Rung(ContractError error) {
      this.error = error;
    }

    private boolean isWrongFrom(Rung rung) {
      return compareTo(rung) >= 0;
    }
  }

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(Rung.class)
  void theFirstThingThatIsWrongIsTold(Rung rung) {
    try (IssuerFixture fixture = start(config -> config)) {
      Answer answer = fixture.caller.mint(token(rung), body(rung));
      assertThat(answer.code()).isEqualTo(rung.error.code());
      assertThat(answer.status()).isEqualTo(rung.error.status());
      assertThat(answer.json().at("/error/log_id").textValue())
          .isEqualTo(answer.header("x-tt-logid"));
      assertThat(answer.json().path("data").isObject()).isEqualTo(!rung.error.isGateway());
      assertThat(fixture.issuer.credentials().page(CredentialQuery.all())).isEmpty();
    }
  }

  /** The limits stand between what the user granted and what the calendar looks at. */
  @ParameterizedTest
  @EnumSource(Rung.class)
  void aFullWindowIsToldAfterWhatConcernsTokenAndScopesAndBeforeTheRest(Rung rung) {
    Limits one = new Limits(1, 1);
    boolean before = rung.compareTo(Rung.UNIT) < 0;
    try (IssuerFixture fixture = start(config -> config.limitedTo(one))) {
      fixture.caller.mint(token(rung), body(rung));
      Answer answer = fixture.caller.mint(token(rung), body(rung));
      assertThat(answer.code()).isEqualTo(before ? rung.error.code() : 99991400);
      assertThat(answer.header("x-ogw-ratelimit-reset")).isEqualTo(before ? "" : "60");
    }
  }

  @Test
  void theGatewaysLimitIsToldFirstThenTheQuotaThenMethodThenApp() {
    Limits one = new Limits(1, 1);
    assertThat(second(c -> c.ruled(r -> r.limitedTo(one).allowingMonthly(1)))).isEqualTo(99991400);
    assertThat(second(c -> c.ruled(r -> r.allowingMonthly(1).limitedBehindTheGatewayTo(one, one))))
        .isEqualTo(99991403);
    assertThat(second(c -> c.ruled(r -> r.limitedBehindTheGatewayTo(one, one)))).isEqualTo(190004);
    assertThat(second(c -> c.ruled(r -> r.limitedBehindTheGatewayTo(Limits.NONE, one))))
        .isEqualTo(190005);
  }

  @Test
  void aRuleSwitchedOffIsSkipped() {
    try (IssuerFixture fixture = start(config -> config.ruled(r -> r.requiringBot(false)))) {
      assertThat(fixture.caller.mint(token(Rung.BOT), body(Rung.BOT)).code()).isEqualTo(190002);
    }
  }

  private int second(UnaryOperator<IssuerConfig> adapted) {
    try (IssuerFixture fixture = start(adapted)) {
      String token = token(Rung.BODY);
      assertThat(fixture.caller.mint(token, body(Rung.BODY)).code()).isEqualTo(190002);
      Answer answer = fixture.caller.mint(token, body(Rung.BODY));
      assertThat(answer.status()).isIn(429, 400);
      if (answer.code() != 99991400) {
        assertThat(answer.http().headers().map()).doesNotContainKey("x-ogw-ratelimit-reset");
      }
      return answer.code();
    } finally {
      for (String file : List.of("issuer.db", "issuer.db-wal", "issuer.db-shm")) {
        folder.resolve(file).toFile().delete();
      }
    }
  }

  private IssuerFixture start(UnaryOperator<IssuerConfig> adapted) {
    User dora = User.in("default", "dora@example.com", "Dora Example").as(Person.Status.RESIGNED);
    for (Rung rung : Rung.values()) {
      dora = dora.granting(granted(rung));
    }
    Directory directory =
        Directory.of(
            List.of(new Tenant("default", "Sample", "cn")),
            Arrays.stream(Rung.values()).map(GatewayLadderTest::app).toList(),
            List.of(dora));
    return IssuerFixture.in(folder, config -> adapted.apply(config.knowing(directory)));
  }

  private static App app(Rung rung) {
    App app = App.of("cli_" + rung.name().toLowerCase(Locale.ROOT), "default");
    EnumSet<App.Switch> on = EnumSet.allOf(App.Switch.class);
    if (Rung.DISABLED.isWrongFrom(rung)) {
      on.remove(App.Switch.ENABLED);
    }
    if (Rung.BOT.isWrongFrom(rung)) {
      on.remove(App.Switch.BOT);
    }
    if (Rung.NOT_INSTALLED.isWrongFrom(rung)) {
      app = app.inStore(Set.of("elsewhere"));
    }
    if (Rung.ADDRESS.isWrongFrom(rung)) {
      app = app.calledFrom(Set.of("192.0.2.1"));
    }
    if (Rung.APP_SCOPE.isWrongFrom(rung)) {
      app = app.withScopes(Set.of("contact:user.id:readonly"));
    }
    return app.inUnit(Rung.UNIT.isWrongFrom(rung) ? "jp" : "cn").switched(on);
  }

  private static User.Token granted(Rung rung) {
    Set<String> scopes = App.CALDAV_SCOPES;
    if (Rung.USER_SCOPE.isWrongFrom(rung)) {
      scopes = Set.of("contact:user.id:readonly");
    }
    if (Rung.NOTHING_GRANTED.isWrongFrom(rung)) {
      scopes = Set.of();
    }
    return new User.Token(
        UserToken.of(token(rung)),
        app(rung).id(),
        scopes,
        Rung.EXPIRED.isWrongFrom(rung) ? Instant.EPOCH : Instant.MAX);
  }

  private static String token(Rung rung) {
    return "u-fake-token-of-dora-" + rung.name().toLowerCase(Locale.ROOT);
  }

  private static String body(Rung rung) {
    return Rung.BODY.isWrongFrom(rung) ? "{\"device_name\": 7}" : "{}";
  }
}
