package io.kalends.store.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

  @TempDir Path folder;

  @Test
  void writesAndReplacesForItsOwnerOnly() throws IOException {
    Path file = folder.resolve("file");
    AtomicFile.write(file, "one".getBytes(UTF_8));
    AtomicFile.write(file, "two".getBytes(UTF_8));
    assertThat(file).hasContent("two");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertNothingElseIsLeft();
  }

  @Test
  void createsOnceAndThenLeavesWhatIsThereAlone() throws IOException {
    Path file = folder.resolve("file");
    AtomicFile.create(file, "one".getBytes(UTF_8));
    assertThatThrownBy(() -> AtomicFile.create(file, "two".getBytes(UTF_8)))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(file).hasContent("one");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertNothingElseIsLeft();
  }

  @Test
  void aDirectoryInTheWayIsLeftAlone() throws IOException {
    Path inTheWay = Files.createDirectory(folder.resolve("file"));
    Files.writeString(inTheWay.resolve("inside"), "kept");
    assertThatThrownBy(() -> AtomicFile.write(inTheWay, "one".getBytes(UTF_8)))
        .isInstanceOf(IOException.class);
    assertThat(inTheWay.resolve("inside")).hasContent("kept");
    assertNothingElseIsLeft();
  }

  private void assertNothingElseIsLeft() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(f -> f.getFileName().toString())).containsExactly("file");
    }
  }
}
