package io.kalends.cli;

import io.kalends.account.CalDavAccount;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** An account given by hand. */
final class AccountOptions {

  @Option(
      names = "--host",
      required = true,
      description = "The calendar server's bare host name, without scheme or port.")
  private String host = "";

  @Option(
      names = "--port",
      defaultValue = "443",
      description = "The server's HTTPS port (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(names = "--user", required = true, description = "The login name.")
  private String user = "";

  @ArgGroup(multiplicity = "1")
  private PasswordOptions password = new PasswordOptions();

  @Option(
      names = "--principal-url",
      description = "Only if the source names one: an absolute https URL on the same host.")
  private @Nullable URI principalUrl;

  CalDavAccount account() {
    CalDavAccount account = CalDavAccount.of(host, port, user, password.read());
    return principalUrl == null ? account : account.withPrincipalUrl(principalUrl);
  }
}
