package io.kalends.cli;

import io.kalends.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the password of a new key is, or where one that is made here shall be written. */
final class NewPasswordOptions extends PasswordOptions {

  private static final int CHARS = 40;

  @Option(
      names = "--new-password-file",
      required = true,
      paramLabel = "FILE",
      description = "Makes a random password and writes it there, mode 0600.")
  private @Nullable Path made;

  @Override
  Secret read() {
    return given().orElseGet(this::make);
  }

  private Secret make() {
    if (made == null) {
      throw new InvalidInput("say where the password of the new key is or shall be written");
    }
    if (Files.exists(made)) {
      throw new InvalidInput(
          made + " exists; it may open another key. Name a new file, or use --password-file");
    }
    String password = RandomText.alphanumeric(CHARS, new SecureRandom());
    Output.write(made, (password + "\n").getBytes(StandardCharsets.US_ASCII));
    return Secret.of(password);
  }
}
