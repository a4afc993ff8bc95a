package io.kalends.adapters.feishu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.kalends.consent.AuthorizationRequest;
import io.kalends.consent.TokenEndpoint;
import io.kalends.failure.ActionRequired;
import io.kalends.failure.Failure;
import io.kalends.failure.PermanentFailure;
import io.kalends.failure.TemporaryFailure;
import io.kalends.secret.Secret;
import io.kalends.settings.Settings;
import java.net.URI;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Consent as the tests ask for it, and the sentences every failure of it must obey. */
final class Consenting {

  static final String APP_SECRET = "canary-not-a-real-app-secret";
  static final Secret CODE = Secret.of("canary-not-a-real-code");
  static final Secret REFRESH = Secret.of("eyJ.canary-not-a-real-refresh-token");
  static final Secret ACCESS = Secret.of("eyJ.canary-not-a-real-access-token");
  static final AuthorizationRequest REQUEST =
      new AuthorizationRequest(
          URI.create("http://127.0.0.1:17650/callback"),
          new LinkedHashSet<>(List.of("calendar:settings.caldav:create", "offline_access")),
          "state-0123456789-0123456789",
          Secret.of("canary-not-a-real-verifier-0123456789-0123456789"),
          false);

  private Consenting() {}

  static TokenEndpoint at(URI server) {
    return with(server, Map.of());
  }

  static TokenEndpoint with(URI server, Map<String, String> more) {
    Map<String, String> settings =
        new HashMap<>(
            Map.of(
                "openApi",
                server.toString(),
                "appId",
                "cli_a1b2c3d4",
                "appSecret",
                APP_SECRET,
                "deadline",
                "PT20S"));
    settings.putAll(more);
    return new FeishuTokenEndpointFactory()
        .create(Settings.of("consent.feishu", settings), Minting.CLOCK);
  }

  /** One of the three calls, by the name its failures begin with. */
  static Consumer<TokenEndpoint> call(String operation) {
    return switch (operation) {
      case "exchange of the code" -> endpoint -> endpoint.exchange(CODE, REQUEST);
      case "refresh of the grant" -> endpoint -> endpoint.refresh(REFRESH);
      case "user_info" -> endpoint -> endpoint.grantor(ACCESS);
      default -> throw new IllegalArgumentException(operation);
    };
  }

  static Failure failure(TokenEndpoint endpoint, String operation) {
    Throwable thrown = catchThrowable(() -> call(operation).accept(endpoint));
    assertThat(thrown).isInstanceOf(Failure.class);
    assertThat(thrown).hasMessageStartingWith(operation + ": ");
    assertThat(Minting.everythingIn(thrown)).doesNotContain("canary");
    return (Failure) thrown;
  }

  static String kindOf(Failure failure) {
    if (failure instanceof ActionRequired action) {
      assertThat(action.where()).isNotBlank();
      return "action " + action.who();
    }
    if (failure instanceof PermanentFailure permanent) {
      return "permanent " + permanent.reason();
    }
    return failure instanceof TemporaryFailure ? "temporary" : "uncertain";
  }
}
