package io.kalends.store;

import io.kalends.store.file.AtomicFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files that only their owner may read, from the moment they exist. */
final class PrivateFile {

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private PrivateFile() {}

  /**
   * Where a file really is, so that two spellings of one path are one database.
   *
   * @throws DatabaseFailure when its directory is missing (perhaps a disk that is not mounted:
   *     never made here, or an empty database would hide the real one), or it is not a file
   */
  static Path locate(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    Path parent = absolute.getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      throw DatabaseFailure.opening(
          absolute, "its directory does not exist; create it, or mount the disk it is on");
    }
    try {
      if (Files.exists(absolute)) {
        if (!Files.isRegularFile(absolute)) {
          throw DatabaseFailure.opening(absolute, "is not a file; name the file, not a directory");
        }
        return absolute.toRealPath();
      }
      return parent.toRealPath().resolve(absolute.getFileName());
    } catch (IOException e) {
      throw DatabaseFailure.opening(absolute, "cannot be reached: " + e, e);
    }
  }

  /** Makes the file, empty, when it is missing; takes away what others may do with it. */
  static void ensure(Path file) {
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    try {
      create(file);
      if (posix
          && !Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS).equals(OWNER_ONLY)) {
        Files.setPosixFilePermissions(file, OWNER_ONLY);
      }
    } catch (IOException e) {
      throw DatabaseFailure.opening(
          file, "cannot be made private to its owner (mode 0600): " + e, e);
    }
  }

  private static void create(Path file) throws IOException {
    try {
      Files.createFile(file, AtomicFile.ownerOnly(file));
    } catch (FileAlreadyExistsException e) {
      // The usual case: the database of an earlier run, opened again.
      return;
    }
  }
}
