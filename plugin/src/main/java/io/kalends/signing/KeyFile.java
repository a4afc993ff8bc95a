package io.kalends.signing;

import io.kalends.signing.UnusableSigningKey.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads key and certificate files, with a bound and with errors that name the file. */
final class KeyFile {

  private static final int MOST_BYTES = 1 << 20;

  private KeyFile() {}

  /**
   * The whole file.
   *
   * @throws UnusableSigningKey when it is missing, not readable, empty or above 1 MiB
   */
  static byte[] read(Path file) {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MOST_BYTES + 1);
    } catch (NoSuchFileException e) {
      throw new UnusableSigningKey(Reason.FILE_NOT_FOUND, "file '" + file + "' does not exist");
    } catch (IOException e) {
      throw new UnusableSigningKey(
          Reason.FILE_NOT_FOUND,
          "file '%s' cannot be read: %s".formatted(file, e.getClass().getSimpleName()));
    }
    if (bytes.length == 0 || bytes.length > MOST_BYTES) {
      throw new UnusableSigningKey(
          Reason.UNREADABLE, "file '" + file + "' is empty or larger than 1 MiB: no key file");
    }
    return bytes;
  }
}
