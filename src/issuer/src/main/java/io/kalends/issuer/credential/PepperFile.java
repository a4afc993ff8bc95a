package io.kalends.issuer.credential;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;

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
      Path draft = Files.createTempFile(parent, ".pepper", ".new", ownerOnly());
      try {
        write(draft, HexFormat.of().formatHex(secret) + "\n");
        Files.createLink(file, draft);
      } catch (FileAlreadyExistsException e) {
        return read();
      } finally {
        Files.delete(draft);
      }
      return Pepper.of(secret);
    } catch (IOException e) {
      throw new UncheckedIOException("pepper file " + file + ": cannot be made", e);
    }
  }

  private static void write(Path draft, String text) throws IOException {
    try (FileChannel out = FileChannel.open(draft, Set.of(StandardOpenOption.WRITE))) {
      ByteBuffer bytes = US_ASCII.encode(text);
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
  }

  private FileAttribute<?>[] ownerOnly() {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
