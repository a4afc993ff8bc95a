package io.kalends.adapters.folder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Files for one reader only: directories 0700, files 0600, each written whole under another name,
 * flushed, then moved into place. A symbolic link below the out folder is never followed.
 */
final class PrivateFiles {

  private static final Set<PosixFilePermission> DIRECTORY =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

  private static final String TEMPORARY = ".kalends-";

  private final FolderProvider.Flush flush;

  PrivateFiles(FolderProvider.Flush flush) {
    this.flush = flush;
  }

  /**
   * Writes all contents, then moves them into place, then removes what is not among them.
   *
   * @param contents file name to content
   * @param ours every name that may be removed
   * @param attempt makes the temporary names unique
   */
  void replace(Path folder, Map<String, byte[]> contents, List<String> ours, UUID attempt)
      throws IOException {
    createFolder(folder);
    removeTemporary(folder);
    Map<String, Path> written = new TreeMap<>();
    try {
      for (Map.Entry<String, byte[]> content : new TreeMap<>(contents).entrySet()) {
        refuseDirectory(folder.resolve(content.getKey()));
        Path temporary = folder.resolve(TEMPORARY + attempt + "-" + content.getKey());
        written.put(content.getKey(), temporary);
        write(temporary, content.getValue());
      }
      for (Map.Entry<String, Path> file : written.entrySet()) {
        Path target = folder.resolve(file.getKey());
        Files.move(file.getValue(), target, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException e) {
      discard(written.values(), e);
      throw e;
    }
    for (String name : ours) {
      if (!contents.containsKey(name)) {
        Files.deleteIfExists(folder.resolve(name));
      }
    }
    flushFolder(folder);
  }

  /** Removes what may be removed, and the folder unless a stranger keeps something in it. */
  void remove(Path folder, List<String> ours) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    refuseLink(folder);
    removeTemporary(folder);
    for (String name : ours) {
      Files.deleteIfExists(folder.resolve(name));
    }
    try {
      Files.deleteIfExists(folder);
    } catch (DirectoryNotEmptyException e) {
      flushFolder(folder);
    }
  }

  private void createFolder(Path folder) throws IOException {
    Path out = folder.getParent();
    if (out == null) {
      throw new NotDirectoryException(folder.toString());
    }
    if (!Files.isDirectory(out)) {
      Files.createDirectories(out, permissions(folder, DIRECTORY));
    }
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectory(folder, permissions(folder, DIRECTORY));
      flushFolder(out);
    }
    refuseLink(folder);
    if (hasPermissions(folder)) {
      Files.setPosixFilePermissions(folder, DIRECTORY);
    }
  }

  private void write(Path temporary, byte[] content) throws IOException {
    // CREATE_NEW fails on anything that is there already, a link included.
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(temporary, options, permissions(temporary, FILE))) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      flush.flush(channel);
    }
  }

  /** What a crash left. Removing goes by name, so a link among it loses itself, not its target. */
  private static void removeTemporary(Path folder) throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, TEMPORARY + "*")) {
      for (Path temporary : left) {
        Files.deleteIfExists(temporary);
      }
    }
  }

  private static void discard(Iterable<Path> written, IOException cause) {
    for (Path temporary : written) {
      try {
        Files.deleteIfExists(temporary);
      } catch (IOException e) {
        cause.addSuppressed(e);
      }
    }
  }

  private static void refuseLink(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw new NotDirectoryException(folder.toString());
    }
  }

  /** Found before anything is written: a directory in a file's place could not be replaced. */
  private static void refuseDirectory(Path target) throws IOException {
    if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(target.toString());
    }
  }

  /** So that the names survive a power cut; only POSIX systems open a directory for this. */
  private static void flushFolder(Path folder) throws IOException {
    if (hasPermissions(folder)) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private static FileAttribute<?>[] permissions(Path path, Set<PosixFilePermission> permissions) {
    return hasPermissions(path)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }

  static boolean hasPermissions(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
