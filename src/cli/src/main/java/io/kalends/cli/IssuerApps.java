package io.kalends.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The apps of an issuer that runs. */
@Command(
    name = "apps",
    mixinStandardHelpOptions = true,
    description = "Lists apps, gives them new secrets, takes their rights away.")
final class IssuerApps implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name one of list, rotate, revoke.");
  }

  @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists apps.")
  int list(@Mixin AdminOptions admin) {
    try (AdminClient client = admin.client()) {
      JsonNode apps = client.get("apps").path("apps");
      if (admin.json()) {
        screen().json(apps);
      } else {
        List<List<String>> rows = new ArrayList<>();
        apps.forEach(app -> rows.add(row(app)));
        screen().table(List.of("ID", "NAME", "KIND", "TENANTS", "ON", "SECRETS"), rows);
      }
    }
    return ExitCode.OK.number();
  }

  @Command(
      name = "rotate",
      mixinStandardHelpOptions = true,
      description = "Makes a new app secret; those there are work on for a while.")
  int rotate(
      @Mixin AdminOptions admin,
      @Parameters(paramLabel = "APP", description = "The app's id.") String app,
      @Option(
              names = "--grace-hours",
              defaultValue = "24",
              paramLabel = "N",
              description = "How long the old ones work on (default: ${DEFAULT-VALUE}).")
          int graceHours,
      @Mixin SecretOutput out) {
    out.checked();
    try (AdminClient client = admin.client()) {
      JsonNode rotated =
          client.post(path(app) + "/secret:rotate", Map.of("graceHours", graceHours));
      out.write(rotated.path("secret").asText());
      screen().line("Wrote a new secret of " + app + "; the old ones end in " + graceHours + " h.");
    }
    return ExitCode.OK.number();
  }

  @Command(
      name = "revoke",
      mixinStandardHelpOptions = true,
      description = "Takes every secret and every token of an app away, at once and for good.")
  int revoke(
      @Mixin AdminOptions admin,
      @Parameters(paramLabel = "APP", description = "The app's id.") String app,
      @Mixin Confirmation confirmation) {
    confirmation.of("Every secret and every user token of " + app + " will end at once");
    try (AdminClient client = admin.client()) {
      JsonNode revoked = client.post(path(app) + "/revoke", Map.of());
      screen().line("Revoked " + revoked.path("revokedTokens").asInt() + " tokens of " + app + ".");
      screen().line("Give it a new secret with: kalends issuer apps rotate " + app);
    }
    return ExitCode.OK.number();
  }

  private static String path(String app) {
    if (!app.matches("[A-Za-z0-9._:@-]{1,128}")) {
      throw new InvalidInput("APP: is no app id; look it up with kalends issuer apps list");
    }
    return "apps/" + app;
  }

  private static List<String> row(JsonNode app) {
    return List.of(
        app.path("id").asText(),
        app.path("name").asText(),
        app.path("kind").asText(),
        joined(app.path("tenants")),
        joined(app.path("on")),
        app.path("configuredSecrets").asInt()
            + " configured, "
            + app.path("secrets").size()
            + " with a date");
  }

  private static String joined(JsonNode texts) {
    StringJoiner joined = new StringJoiner(", ");
    texts.forEach(text -> joined.add(text.asText()));
    return joined.toString();
  }

  private Screen screen() {
    return new Screen(spec.commandLine().getOut());
  }
}
