package io.kalends.consent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kalends.secret.Secret;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GrantTest {

  private static final Instant SOON = Instant.parse("2026-11-30T12:00:00Z");

  @Test
  void aGrantShowsItsScopesAndEndsAndNoToken() {
    Grant once = Grant.of(Secret.of("canary-1"), SOON, Set.of("b", "a"));
    assertThat(once.renewable()).isEmpty();
    assertThat(once).hasToString("Grant[a b, until 2026-11-30T12:00:00Z]");
    Grant lasting =
        once.renewableWith(new Grant.Renewable(Secret.of("canary-2"), SOON.plusSeconds(1)));
    assertThat(lasting.accessToken()).isEqualTo(Secret.of("canary-1"));
    assertThat(lasting.renewable()).map(Grant.Renewable::token).contains(Secret.of("canary-2"));
    assertThat(lasting.toString() + lasting.renewable() + new Renewal.Renewed(lasting))
        .contains("renewable until 2026-11-30T12:00:01Z")
        .doesNotContain("canary");
  }

  @Test
  void aGrantorIsNobodyWithoutBothIdsAndTheTenant() {
    Grantor alice = new Grantor("ou_1", "on_1", "t1", "Alice", " ");
    assertThat(alice.email()).isEmpty();
    assertThat(alice).hasToString("Grantor[ou_1 of t1]");
    assertThatThrownBy(() -> new Grantor("", "on_1", "t1", "Alice", null))
        .hasMessageStartingWith("open id must be");
    assertThatThrownBy(() -> new Grantor("ou_1", "on 1", "t1", "Alice", null))
        .hasMessageStartingWith("union id must be");
    assertThatThrownBy(() -> new Grantor("ou_1", "on_1", "t\u0001", "Alice", null))
        .hasMessageStartingWith("tenant key must be");
  }
}
