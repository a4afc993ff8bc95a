package io.kalends.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** A new secret goes into a file that only its owner can read; a screen is read by many. */
final class SecretOutput {

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "What to write the new secret to, mode 0600; must not be there yet.")
  private Path file = Path.of("");

  /** Looks before anything is changed: a secret that cannot be written is lost. */
  Path checked() {
    Path folder = file.toAbsolutePath().getParent();
    if (Files.exists(file)) {
      throw new InvalidInput("--out: " + file + " exists; name another place");
    }
    if (folder == null || !Files.isWritable(folder)) {
      throw new InvalidInput("--out: the folder of " + file + " is missing or not writable");
    }
    return file;
  }

  void write(String line) {
    Output.write(file, (line + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
