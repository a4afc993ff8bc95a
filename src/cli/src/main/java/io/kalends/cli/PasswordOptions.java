package io.kalends.cli;

import io.kalends.secret.Secret;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a password is. Group it, so that picocli sees to it that one place is named. */
class PasswordOptions {

  @Option(
      names = "--password-file",
      required = true,
      paramLabel = "FILE",
      description = "The first line of this file is the password.")
  private @Nullable Path file;

  @Option(
      names = "--password-env",
      required = true,
      paramLabel = "VARIABLE",
      description = "This environment variable holds the password.")
  private @Nullable String variable;

  Secret read() {
    return given()
        .orElseThrow(
            () -> new InvalidInput("name the password by --password-file or --password-env"));
  }

  final Optional<Secret> given() {
    if (file != null) {
      return Optional.of(SecretOptions.fromFile("--password-file", file));
    }
    return Optional.ofNullable(variable)
        .map(name -> SecretOptions.fromEnvironment("--password-env", name, System.getenv()));
  }
}
