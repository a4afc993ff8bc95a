package io.kalends.edge.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A secret that stands alone in a file: the first line counts, the others must be empty. */
public final class SecretFile {

  private static final long MAX_BYTES = 16_384;

  private SecretFile() {}

  /**
   * Reads a secret.
   *
   * @param field the setting that names the file
   * @param file UTF-8
   * @return the secret, without blanks around it
   * @throws InvalidSetting naming the field, the file and the fix; never showing what is in it
   */
  public static String read(String field, Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new InvalidSetting(field, file + " is too large to hold a secret; name another");
      }
      String secret = Files.readString(file).strip();
      if (secret.isEmpty() || secret.lines().count() > 1) {
        throw new InvalidSetting(field, file + " must hold one line with the secret");
      }
      return secret;
    } catch (IOException e) {
      throw new InvalidSetting(
          field, file + " cannot be read; make it, and let only this program's user read it");
    }
  }
}
