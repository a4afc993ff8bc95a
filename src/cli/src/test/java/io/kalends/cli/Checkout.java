package io.kalends.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Where the sources are. */
final class Checkout {

  private Checkout() {}

  static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("profile-templates"))) {
      folder = Objects.requireNonNull(folder.getParent(), "not inside a checkout");
    }
    return folder;
  }
}
