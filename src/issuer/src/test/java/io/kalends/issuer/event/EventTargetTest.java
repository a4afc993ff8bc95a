package io.kalends.issuer.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventTargetTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://app.example.com/webhook",
        "HTTPS://app.example.com:8443/webhook?a=b",
        "http://127.0.0.1:8080/",
        "http://127.8.8.8/",
        "http://[::1]:8080/",
        "http://LocalHost/"
      })
  void takesHttpsAndHttpToThisMachine(String url) {
    assertThatCode(() -> EventTarget.readable("cli_a", URI.create(url), "fake-token"))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://app.example.com/canary",
        "http://127.0.0.1.example.com/canary",
        "http://localhost.example.com/canary",
        "ftp://app.example.com/canary",
        "file:///canary",
        "/canary",
        "mailto:canary@example.com",
        "https:///canary",
        "https://canary@app.example.com/",
        "https://app.example.com/#canary",
        "https://app.example.com:65536/canary"
      })
  void refusesEveryOtherUrlWithoutShowingIt(String url) {
    assertThatThrownBy(() -> EventTarget.readable("cli_a", URI.create(url), "fake-token"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("event url: ")
        .hasMessageNotContaining("canary");
  }

  @Test
  void refusesTokensAndKeysThatNobodyCanHaveCopiedFromAConsole() {
    URI url = URI.create("https://app.example.com/");
    for (String bad : new String[] {"", "canary canary", "canary\n", "canaryü", "c".repeat(257)}) {
      assertThatThrownBy(() -> EventTarget.readable("cli_a", url, bad))
          .hasMessageStartingWith("verification token: ")
          .hasMessageNotContaining("canary");
      assertThatThrownBy(() -> EventTarget.encrypted("cli_a", url, "fake-token", bad))
          .hasMessageStartingWith("encrypt key: ")
          .hasMessageNotContaining("canary");
    }
    assertThatThrownBy(() -> EventTarget.readable(" ", url, "fake-token"))
        .hasMessageStartingWith("app id: ");
  }

  @Test
  void showsNothingSecret() {
    URI url = URI.create("https://app.example.com:8443/canary-path?canary=1");
    assertThat(EventTarget.encrypted("cli_a", url, "canary-token", "canary-key"))
        .hasToString("cli_a at https://app.example.com:8443 (encrypted)");
    assertThat(EventTarget.readable("cli_a", url, "canary-token"))
        .hasToString("cli_a at https://app.example.com:8443 (readable)");
  }
}
