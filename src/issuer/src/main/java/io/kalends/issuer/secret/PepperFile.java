package io.kalends.issuer.secret;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.kalends.store.file.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A pepper in a file: 64 hexadecimal digits and a line feed, mode 0600. Back it up apart from the
 * database: without it no credential ever logs in again.
 */
final class PepperFile {

  private static final int DIGITS = 2 * Pepper.BYTES;

  private final Path file;

  PepperFile(Path file) {
    this.file = file.toAbsolutePath().normalize();
  }

  boolean exists() {
    return Files.exists(file);
  }

  /**
   * Reads the file.
   *
   * @throws IllegalStateException when it holds no pepper
   */
  Pepper read() {
    try {
      byte[] content = Files.readAllBytes(file);
      String digits = new String(content, US_ASCII).strip();
      Arrays.fill(content, (byte) 0);
      if (!digits.matches("[0-9a-fA-F]{" + DIGITS + "}")) {
        throw new IllegalStateException(
            "pepper file " + file + ": must hold " + DIGITS + " hexadecimal digits; restore it");
      }
      return Pepper.of(HexFormat.of().parseHex(digits));
    } catch (IOException e) {
      throw new UncheckedIOException("pepper file " + file + ": cannot be read", e);
    }
  }

  /**
   * Makes a new one and puts it on disk before returning it. Written beside and linked into place:
   * a crash leaves no half file, and a file that appears meanwhile wins.
   */
  Pepper make(SecureRandom random) {
    byte[] secret = new byte[Pepper.BYTES];
    random.nextBytes(secret);
    Path parent = file.getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      throw new IllegalStateException(
          "pepper file " + file + ": its directory does not exist; create it");
    }
    try {
      AtomicFile.create(file, (HexFormat.of().formatHex(secret) + "\n").getBytes(US_ASCII));
      return Pepper.of(secret);
    } catch (FileAlreadyExistsException e) {
      return read();
    } catch (IOException e) {
      throw new UncheckedIOException("pepper file " + file + ": cannot be made", e);
    }
  }
}
