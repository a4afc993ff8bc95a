package io.kalends.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kalends.secret.Secret;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AppOptionsTest {

  @Test
  void theSecretMayStandInTheEnvironment() {
    AppOptions options = new AppOptions();
    assertThat(options.secret(Map.of(AppOptions.VARIABLE, "not-a-real-secret")))
        .isEqualTo(Secret.of("not-a-real-secret"));
  }

  @Test
  void withoutASecretAndATerminalTheWaysToGiveOneAreNamed() {
    AppOptions options = new AppOptions();
    for (Map<String, String> environment :
        List.of(Map.<String, String>of(), Map.of(AppOptions.VARIABLE, ""))) {
      assertThatThrownBy(() -> options.secret(environment))
          .isInstanceOf(InvalidInput.class)
          .hasMessageContaining("--app-secret-file")
          .hasMessageContaining("KALENDS_APP_SECRET");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "true, Linux, DISPLAY, xdg-open",
    "true, Linux, WAYLAND_DISPLAY, xdg-open",
    "true, Mac OS X, HOME, open",
    "true, WINDOWS 11, HOME, rundll32",
    "true, Linux, HOME,",
    "false, Linux, DISPLAY,",
    "false, Mac OS X, HOME,"
  })
  void aBrowserIsStartedOnlyWhereSomebodySitsBeforeOne(
      boolean terminal, String os, String variable, String program) {
    URI page = URI.create("https://accounts.example.org/page?a=b&c=d");
    assertThat(
            DesktopBrowser.find(terminal, os, Map.of(variable, ":0"))
                .map(browser -> browser.command(page))
                .map(command -> command.get(0) + " " + command.get(command.size() - 1))
                .orElse(null))
        .isEqualTo(program == null ? null : program + " " + page);
  }
}
