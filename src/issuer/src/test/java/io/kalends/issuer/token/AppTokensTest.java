package io.kalends.issuer.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.kalends.issuer.SettableClock;
import io.kalends.issuer.directory.App;
import io.kalends.issuer.directory.Directory;
import io.kalends.issuer.secret.Pepper;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AppTokensTest {

  private static final App CUSTOM = App.of("cli_custom", "acme");
  private static final App STORE = App.of("cli_store", "acme").inStore(Set.of("acme", "other"));
  private static final Pepper PEPPER = Pepper.of(new byte[Pepper.BYTES]);

  private final SettableClock clock = new SettableClock();
  private final AppTokens tokens = tokens(CUSTOM, STORE);

  private AppTokens tokens(App... apps) {
    return new AppTokens(Directory.of(List.of(), List.of(apps), List.of()), PEPPER, clock);
  }

  @Test
  void aTenantTokenStandsForItsAppAndTenantOnEveryNode() {
    String token = tokens.forTenant(CUSTOM, "acme").text();
    assertThat(token).startsWith("t-").doesNotContain(" ");
    AppAccess access = tokens(CUSTOM, STORE).find(token).orElseThrow();
    assertThat(access.app().id()).isEqualTo("cli_custom");
    assertThat(access.tenant()).isEqualTo("acme");
    assertThat(access.tenantToken()).isTrue();
  }

  @Test
  void anAppTokenIsNoTenantTokenAndAStoreAppsIsForNoTenant() {
    AppAccess custom = tokens.find(tokens.forApp(CUSTOM).text()).orElseThrow();
    AppAccess store = tokens.find(tokens.forApp(STORE).text()).orElseThrow();
    assertThat(custom).isEqualTo(new AppAccess(CUSTOM, "acme", false));
    assertThat(store).isEqualTo(new AppAccess(STORE, "", false));
  }

  @Test
  void askedAgainWithThirtyMinutesLeftItIsTheSameAndThenANewOneWhileBothHold() {
    AppTokens.Made first = tokens.forTenant(CUSTOM, "acme");
    clock.advance(Duration.between(clock.instant(), first.expires()).minus(Duration.ofMinutes(30)));
    assertThat(tokens.forTenant(CUSTOM, "acme")).isEqualTo(first);
    clock.advance(Duration.ofMillis(1));
    AppTokens.Made second = tokens.forTenant(CUSTOM, "acme");
    assertThat(second.text()).isNotEqualTo(first.text());
    assertThat(Duration.between(clock.instant(), second.expires()))
        .isBetween(Duration.ofHours(2).minusMillis(1), Duration.ofHours(2));
    clock.advance(Duration.ofMinutes(30).minusMillis(2));
    assertThat(tokens.find(first.text())).isPresent();
    clock.advance(Duration.ofMillis(1));
    assertThat(tokens.find(first.text())).isEmpty();
    assertThat(tokens.find(second.text())).isPresent();
  }

  @Test
  void whateverTheHourThereAreBetweenThirtyMinutesAndTwoHoursLeft() {
    for (int minute = 0; minute < 300; minute++) {
      clock.advance(Duration.ofMinutes(1));
      assertThat(Duration.between(clock.instant(), tokens.forApp(CUSTOM).expires()))
          .isBetween(Duration.ofMinutes(30), Duration.ofHours(2));
    }
  }

  @Test
  void aChangedTokenIsRefusedWhereverItWasChanged() {
    String token = tokens.forTenant(CUSTOM, "acme").text();
    for (int i = 0; i < token.length(); i++) {
      // Not the last bits of the last digit of a Base64 text: they mean nothing.
      char other = token.charAt(i) == 'A' ? 'Q' : 'A';
      assertThat(tokens.find(token.substring(0, i) + other + token.substring(i + 1))).isEmpty();
    }
    assertThat(tokens.find("a-" + token.substring(2))).isEmpty();
    assertThat(tokens.find(token + ".x")).isEmpty();
    assertThat(tokens.find("t-" + "A".repeat(100_000))).isEmpty();
    assertThat(tokens.find("t-.")).isEmpty();
    assertThat(tokens.find("")).isEmpty();
  }

  @Test
  void itEndsWithItsAppAndWithTheInstallation() {
    String custom = tokens.forApp(CUSTOM).text();
    String store = tokens.forTenant(STORE, "other").text();
    assertThat(tokens(STORE).find(custom)).isEmpty();
    assertThat(tokens(CUSTOM.switched(EnumSet.of(App.Switch.REFRESH))).find(custom)).isEmpty();
    assertThat(tokens(STORE.inStore(Set.of("acme"))).find(store)).isEmpty();
  }

  @Test
  void anotherPepperKnowsNoneOfThem() {
    byte[] other = new byte[Pepper.BYTES];
    other[0] = 1;
    AppTokens elsewhere =
        new AppTokens(Directory.of(List.of(), List.of(CUSTOM), List.of()), Pepper.of(other), clock);
    assertThat(elsewhere.find(tokens.forApp(CUSTOM).text())).isEmpty();
  }

  @Test
  void itShowsItselfNowhere() {
    AppTokens.Made made = tokens.forApp(CUSTOM);
    assertThat(made.toString()).doesNotContain(made.text());
  }
}
