package io.kalends.store.sealing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kalends.store.file.AtomicFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Making and rotating a file of master keys. */
class MasterKeyFileTest {

  /** Already the next day in the zone tests run in. */
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-22T20:00:00Z"), ZoneId.of("Pacific/Chatham"));

  private static final SecureRandom RANDOM = new SecureRandom();

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("master.keys");
  }

  @Test
  void aNewFileHoldsOneKeyForItsOwnerOnly() throws IOException {
    String id = MasterKeys.createFile(file, CLOCK, RANDOM);
    assertThat(id).matches("k20261122-[a-z2-9]{4}");
    assertThat(MasterKeys.fromFile(file).ids()).containsExactly(id);
    assertPrivateAndAlone();
  }

  @Test
  void aFileThatIsThereIsNeverOverwritten() throws IOException {
    MasterKeys.createFile(file, CLOCK, RANDOM);
    String before = Files.readString(file);
    assertThatThrownBy(() -> MasterKeys.createFile(file, CLOCK, RANDOM))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("is there already");
    assertThat(file).hasContent(before);
    assertThatThrownBy(() -> MasterKeys.createFile(folder.resolve("no/k"), CLOCK, RANDOM))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot be made");
    assertPrivateAndAlone();
  }

  @Test
  void rotatedTheNewKeySealsAndTheOldOnesStayAsTheyWere() throws IOException {
    String first = MasterKeys.createFile(file, CLOCK, RANDOM);
    byte[] box = new Sealer(MasterKeys.fromFile(file), RANDOM).seal(new byte[] {7}, "here");
    List<String> before = Files.readAllLines(file);

    String second = MasterKeys.rotateFile(file, CLOCK, RANDOM);
    String third = MasterKeys.rotateFile(file, CLOCK, RANDOM);

    MasterKeys keys = MasterKeys.fromFile(file);
    assertThat(keys.ids()).containsExactly(third, second, first);
    assertThat(new Sealer(keys, RANDOM).open(box, "here")).containsExactly(7);
    assertThat(Files.readAllLines(file)).containsAll(before).startsWith(before.get(0));
    assertPrivateAndAlone();
  }

  @Test
  void rotatedThroughALinkTheFileItselfChanges() throws IOException {
    MasterKeys.createFile(file, CLOCK, RANDOM);
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    MasterKeys.rotateFile(link, CLOCK, RANDOM);
    assertThat(link).isSymbolicLink();
    assertThat(MasterKeys.fromFile(file).ids()).hasSize(2);
  }

  @Test
  void whatCannotBeReadIsNotRotatedAndStaysAsItWas() throws IOException {
    assertThatThrownBy(() -> MasterKeys.rotateFile(file, CLOCK, RANDOM))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot be read");
    AtomicFile.write(file, "k2026: half a k".getBytes(UTF_8));
    assertThatThrownBy(() -> MasterKeys.rotateFile(file, CLOCK, RANDOM))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("line 1");
    assertThat(file).hasContent("k2026: half a k");
    assertPrivateAndAlone();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> MasterKeys.rotateFile(file, CLOCK, RANDOM))
        .hasMessageContaining("chmod 600");
  }

  @Test
  void whileSomebodyElseChangesItARotationIsRefused() throws IOException {
    String id = MasterKeys.createFile(file, CLOCK, RANDOM);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        var lock = channel.lock()) {
      assertThat(lock.isValid()).isTrue();
      assertThatThrownBy(() -> MasterKeys.rotateFile(file, CLOCK, RANDOM))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("is being changed");
    }
    assertThat(MasterKeys.fromFile(file).ids()).containsExactly(id);
  }

  @Test
  void ofManyWhoRotateAtOnceNobodyLosesAKey() throws Exception {
    List<String> made = new ArrayList<>(List.of(MasterKeys.createFile(file, CLOCK, RANDOM)));
    int threads = 6;
    CyclicBarrier start = new CyclicBarrier(threads);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<List<String>>> all = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        all.add(pool.submit(() -> rotations(start)));
      }
      for (Future<List<String>> one : all) {
        made.addAll(one.get());
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(made).hasSizeGreaterThan(1);
    assertThat(MasterKeys.fromFile(file).ids()).containsExactlyInAnyOrderElementsOf(made);
    assertPrivateAndAlone();
  }

  private List<String> rotations(CyclicBarrier start) throws Exception {
    List<String> made = new ArrayList<>();
    start.await(30, TimeUnit.SECONDS);
    for (int i = 0; i < 10; i++) {
      try {
        made.add(MasterKeys.rotateFile(file, CLOCK, RANDOM));
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageContaining("is being changed");
      }
    }
    return made;
  }

  private void assertPrivateAndAlone() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }
}
