package io.kalends.cli;

import io.kalends.store.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that commands leave behind: whole or not at all, mode 0600. */
final class Output {

  private Output() {}

  static void write(Path file, byte[] content) {
    try {
      AtomicFile.write(file, content);
    } catch (IOException e) {
      throw new InvalidInput(
          "cannot write " + file + "; check that its folder exists and is writable");
    }
  }

  /** A folder to put files in, made when it is missing. */
  static Path folder(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new InvalidInput("cannot make the folder " + folder + "; check the rights above it");
    }
  }
}
