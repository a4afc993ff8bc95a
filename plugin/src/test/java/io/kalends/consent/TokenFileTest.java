package io.kalends.consent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.kalends.enrollment.DeviceOwner;
import io.kalends.failure.ActionRequired;
import io.kalends.failure.ActionRequired.Who;
import io.kalends.secret.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

class TokenFileTest {

  private static final DeviceOwner ALICE = DeviceOwner.of("alice@example.org");
  private static final DeviceOwner BOB = DeviceOwner.of("bob@example.org");

  @TempDir Path dir;
  private Path file;
  private final Logger logger = (Logger) LoggerFactory.getLogger(TokenFile.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    file = dir.resolve("tokens");
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(log);
  }

  private void write(String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void findsEveryOwnersOwnToken() throws IOException {
    write("# a comment\r\n\r\nAlice@Example.org\tu-fake-1\r\n  bob@example.org   u-fake-2  \n");
    TokenFile tokens = TokenFile.of(file);
    assertThat(tokens.tokenOf(ALICE)).isEqualTo(Secret.of("u-fake-1"));
    assertThat(tokens.tokenOf(BOB)).isEqualTo(Secret.of("u-fake-2"));
  }

  @Test
  void aBareTokenIsThatOfTheOneOwnerNamed() throws IOException {
    write("\uFEFF# from the console\nu-fake-1\n");
    TokenFile tokens = TokenFile.ofOwner(file, ALICE);
    assertThat(tokens.tokenOf(ALICE)).isEqualTo(Secret.of("u-fake-1"));
    assertThatThrownBy(() -> tokens.tokenOf(BOB))
        .isInstanceOfSatisfying(ActionRequired.class, e -> assertThat(e.who()).isEqualTo(Who.OWNER))
        .hasMessageContaining("bob@example.org")
        .hasMessageContaining(file.toString());
  }

  @Test
  void aFileOfManyServesTheOneOwnerToo() throws IOException {
    write("bob@example.org u-fake-2\nalice@example.org u-fake-1\n");
    assertThat(TokenFile.ofOwner(file, ALICE).tokenOf(ALICE)).isEqualTo(Secret.of("u-fake-1"));
  }

  @Test
  void anOwnerAddedLaterIsFound() throws IOException {
    write("alice@example.org u-fake-1\n");
    TokenFile tokens = TokenFile.of(file);
    assertThatThrownBy(() -> tokens.tokenOf(BOB)).hasMessageContaining("no token of this owner");
    write("alice@example.org u-fake-1\nbob@example.org u-fake-2\n");
    assertThat(tokens.tokenOf(BOB)).isEqualTo(Secret.of("u-fake-2"));
  }

  @Test
  void aRefusedTokenIsReplacedOnceTheFileWasRenewed() throws IOException {
    write("alice@example.org u-fake-1\n");
    TokenFile tokens = TokenFile.of(file);
    Secret old = tokens.tokenOf(ALICE);
    assertThatThrownBy(() -> tokens.replace(ALICE, old))
        .isInstanceOf(ActionRequired.class)
        .hasMessageContaining("still the token that was refused")
        .hasMessageNotContaining("u-fake");
    write("alice@example.org u-fake-9\n");
    assertThat(tokens.replace(ALICE, old)).isEqualTo(Secret.of("u-fake-9"));
    assertThat(tokens.tokenOf(ALICE)).isEqualTo(Secret.of("u-fake-9"));
    write("bob@example.org u-fake-2\n");
    assertThatThrownBy(() -> tokens.replace(ALICE, old)).hasMessageContaining("no longer");
  }

  @ParameterizedTest
  @CsvSource({
    "'', holds no token",
    "'# only a comment', holds no token",
    "'canary', line 1 has one word",
    "'a@b.c t\n\na@b.c canary', line 3 repeats an owner",
    "'a@b.c some canary words', line 1 has 4 words",
    "'Bearer canary', line 1 leave out the word Bearer",
    "'# x\na@b.c cañary', line 2 holds a token with a character beyond ASCII"
  })
  void aFileOfAnotherFormIsRefusedByLineAndFix(String text, String said) throws IOException {
    write(text);
    assertThatThrownBy(() -> TokenFile.of(file))
        .isInstanceOfSatisfying(
            ActionRequired.class, e -> assertThat(e.who()).isEqualTo(Who.ADMINISTRATOR))
        .hasMessageContaining("token file " + file)
        .hasMessageContaining(said)
        .hasMessageNotContaining("canary")
        .hasMessageNotContaining("cañary");
  }

  @Test
  void aBareTokenStandsAlone() throws IOException {
    write("canary-1\ncanary-2\n");
    assertThatThrownBy(() -> TokenFile.ofOwner(file, ALICE))
        .hasMessageContaining("line 2 repeats")
        .hasMessageNotContaining("canary");
    write("canary-1\nbob@example.org canary-2\n");
    assertThatThrownBy(() -> TokenFile.ofOwner(file, ALICE)).hasMessageContaining("line 2 mixes");
    write("Bearer canary-1\n");
    assertThatThrownBy(() -> TokenFile.ofOwner(file, ALICE)).hasMessageContaining("Bearer");
  }

  @Test
  void ownersThatAreNoAddressAreRefused() throws IOException {
    write("a".repeat(400) + " canary");
    assertThatThrownBy(() -> TokenFile.of(file))
        .hasMessageContaining("line 1 owner address has 400 characters")
        .hasMessageNotContaining("canary");
  }

  @Test
  void filesThatAreNoTextFilesAreRefused() throws IOException {
    assertThatThrownBy(() -> TokenFile.of(file)).hasMessageContaining("NoSuchFileException");
    assertThatThrownBy(() -> TokenFile.of(dir)).hasMessageContaining("cannot be read");
    Files.write(file, new byte[] {'a', (byte) 0xFF, 'b'});
    assertThatThrownBy(() -> TokenFile.of(file)).hasMessageContaining("not UTF-8");
    Files.write(file, "#".repeat(4 * 1024 * 1024 + 1).getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> TokenFile.of(file)).hasMessageContaining("larger than 4 MiB");
    write("alice@example.org " + "x".repeat(8193));
    assertThatThrownBy(() -> TokenFile.of(file)).hasMessageContaining("line 1 holds a token");
  }

  @Test
  void aFileOthersCanReadIsWarnedOf() throws IOException {
    write("alice@example.org canary");
    TokenFile.of(file);
    assertThat(log.list).isEmpty();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    TokenFile.of(file);
    assertThat(log.list).hasSize(1);
    assertThat(log.list.get(0).getFormattedMessage())
        .contains("can be read by other users", "chmod 600 " + file)
        .doesNotContain("canary");
  }

  @Test
  @Timeout(value = 20, unit = TimeUnit.SECONDS)
  void aPipeIsReadOnce() throws Exception {
    Process mkfifo = new ProcessBuilder(List.of("mkfifo", file.toString())).start();
    assertThat(mkfifo.waitFor()).isZero();
    Thread writer = new Thread(() -> writeQuietly("u-fake-1\n"));
    writer.start();
    TokenFile tokens = TokenFile.ofOwner(file, ALICE);
    writer.join();
    Secret token = tokens.tokenOf(ALICE);
    assertThat(token).isEqualTo(Secret.of("u-fake-1"));
    assertThatThrownBy(() -> tokens.replace(ALICE, token)).hasMessageContaining("still the token");
  }

  @Test
  void showsThePathAndNoToken() throws IOException {
    write("alice@example.org canary");
    assertThat(TokenFile.of(file)).hasToString("TokenFile[" + file + "]");
  }

  private void writeQuietly(String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
