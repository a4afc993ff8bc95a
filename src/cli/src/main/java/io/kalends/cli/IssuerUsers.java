package io.kalends.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Who may get credentials from an issuer that runs. */
@Command(
    name = "users",
    mixinStandardHelpOptions = true,
    description = "Lists, imports, freezes people and lets them leave or come back.")
final class IssuerUsers implements Runnable {

  private static final int MAX_NAMED = 10;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Name one of list, import, freeze, resign, return, grant.");
  }

  @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists people.")
  int list(
      @Mixin AdminOptions admin,
      @Option(names = "--user", defaultValue = "", description = "Only this address.") String user,
      @Option(names = "--tenant", defaultValue = "", description = "Only this tenant.")
          String tenant,
      @Option(
              names = "--status",
              defaultValue = "",
              description = "Only active, frozen, resigned or unregistered ones.")
          String status) {
    try (AdminClient client = admin.client()) {
      List<JsonNode> users =
          client.all("users", Map.of("user", user, "tenant", tenant, "status", status));
      if (admin.json()) {
        screen().json(users);
      } else {
        screen()
            .table(
                List.of("EMAIL", "NAME", "TENANT", "USER NAME", "STATUS"),
                users.stream()
                    .map(one -> AdminRows.of(one, "email", "name", "tenant", "userName", "status"))
                    .toList());
      }
    }
    return ExitCode.OK.number();
  }

  @Command(
      name = "import",
      mixinStandardHelpOptions = true,
      description = {
        "Takes people from a CSV file with a header: email,name and if wanted tenant, enName,"
            + " mobile, employeeNo, enterpriseEmail, status.",
        "The whole file is taken or nothing of it."
      })
  int importFile(
      @Mixin AdminOptions admin,
      @Mixin Confirmation confirmation,
      @Parameters(paramLabel = "FILE", description = "UTF-8, at most 16 MiB.") Path file,
      @Option(names = "--tenant", defaultValue = "", description = "Of everybody in the file.")
          String tenant,
      @Option(
              names = "--complete",
              description = "Who was imported before and is not in the file has left.")
          boolean complete,
      @Option(names = "--dry-run", description = "Only say what would change.") boolean dryRun,
      @Option(
              names = "--leavers",
              defaultValue = "0",
              paramLabel = "N",
              description = "So many may leave; without it five, or one in fifty.")
          int leavers) {
    byte[] csv = read(file);
    Map<String, String> parameters =
        Map.of(
            "tenant",
            tenant,
            "complete",
            String.valueOf(complete),
            "leavers",
            String.valueOf(leavers));
    String query = AdminClient.query(parameters);
    try (AdminClient client = admin.client()) {
      JsonNode changes = client.post("users:import?dryRun=true" + query, csv);
      if (!dryRun) {
        if (!changes.path("leaving").isEmpty()) {
          confirmation.of(leaving(changes));
        }
        changes = client.post("users:import?dryRun=false" + query, csv);
      }
      report(admin, changes);
    }
    return ExitCode.OK.number();
  }

  @Command(
      name = "freeze",
      mixinStandardHelpOptions = true,
      description = "Locks somebody out until they return; nothing of theirs is lost.")
  int freeze(@Mixin AdminOptions admin, @Mixin PersonOptions person) {
    return set(admin, person, "freeze");
  }

  @Command(
      name = "resign",
      mixinStandardHelpOptions = true,
      description = "Lets somebody leave: their credentials and tokens are revoked for good.")
  int resign(
      @Mixin AdminOptions admin, @Mixin PersonOptions person, @Mixin Confirmation confirmation) {
    confirmation.of("All credentials and tokens of " + person.user() + " will be revoked for good");
    return set(admin, person, "resign");
  }

  @Command(
      name = "return",
      mixinStandardHelpOptions = true,
      description = "Lets somebody come back who was frozen or had left.")
  int comeBack(@Mixin AdminOptions admin, @Mixin PersonOptions person) {
    return set(admin, person, "return");
  }

  @Command(
      name = "grant",
      mixinStandardHelpOptions = true,
      description = {
        "Makes a user token without asking the person, for the company's own programs.",
        "The configuration must allow it: administratorGrants: true"
      })
  int grant(
      @Mixin AdminOptions admin,
      @Mixin PersonOptions person,
      @Option(
              names = "--app",
              defaultValue = "",
              description = "Who gets it; if there are several.")
          String app,
      @Mixin SecretOutput out) {
    out.checked();
    Map<String, String> body = new LinkedHashMap<>(person.body());
    if (!app.isEmpty()) {
      body.put("app", app);
    }
    try (AdminClient client = admin.client()) {
      JsonNode granted = client.post("tokens", body);
      String user = granted.path("user").asText();
      out.write(user + " " + granted.path("token").asText());
      String until = granted.path("expires").asText();
      screen().line("Wrote a token of " + user + ", good until " + until + ", for --token-file.");
    }
    return ExitCode.OK.number();
  }

  private int set(AdminOptions admin, PersonOptions person, String action) {
    try (AdminClient client = admin.client()) {
      JsonNode now = client.post("users:" + action, person.body());
      if (admin.json()) {
        screen().json(now);
      } else {
        screen().line(now.path("email").asText() + " is now " + now.path("status").asText() + ".");
      }
    }
    return ExitCode.OK.number();
  }

  private void report(AdminOptions admin, JsonNode changes) {
    if (admin.json()) {
      screen().json(changes);
      return;
    }
    boolean dryRun = changes.path("dryRun").asBoolean();
    screen()
        .line(
            "%s %d new, %d changed, %d the same, %d left."
                .formatted(
                    dryRun ? "Would be:" : "Done:",
                    changes.path("added").asInt(),
                    changes.path("changed").asInt(),
                    changes.path("unchanged").asInt(),
                    changes.path("leaving").size()));
    if (changes.path("configured").asInt() > 0) {
      screen().line(changes.path("configured").asInt() + " passed over: the configuration's own.");
    }
    if (changes.path("held").asInt() > 0) {
      screen().line(changes.path("held").asInt() + " stay as an administrator set them.");
    }
    if (dryRun && !changes.path("leaving").isEmpty()) {
      screen().line(leaving(changes));
    }
  }

  private static String leaving(JsonNode changes) {
    List<String> named = new ArrayList<>();
    changes.path("leaving").forEach(email -> named.add(email.asText()));
    int rest = named.size() - MAX_NAMED;
    return named.size()
        + " leave and lose their credentials for good: "
        + String.join(", ", named.subList(0, Math.min(named.size(), MAX_NAMED)))
        + (rest > 0 ? " and " + rest + " more" : "");
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new InvalidInput("cannot read " + file + "; check its name and its rights");
    }
  }

  private Screen screen() {
    return new Screen(spec.commandLine().getOut());
  }
}
