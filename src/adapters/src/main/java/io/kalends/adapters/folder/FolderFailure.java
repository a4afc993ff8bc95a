package io.kalends.adapters.folder;

import io.kalends.failure.ActionRequired;
import io.kalends.failure.ActionRequired.Who;
import io.kalends.failure.Failure;
import io.kalends.failure.TemporaryFailure;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Sorts what a file system answers. What a person has to mend is told by kind, not by the system's
 * words, which are in its own language; a full disk and all the rest may pass.
 */
final class FolderFailure {

  private FolderFailure() {}

  static Failure sorted(String operation, Path folder, IOException e) {
    Optional<String> fix = fix(folder, e);
    if (fix.isPresent()) {
      return new ActionRequired(
          Who.ADMINISTRATOR,
          "folder " + folder,
          "folder: %s: %s: %s".formatted(operation, e.getClass().getSimpleName(), fix.get()),
          null);
    }
    String reason =
        e instanceof FileSystemException f && f.getReason() != null ? f.getReason() : e.toString();
    return new TemporaryFailure(
        "folder: %s: %s; not finished, safe to repeat (is the disk of %s full?)"
            .formatted(operation, reason, folder),
        e,
        null,
        null);
  }

  private static Optional<String> fix(Path folder, IOException e) {
    if (e instanceof AccessDeniedException) {
      return Optional.of("no right to write; give the account Kalends runs under this folder");
    }
    // createDirectories and NotDirectoryException: a file or a link where a folder belongs.
    if (e instanceof FileAlreadyExistsException
        || e instanceof java.nio.file.NotDirectoryException) {
      return Optional.of(
          "a file, link or folder of another kind is in the way and is not followed; move it away");
    }
    if (e instanceof AtomicMoveNotSupportedException) {
      return Optional.of("this file system cannot replace a file in one step; use a local disk");
    }
    return blockedBelow(folder)
        ? Optional.of("the folder cannot be written (read-only, or below a file); name another")
        : Optional.empty();
  }

  /** Whether the part of the path that exists cannot take anything new. */
  private static boolean blockedBelow(Path folder) {
    Path existing = FolderCheck.existing(folder);
    return !Files.isDirectory(existing) || !Files.isWritable(existing);
  }
}
