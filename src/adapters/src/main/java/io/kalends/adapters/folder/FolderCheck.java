package io.kalends.adapters.folder;

import io.kalends.finding.Finding;
import io.kalends.mdm.ProviderHealth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Looks at the out folder without touching it. */
final class FolderCheck {

  private static final Set<PosixFilePermission> OTHERS =
      PosixFilePermissions.fromString("---rwxrwx");

  private FolderCheck() {}

  static ProviderHealth of(Path out) {
    String where = "folder " + out;
    Path existing = existing(out);
    if (!Files.isDirectory(existing)) {
      return unusable(where, existing + " is no folder; move it away or name another path");
    }
    if (!Files.isWritable(existing) || !Files.isExecutable(existing)) {
      return unusable(
          where, existing + " cannot be written; give the account Kalends runs under this right");
    }
    List<Finding> findings = new ArrayList<>();
    if (!PrivateFiles.hasPermissions(out)) {
      findings.add(
          Finding.warning(
              where, "this system knows no file modes; keep others out of the folder yourself"));
    } else if (existing.equals(out)) {
      try {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(out);
        if (permissions.stream().anyMatch(OTHERS::contains)) {
          findings.add(
              Finding.warning(
                  where,
                  "open to others ("
                      + PosixFilePermissions.toString(permissions)
                      + "); the files in it are not, but set its mode to 0700"));
        }
      } catch (IOException e) {
        return unusable(where, "its permissions cannot be read: " + e.getClass().getSimpleName());
      }
    }
    return new ProviderHealth(true, findings);
  }

  /** The path itself, or the nearest part above it that exists; what is missing is created. */
  static Path existing(Path path) {
    Path existing = path;
    Path parent = path.getParent();
    while (!Files.exists(existing, LinkOption.NOFOLLOW_LINKS) && parent != null) {
      existing = parent;
      parent = existing.getParent();
    }
    return existing;
  }

  private static ProviderHealth unusable(String where, String fix) {
    return new ProviderHealth(false, List.of(Finding.error(where, fix)));
  }
}
