package io.kalends.adapters.feishu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.kalends.account.CalDavAccount;
import io.kalends.account.DeviceLabel;
import io.kalends.enrollment.DeviceOwner;
import io.kalends.failure.Failure;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

/** One mint as the tests make it, and the sentences every failure of one must obey. */
final class Minting {

  static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");
  static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  static final DeviceOwner ALICE = DeviceOwner.of("alice@example.org");
  static final DeviceLabel LABEL = DeviceLabel.of("Alice's \"iPhone\" 张", "k7f3q2zd");
  static final String PASSWORD = "canary-not-a-real-password";
  static final String SUCCESS =
      "{\"code\":0,\"msg\":\"success\",\"data\":{\"password\":\""
          + PASSWORD
          + "\",\"user_name\":\"u_abcdefgh\",\"server_address\":\"caldav.example.org\"}}";

  private Minting() {}

  /** Generous where the answer comes at once, so that a busy machine fails no test. */
  static OpenApi at(URI url) {
    Duration long_ = Duration.ofSeconds(20);
    return new OpenApi(url, long_, long_, long_);
  }

  static CalDavAccount mintAt(URI url) {
    return mint(at(url), new ScriptedTokens());
  }

  static CalDavAccount mint(OpenApi openApi, ScriptedTokens tokens) {
    try (FeishuCredentialSource source = new FeishuCredentialSource(openApi, tokens, CLOCK)) {
      return source.mint(ALICE, LABEL);
    }
  }

  static Failure failureAt(URI url) {
    return failure(at(url), new ScriptedTokens());
  }

  static <F extends Failure> F failureAt(URI url, Class<F> kind) {
    return failure(at(url), new ScriptedTokens(), kind);
  }

  static <F extends Failure> F failure(OpenApi openApi, ScriptedTokens tokens, Class<F> kind) {
    Failure failure = failure(openApi, tokens);
    assertThat(failure).isInstanceOf(kind);
    return kind.cast(failure);
  }

  static Failure failure(OpenApi openApi, ScriptedTokens tokens) {
    Throwable thrown = catchThrowable(() -> mint(openApi, tokens));
    assertThat(thrown).isInstanceOf(Failure.class);
    assertThat(thrown).hasMessageStartingWith("generate_caldav_conf for '" + LABEL + "': ");
    assertThat(everythingIn(thrown)).doesNotContain("canary");
    return (Failure) thrown;
  }

  /** Texts, causes, suppressed ones and traces. */
  static String everythingIn(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }
}
