package io.kalends.issuer.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class AppSecretsTest {

  private final AppSecrets secrets = new AppSecrets();

  @Test
  void anyOfAnAppsSecretsIsTakenAndNothingElse() {
    App app =
        App.of("cli_a", "acme")
            .withSecrets(
                Set.of(SecretHash.of("fake-app-secret-one"), SecretHash.of("fake-app-secret-two")));
    assertThat(secrets.matches(app, "fake-app-secret-one")).isTrue();
    assertThat(secrets.matches(app, "fake-app-secret-two")).isTrue();
    assertThat(secrets.matches(app, "fake-app-secret-three")).isFalse();
    assertThat(secrets.matches(app, "")).isFalse();
  }

  @Test
  void anAppWithoutASecretCannotProveItself() {
    assertThat(secrets.matches(App.DEFAULT, "")).isFalse();
  }
}
