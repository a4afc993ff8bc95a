package io.kalends.cli;

import io.kalends.secret.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Option;

/** Where a running issuer is, and the right to administer it. */
final class AdminOptions {

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "${env:KALENDS_ISSUER_URL:-http://127.0.0.1:8460}",
      description =
          "Where the issuer listens (default: ${DEFAULT-VALUE}; from KALENDS_ISSUER_URL when that"
              + " is set).")
  private String url = "";

  @Option(
      names = "--admin-token-file",
      paramLabel = "FILE",
      required = true,
      defaultValue = "${env:KALENDS_ISSUER_ADMIN_TOKEN_FILE}",
      description =
          "The admin token, alone in a file (or name the file in KALENDS_ISSUER_ADMIN_TOKEN_FILE).")
  private Path tokenFile = Path.of("");

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  boolean json() {
    return json;
  }

  AdminClient client() {
    Secret token = SecretOptions.fromFile("--admin-token-file", tokenFile);
    return new AdminClient(base(), token);
  }

  /** A token in clear is for this machine only. */
  private URI base() {
    try {
      URI base = new URI(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
      String scheme = String.valueOf(base.getScheme()).toLowerCase(Locale.ROOT);
      boolean safe = scheme.equals("https") || LOOPBACK.contains(String.valueOf(base.getHost()));
      if (Set.of("http", "https").contains(scheme) && base.getHost() != null && safe) {
        return base;
      }
    } catch (URISyntaxException e) {
      throw new InvalidInput("--url: is no URL; write for example http://127.0.0.1:8460");
    }
    throw new InvalidInput(
        "--url: must begin with https://, or name this machine, for example http://127.0.0.1:8460");
  }
}
