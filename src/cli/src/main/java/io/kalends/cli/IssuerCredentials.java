package io.kalends.cli;

import com.fasterxml.jackson.databind.JsonNode;
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

/** The CalDAV credentials of an issuer that runs. */
@Command(
    name = "credentials",
    mixinStandardHelpOptions = true,
    description = "Lists, revokes and rotates the credentials of devices.")
final class IssuerCredentials implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name one of list, revoke, rotate.");
  }

  @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists credentials.")
  int list(
      @Mixin AdminOptions admin,
      @Option(names = "--user", defaultValue = "", description = "Only of this address.")
          String user,
      @Option(names = "--tenant", defaultValue = "", description = "Only of this tenant.")
          String tenant,
      @Option(names = "--device-name", defaultValue = "", description = "Only of this device name.")
          String deviceName,
      @Option(names = "--live", description = "Without the revoked ones.") boolean live) {
    Map<String, String> filters =
        Map.of(
            "user", user, "tenant", tenant, "deviceName", deviceName, "live", live ? "true" : "");
    try (AdminClient client = admin.client()) {
      List<JsonNode> credentials = client.all("credentials", filters);
      if (admin.json()) {
        screen().json(credentials);
      } else {
        screen()
            .table(
                List.of(
                    "ID", "USER", "DEVICE NAME", "CREATED", "FIRST USED", "LAST USED", "REVOKED"),
                credentials.stream().map(IssuerCredentials::row).toList());
      }
    }
    return ExitCode.OK.number();
  }

  @Command(
      name = "revoke",
      mixinStandardHelpOptions = true,
      description = {
        "Revokes credentials, at once and for good: by id, by user and device name, or all of a"
            + " user.",
        "What is revoked already is left as it is."
      })
  int revoke(
      @Mixin AdminOptions admin,
      @Mixin Confirmation confirmation,
      @Parameters(paramLabel = "ID", arity = "0..*", description = "From the list.") List<Long> ids,
      @Option(names = "--user", defaultValue = "", description = "Whose.") String user,
      @Option(names = "--tenant", defaultValue = "", description = "The user's tenant.")
          String tenant,
      @Option(names = "--device-name", defaultValue = "", description = "Which, to the letter.")
          String deviceName,
      @Option(names = "--all", description = "All of the user's.") boolean all) {
    List<Long> named = ids == null ? List.of() : ids;
    boolean byUser = !user.isEmpty() && (all != !deviceName.isEmpty());
    if (named.isEmpty() != byUser) {
      throw new ParameterException(
          spec.commandLine(), "Name ids, or --user with --device-name, or --user with --all.");
    }
    if (all) {
      confirmation.of("Every device of " + user + " will be locked out for good");
    }
    try (AdminClient client = admin.client()) {
      for (Long id : named) {
        JsonNode revoked = client.post("credentials/" + id + "/revoke", Map.of());
        screen().line("Revoked credential " + id + " of " + revoked.path("user").asText() + ".");
      }
      if (byUser) {
        JsonNode revoked = client.post("credentials:revoke", body(user, tenant, deviceName, all));
        screen()
            .line("Revoked " + revoked.path("revoked").asInt() + " credentials of " + user + ".");
      }
    }
    return ExitCode.OK.number();
  }

  @Command(
      name = "rotate",
      mixinStandardHelpOptions = true,
      description = "Gives a credential a new password; the old one stops at once.")
  int rotate(
      @Mixin AdminOptions admin,
      @Parameters(paramLabel = "ID", description = "From the list.") long id,
      @Mixin SecretOutput out) {
    out.checked();
    try (AdminClient client = admin.client()) {
      JsonNode minted = client.post("credentials/" + id + "/rotate", Map.of());
      out.write(minted.path("password").asText());
      screen()
          .line(
              "Wrote the password of credential %d, which takes the place of %d; the user name is %s."
                  .formatted(minted.path("id").asLong(), id, minted.path("userName").asText()));
    }
    return ExitCode.OK.number();
  }

  private static Map<String, Object> body(
      String user, String tenant, String deviceName, boolean all) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("user", user);
    if (!tenant.isEmpty()) {
      body.put("tenant", tenant);
    }
    if (all) {
      body.put("all", true);
    } else {
      body.put("deviceName", deviceName);
    }
    return body;
  }

  private static List<String> row(JsonNode credential) {
    return AdminRows.of(
        credential, "id", "user", "deviceName", "created", "firstUsed", "lastUsed", "revoked");
  }

  private Screen screen() {
    return new Screen(spec.commandLine().getOut());
  }
}
