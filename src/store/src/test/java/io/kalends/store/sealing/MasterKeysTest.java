package io.kalends.store.sealing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kalends.store.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where master keys come from. */
class MasterKeysTest {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String ONE = "obviously-fake-master-key-no.001";
  private static final String TWO = "obviously-fake-master-key-no.two";

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("master.keys");
  }

  @Test
  void theFirstKeyOfAFileSealsAndTheOthersOpen() throws IOException {
    write("# made by hand\n\n  k2026 :  " + base64(ONE) + "  \r\n\t# older\nk2025:" + base64(TWO));
    MasterKeys keys = MasterKeys.fromFile(file);
    assertThat(keys.ids()).containsExactly("k2026", "k2025");
    byte[] old = new Sealer("k2025", TWO.getBytes(UTF_8), RANDOM).seal(new byte[] {1}, "here");
    Sealer sealer = new Sealer(keys, RANDOM);
    assertThat(sealer.open(old, "here")).containsExactly(1);
    byte[] box = sealer.seal(new byte[] {2}, "here");
    assertThat(new Sealer("k2026", ONE.getBytes(UTF_8), RANDOM).open(box, "here"))
        .containsExactly(2);
  }

  @Test
  void anEnvironmentVariableHoldsTheSameText() {
    String text = "k2026: " + base64(ONE) + "\nk2025: " + base64(TWO);
    MasterKeys keys = MasterKeys.fromEnvironment("KALENDS_KEYS", Map.of("KALENDS_KEYS", text));
    assertThat(keys.ids()).containsExactly("k2026", "k2025");
    assertThat(keys.toString()).isEqualTo("[k2026, k2025] from environment variable KALENDS_KEYS");
    assertThatThrownBy(() -> MasterKeys.fromEnvironment("KALENDS_KEYS", Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("KALENDS_KEYS: is not set");
    assertThatThrownBy(
            () -> MasterKeys.fromEnvironment("KALENDS_KEYS", Map.of("KALENDS_KEYS", " \n# x\n")))
        .hasMessageContaining("KALENDS_KEYS: holds no key");
  }

  @Test
  void aKeyThatIsMissingIsAskedForWhereTheOthersAre() throws IOException {
    byte[] box = new Sealer("k2025", TWO.getBytes(UTF_8), RANDOM).seal(new byte[] {1}, "here");
    write("k2026: " + base64(ONE));
    assertThatThrownBy(() -> new Sealer(MasterKeys.fromFile(file), RANDOM).open(box, "here"))
        .hasMessage(
            "sealed under key 'k2025', which was not given: add it to master key file " + file);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-", "rwx-----x"})
  void aFileThatIsOpenToOthersIsRefused(String mode) throws IOException {
    write("k2026: " + base64(ONE));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    assertThatThrownBy(() -> MasterKeys.fromFile(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(mode)
        .hasMessageContaining("chmod 600");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
    assertThat(MasterKeys.fromFile(file).currentId()).isEqualTo("k2026");
  }

  @Test
  void aLinkIsAsPrivateAsWhatItLeadsTo() throws IOException {
    write("k2026: " + base64(ONE));
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    assertThat(MasterKeys.fromFile(link).currentId()).isEqualTo("k2026");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> MasterKeys.fromFile(link)).hasMessageContaining("rw-r--r--");
  }

  @Test
  void everyMistakeNamesItsLineAndTheFixAndNeverTheKey() throws IOException {
    String good = "k2026: " + base64(ONE);
    assertRefused("k2025 " + base64(TWO), "line 2: must be 'id: key'");
    assertRefused(base64(TWO), "line 2: must be 'id: key'");
    assertRefused(": " + base64(TWO), "line 2: must be 'id: key'");
    assertRefused("two words: " + base64(TWO), "line 2: must be 'id: key'");
    assertRefused("k2025: " + TWO, "line 2: the key is not base64");
    assertRefused("k2025: " + base64(TWO).substring(1), "line 2: the key is not base64");
    assertRefused("k2025: " + base64(TWO + "9"), "line 2: the key has 33 bytes");
    assertRefused("k2025:", "line 2: the key has 0 bytes");
    assertRefused("k2025: " + base64("no.two".repeat(6).substring(4)), "line 2: the key is not r");
    assertRefused("k2025: " + base64("\0".repeat(32)), "line 2: the key is not random");
    assertRefused("# why\n\nk2026: " + base64(TWO), "line 4: has the id of line 1");
    assertRefused("# why\nk2025: " + base64(ONE), "line 3: is the key of line 1 again");
    write(good);
    assertThat(MasterKeys.fromFile(file).ids()).containsExactly("k2026");
  }

  @Test
  void whatIsNoKeyFileIsNamedWithTheFix() throws IOException {
    assertThatThrownBy(() -> MasterKeys.fromFile(file))
        .hasMessageContaining(file.toString())
        .hasMessageContaining("cannot be read");
    assertThatThrownBy(() -> MasterKeys.fromFile(folder)).hasMessageContaining("is not a file");
    write("\n# nothing yet\n");
    assertThatThrownBy(() -> MasterKeys.fromFile(file)).hasMessageContaining("holds no key");
    write("#".repeat(65_537));
    assertThatThrownBy(() -> MasterKeys.fromFile(file)).hasMessageContaining("64 KiB");
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe});
    assertThatThrownBy(() -> MasterKeys.fromFile(file)).hasMessageContaining("UTF-8");
  }

  private void assertRefused(String second, String expected) throws IOException {
    write("k2026: " + base64(ONE) + "\n" + second + "\n");
    assertThatThrownBy(() -> MasterKeys.fromFile(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasNoCause()
        .hasMessageContaining(file + ", " + expected)
        .satisfies(
            e ->
                assertThat(e.toString())
                    .doesNotContain("no.two", "no.001", base64(ONE), base64(TWO).substring(1)));
  }

  private void write(String text) throws IOException {
    AtomicFile.write(file, text.getBytes(UTF_8));
  }

  private static String base64(String key) {
    return Base64.getEncoder().encodeToString(key.getBytes(UTF_8));
  }
}
