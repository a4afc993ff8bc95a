package io.kalends.adapters.folder;

import static org.assertj.core.api.Assertions.assertThat;

import io.kalends.failure.ActionRequired;
import io.kalends.failure.TemporaryFailure;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderFailureTest {

  @TempDir Path folder;

  @Test
  void whatAPersonHasToMendNamesWhoWhereAndTheFix() {
    for (IOException e :
        List.of(
            new AccessDeniedException("x"),
            new NotDirectoryException("x"),
            new FileAlreadyExistsException("x"),
            new AtomicMoveNotSupportedException("x", "y", "z"))) {
      assertThat(FolderFailure.sorted("install for D", folder, e))
          .isInstanceOfSatisfying(
              ActionRequired.class,
              f -> {
                assertThat(f.who()).isEqualTo(ActionRequired.Who.ADMINISTRATOR);
                assertThat(f.where()).contains(folder.toString());
                assertThat(f).hasMessageContaining(e.getClass().getSimpleName());
              });
    }
  }

  @Test
  void aPathBelowAFileIsForThePersonWhateverTheSystemCallsIt() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThat(
            FolderFailure.sorted(
                "install for D", file.resolve("D"), new FileSystemException("x", null, "??")))
        .isInstanceOf(ActionRequired.class);
  }

  @Test
  void aFullDiskOrABrokenOneIsTriedAgain() {
    for (IOException e :
        List.of(
            new FileSystemException("x", null, "Auf dem Gerät ist kein Speicherplatz mehr"),
            new IOException("Input/output error"))) {
      assertThat(FolderFailure.sorted("install for D", folder, e))
          .isInstanceOf(TemporaryFailure.class)
          .hasMessageContaining("install for D")
          .hasMessageContaining("full?")
          .hasCause(e);
    }
  }
}
