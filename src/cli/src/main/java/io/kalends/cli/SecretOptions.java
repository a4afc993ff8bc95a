package io.kalends.cli;

import io.kalends.secret.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a password from where a command line may name it: a file or an environment variable, never
 * an argument, which every user of the machine could see.
 */
final class SecretOptions {

  private static final long MAX_BYTES = 16_384;

  private SecretOptions() {}

  /** The first line of the file. */
  static Secret fromFile(String option, Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new InvalidInput(option + ": " + file + " is too large to be a password file");
      }
      String content = Files.readString(file, StandardCharsets.UTF_8);
      String first = content.lines().findFirst().orElse("");
      if (first.isEmpty()) {
        throw new InvalidInput(option + ": the first line of " + file + " is empty");
      }
      return Secret.of(first);
    } catch (IOException e) {
      throw new InvalidInput(option + ": cannot read " + file + " as UTF-8 text");
    }
  }

  /** The value of the variable. */
  static Secret fromEnvironment(String option, String variable, Map<String, String> environment) {
    return Optional.ofNullable(environment.get(variable))
        .filter(value -> !value.isEmpty())
        .map(Secret::of)
        .orElseThrow(
            () -> new InvalidInput(option + ": environment variable " + variable + " is not set"));
  }

  /**
   * Asked for without echo; empty when nobody sits at a terminal, or nothing was typed. The
   * launcher tells whether somebody does: from JDK 22 on a console is there even for a script.
   */
  static Optional<Secret> fromTerminal(String prompt) {
    return Optional.ofNullable(System.console())
        .filter(console -> Boolean.getBoolean("kalends.terminal"))
        .map(console -> console.readPassword("%s: ", prompt))
        .filter(typed -> typed.length > 0)
        .map(typed -> Secret.of(new String(typed)));
  }
}
