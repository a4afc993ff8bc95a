package io.kalends.cli;

import io.kalends.consent.TokenEndpoint;
import io.kalends.secret.Secret;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The app a person consents to, and the service it is registered with. */
final class AppOptions {

  /** Where the App Secret may stand instead of a file. */
  static final String VARIABLE = "KALENDS_APP_SECRET";

  private static final String SECRET = "appSecret";

  @Option(
      names = "--source",
      defaultValue = "feishu",
      description = "Type of the calendar service (default: ${DEFAULT-VALUE}).")
  private String source = "feishu";

  @Option(
      names = "--app-id",
      required = true,
      paramLabel = "ID",
      description = "The App ID, from the developer console: cli_...")
  private String appId = "";

  @Option(
      names = "--app-secret-file",
      paramLabel = "FILE",
      description =
          "The first line of this file is the App Secret. Without it the environment variable "
              + VARIABLE
              + " is read, and without that you are asked at the terminal.")
  private @Nullable Path secretFile;

  @Option(
      names = "--brand",
      paramLabel = "feishu|lark",
      description = "Which public cloud (default: feishu).")
  private @Nullable String brand;

  @Option(
      names = "--open-api",
      paramLabel = "URL",
      description = "Base URL of another server of the same contract, instead of --brand.")
  private @Nullable String openApi;

  @Option(
      names = "--accounts",
      paramLabel = "URL",
      description = "Base URL of the host where people sign in, if it is not the usual one.")
  private @Nullable String accounts;

  @Option(
      names = "--source-setting",
      paramLabel = "KEY=VALUE",
      description =
          "Another setting of the service's token endpoint, such as tokenGeneration=v3;"
              + " repeatable.")
  private Map<String, String> settings = Map.of();

  TokenEndpoint endpoint(Map<String, String> environment, Clock clock) {
    if (settings.containsKey(SECRET)) {
      throw new InvalidInput(
          "the App Secret has no place on a command line, which other users of this machine can"
              + " see: name --app-secret-file, or set "
              + VARIABLE);
    }
    Map<String, String> all = new LinkedHashMap<>(settings);
    put(all, "brand", brand);
    put(all, "openApi", openApi);
    put(all, "accounts", accounts);
    all.put("appId", appId);
    all.put(SECRET, secret(environment).reveal());
    return Adapters.tokenEndpoint(source, all, clock);
  }

  /** Never from an argument. */
  Secret secret(Map<String, String> environment) {
    if (secretFile != null) {
      return SecretOptions.fromFile("--app-secret-file", secretFile);
    }
    return Optional.ofNullable(environment.get(VARIABLE))
        .filter(value -> !value.isEmpty())
        .map(Secret::of)
        .or(() -> SecretOptions.fromTerminal("App Secret"))
        .orElseThrow(
            () ->
                new InvalidInput(
                    "the App Secret is missing: name --app-secret-file, set "
                        + VARIABLE
                        + ", or run this at a terminal to be asked"));
  }

  private static void put(Map<String, String> all, String key, @Nullable String value) {
    if (value != null) {
      all.put(key, value);
    }
  }
}
