package io.kalends.consent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kalends.enrollment.DeviceOwner;
import io.kalends.failure.ActionRequired;
import io.kalends.secret.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenFileStoreTest {

  private static final DeviceOwner ALICE = DeviceOwner.of("Alice@example.org");
  private static final Secret TOKEN = Secret.of("canary-fresh-token");

  @TempDir Path dir;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = dir.resolve("tokens");
  }

  @Test
  void aNewFileIsItsOwnersAlone() throws IOException {
    TokenFile.requireStorable(file, ALICE);
    assertThat(file).doesNotExist();
    TokenFile.store(file, ALICE, TOKEN);
    assertThat(file).hasContent("alice@example.org canary-fresh-token\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(TokenFile.ofOwner(file, ALICE).tokenOf(ALICE)).isEqualTo(TOKEN);
    assertThat(leftInFolder()).isEqualTo(1);
  }

  @Test
  void onlyTheOwnersOwnLineChanges() throws IOException {
    Files.writeString(
        file, "# by hand\r\n\r\nbob@example.org u-2\r\n ALICE@example.org  u-1\r\n# end\r\n");
    TokenFile.store(file, ALICE, TOKEN);
    assertThat(file)
        .hasContent(
            "# by hand\n\nbob@example.org u-2\nalice@example.org canary-fresh-token\n# end\n");
    TokenFile.store(file, DeviceOwner.of("carol@example.org"), Secret.of("u-3"));
    assertThat(Files.readString(file)).endsWith("# end\ncarol@example.org u-3\n");
    assertThat(TokenFile.of(file).tokenOf(ALICE)).isEqualTo(TOKEN);
  }

  @Test
  void aLinkLeadsToTheFileThatIsChanged() throws IOException {
    Path real = Files.writeString(dir.resolve("real"), "bob@example.org u-2\n");
    Files.createSymbolicLink(file, real);
    TokenFile.store(file, ALICE, TOKEN);
    assertThat(file).isSymbolicLink();
    assertThat(real).content().contains("bob@example.org u-2", "alice@example.org canary");
  }

  @ParameterizedTest
  @ValueSource(strings = {"canary-bare\n", "a@b.c two canaries\n", "a@b.c canary\na@b.c canary\n"})
  void aFileOfAnotherFormIsLeftAlone(String content) throws IOException {
    Files.writeString(file, content);
    assertThatThrownBy(() -> TokenFile.requireStorable(file, ALICE))
        .isInstanceOf(ActionRequired.class)
        .hasMessageContaining("token file " + file + ": line ")
        .hasMessageNotContaining("canar");
    assertThatThrownBy(() -> TokenFile.store(file, ALICE, TOKEN))
        .isInstanceOf(ActionRequired.class);
    assertThat(file).hasContent(content);
  }

  @ParameterizedTest
  @ValueSource(strings = {"two words", "#comment", "Bearer"})
  void anOwnerThatWouldNotReadBackIsNotWritten(String address) {
    assertThatThrownBy(() -> TokenFile.requireStorable(file, DeviceOwner.of(address)))
        .isInstanceOf(ActionRequired.class)
        .hasMessageContaining("cannot hold this owner");
    assertThat(file).doesNotExist();
  }

  @Test
  void aTokenThatWouldNotReadBackIsNotWritten() {
    assertThatThrownBy(() -> TokenFile.store(file, ALICE, Secret.of("canary\ncanary")))
        .hasMessageContaining("cannot hold this token")
        .hasMessageNotContaining("canary");
    assertThat(file).doesNotExist();
  }

  @Test
  void aPlaceThatCannotBeWrittenIsNamedBeforeAnybodyIsTroubled() {
    Path nowhere = dir.resolve("missing/tokens");
    assertThatThrownBy(() -> TokenFile.requireStorable(nowhere, ALICE))
        .hasMessage(
            "token file "
                + nowhere
                + ": cannot be written; check that its folder exists and is writable");
    assertThatThrownBy(() -> TokenFile.store(nowhere, ALICE, TOKEN))
        .hasMessageContaining("cannot be written");
    assertThatThrownBy(() -> TokenFile.requireStorable(dir, ALICE))
        .hasMessageContaining("cannot be read");
  }

  private long leftInFolder() throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      return files.count();
    }
  }
}
