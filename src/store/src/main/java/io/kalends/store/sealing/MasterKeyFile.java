package io.kalends.store.sealing;

import io.kalends.store.file.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** A file of master keys: read by its owner only, never lost, never half written. */
final class MasterKeyFile {

  private static final int MAX_BYTES = 65_536;

  private static final Set<PosixFilePermission> OTHERS =
      PosixFilePermissions.fromString("---rwxrwx");

  private static final String REMARKS =
      """
      # Master keys of Kalends. The first one seals, the others open what they sealed.
      # Without them nothing that is sealed in the database can be opened again:
      # keep a copy, and not where the backup of the database is.
      """;

  private final Path file;
  private final String named;

  private MasterKeyFile(Path file) {
    this.file = file;
    this.named = "master key file " + file;
  }

  static List<MasterKey> read(Path file) {
    MasterKeyFile keys = new MasterKeyFile(file);
    try {
      keys.requirePrivate(file);
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        return MasterKeyText.read(keys.named, keys.text(channel));
      }
    } catch (IOException e) {
      throw keys.unreadable(e);
    }
  }

  static String create(Path file, Clock clock, SecureRandom random) {
    MasterKeyFile keys = new MasterKeyFile(file);
    String id = MasterKeyText.newId(clock, random);
    String text = REMARKS + MasterKeyText.newLine(id, random) + "\n";
    try {
      AtomicFile.create(file, text.getBytes(StandardCharsets.UTF_8));
      return id;
    } catch (FileAlreadyExistsException e) {
      throw keys.refused(
          "is there already, and its keys may be in use; rotate it, or name another");
    } catch (IOException e) {
      throw new IllegalArgumentException(
          keys.named + ": cannot be made (" + e + "); name one in a folder this user may write", e);
    }
  }

  static String rotate(Path link, Clock clock, SecureRandom random) {
    try {
      return new MasterKeyFile(link.toRealPath()).rotated(clock, random);
    } catch (IOException e) {
      throw new MasterKeyFile(link).unreadable(e);
    }
  }

  /** Under a lock, or the key of one of two who rotate at once would be lost, and all it sealed. */
  private String rotated(Clock clock, SecureRandom random) throws IOException {
    requirePrivate(file);
    Object before = identity();
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock == null || !before.equals(identity())) {
        throw refused("is being changed by somebody else; look at it, and try again");
      }
      requireOwn();
      String text = text(channel);
      List<String> taken = MasterKeyText.read(named, text).stream().map(MasterKey::id).toList();
      String id = MasterKeyText.newId(clock, random);
      while (taken.contains(id)) {
        id = MasterKeyText.newId(clock, random);
      }
      write(text, MasterKeyText.newLine(id, random));
      return id;
    } catch (OverlappingFileLockException e) {
      throw refused("is being changed by this process already; try again");
    }
  }

  private void write(String text, String newLine) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    int first = 0;
    while (!MasterKeyText.isKey(lines.get(first))) {
      first++;
    }
    lines.add(first, newLine);
    String all = String.join("\n", lines) + "\n";
    try {
      AtomicFile.write(file, all.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          named + ": cannot be replaced (" + e + "); let this user write in its folder", e);
    }
  }

  /** Tells one file of this name from the next. */
  private Object identity() throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    return Objects.requireNonNullElse(attributes.fileKey(), attributes.creationTime());
  }

  /**
   * A file that root has replaced is root's: its owner, the service, could not read it any more.
   */
  private void requireOwn() throws IOException {
    if (!AtomicFile.isPosix(file)) {
      return;
    }
    Path mine = Files.createTempFile(file.resolveSibling(""), ".kalends-", ".tmp");
    try {
      if (!Files.getOwner(file).equals(Files.getOwner(mine))) {
        throw refused(
            "belongs to the user "
                + Files.getOwner(file).getName()
                + "; rotate it as that user, who could not read it otherwise");
      }
    } finally {
      Files.delete(mine);
    }
  }

  private void requirePrivate(Path keys) throws IOException {
    if (!Files.readAttributes(keys, BasicFileAttributes.class).isRegularFile()) {
      throw refused("is not a file; name the file");
    }
    if (AtomicFile.isPosix(keys)) {
      Set<PosixFilePermission> mode = Files.getPosixFilePermissions(keys);
      if (!Collections.disjoint(mode, OTHERS)) {
        throw refused(
            "is open to others than its owner ("
                + PosixFilePermissions.toString(mode)
                + "); run chmod 600 on it, and if others could have read it, rotate");
      }
    }
  }

  private String text(FileChannel channel) throws IOException {
    InputStream in = Channels.newInputStream(channel);
    byte[] bytes = in.readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw refused("is larger than 64 KiB; it holds master keys only");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw refused("is not UTF-8 text; write it again");
    }
  }

  private IllegalArgumentException refused(String fix) {
    return new IllegalArgumentException(named + ": " + fix);
  }

  private IllegalArgumentException unreadable(IOException e) {
    return new IllegalArgumentException(
        named + ": cannot be read (" + e + "); name one that exists and that this user may read",
        e);
  }
}
