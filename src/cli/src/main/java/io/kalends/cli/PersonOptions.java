package io.kalends.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Who a command is about. */
final class PersonOptions {

  @Parameters(paramLabel = "EMAIL", description = "The person's address.")
  private String user = "";

  @Option(
      names = "--tenant",
      defaultValue = "",
      description = "The person's tenant; needed when there are several.")
  private String tenant = "";

  String user() {
    return user;
  }

  Map<String, String> body() {
    Map<String, String> body = new LinkedHashMap<>();
    body.put("user", user);
    if (!tenant.isEmpty()) {
      body.put("tenant", tenant);
    }
    return body;
  }
}
