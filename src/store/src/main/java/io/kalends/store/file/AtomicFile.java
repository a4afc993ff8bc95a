package io.kalends.store.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Writes a file whole or not at all, readable by its owner only; on disk when a method returns. */
public final class AtomicFile {

  private AtomicFile() {}

  /**
   * Replaces the file in one step, flushed before it appears under its name.
   *
   * @param file what to write or replace; mode 0600 afterwards
   * @param bytes the whole content
   * @throws IOException when the folder is missing or not writable; then nothing has changed
   */
  public static void write(Path file, byte[] bytes) throws IOException {
    Path draft = draft(file, bytes);
    try {
      Files.move(draft, file.toAbsolutePath(), StandardCopyOption.ATOMIC_MOVE);
      flushFolderOf(draft);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /**
   * Makes a file that must not be there yet, in one step: of two who try, one wins.
   *
   * @param file what to make; mode 0600 afterwards
   * @param bytes the whole content
   * @throws FileAlreadyExistsException when it is there; then it was left alone
   * @throws IOException when the folder is missing or not writable; then nothing has changed
   */
  public static void create(Path file, byte[] bytes) throws IOException {
    Path draft = draft(file, bytes);
    try {
      Files.createLink(file.toAbsolutePath(), draft);
      flushFolderOf(draft);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /** The whole content beside the file, flushed. */
  private static Path draft(Path file, byte[] bytes) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException("'" + file + "' is no file name");
    }
    Path draft = Files.createTempFile(folder, ".kalends-", ".tmp", ownerOnly(folder));
    try (FileChannel out = FileChannel.open(draft, StandardOpenOption.WRITE)) {
      ByteBuffer rest = ByteBuffer.wrap(bytes);
      while (rest.hasRemaining()) {
        out.write(rest);
      }
      out.force(true);
      return draft;
    } catch (IOException e) {
      Files.deleteIfExists(draft);
      throw e;
    }
  }

  /** A name is on disk when its folder is: without, a power cut can bring back what was before. */
  private static void flushFolderOf(Path draft) throws IOException {
    Path folder = draft.getParent();
    // Elsewhere (Windows) a folder cannot be opened, and the file system looks after its names.
    if (folder != null && isPosix(folder)) {
      try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
        names.force(true);
      }
    }
  }

  /**
   * What a new file is made with, so that it is never readable for others.
   *
   * @param folder where it is going to be
   * @return mode 0600; nothing where the file system knows no modes
   */
  public static FileAttribute<?>[] ownerOnly(Path folder) {
    // Where there are no POSIX modes (Windows), the folder's access list decides.
    return isPosix(folder)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  /**
   * Whether files there have POSIX modes and owners.
   *
   * @param path a file or folder; need not be there
   * @return false where the folder's access list decides (Windows)
   */
  public static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
