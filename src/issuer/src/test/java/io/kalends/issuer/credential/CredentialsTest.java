package io.kalends.issuer.credential;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kalends.issuer.OpenDatabase;
import io.kalends.issuer.secret.Pepper;
import io.kalends.issuer.secret.PepperSource;
import io.kalends.issuer.secret.RandomText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsTest {

  private static final Clock CLOCK = Clock.systemUTC();

  @TempDir private Path folder;

  @Test
  void aCredentialStillWorksAfterOpeningAgainUnderTheSameUserName() {
    Minted before = minted("anna@example.com");
    try (OpenDatabase open = open()) {
      assertThat(open.credentials.authenticate(before.credential().userName(), before.password()))
          .isEqualTo(Optional.of(before.credential()));
      assertThat(open.credentials.mint(open.person("anna@example.com"), "").credential().userName())
          .isEqualTo(before.credential().userName());
    }
  }

  @Test
  void thePasswordIsInNoFile() throws IOException {
    try (OpenDatabase open = open()) {
      Minted minted = open.credentials.mint(open.person("anna@example.com"), "canary device");
      assertThat(everyByte()).contains("canary device").doesNotContain(minted.password());
      assertThat(minted.toString()).doesNotContain(minted.password());
    }
  }

  @Test
  void thePepperIsMadeOnceForItsOwnerOnly() throws IOException {
    minted("anna@example.com");
    Path file = folder.resolve("pepper");
    String pepper = Files.readString(file);
    assertThat(pepper).matches("[0-9a-f]{64}\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    minted("anna@example.com");
    assertThat(Files.readString(file)).isEqualTo(pepper);
    try (var files = Files.list(folder)) {
      assertThat(files.map(path -> path.getFileName().toString()))
          .allMatch(name -> name.startsWith("issuer.db") || name.equals("pepper"));
    }
  }

  @Test
  void aLostPepperIsNotReplacedInSilence() throws IOException {
    minted("anna@example.com");
    Files.delete(folder.resolve("pepper"));
    assertThatThrownBy(this::open)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("pepper")
        .hasMessageContaining("restore the file");
    assertThat(folder.resolve("pepper")).doesNotExist();
  }

  @Test
  void anotherPepperIsRefusedAndTheDatabaseLeftFree() throws IOException {
    Minted before = minted("anna@example.com");
    Path file = folder.resolve("pepper");
    String right = Files.readString(file);
    Files.writeString(file, "0".repeat(64));
    assertThatThrownBy(this::open)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("not the one")
        .hasMessageNotContaining(right.strip());
    Files.writeString(file, right);
    try (OpenDatabase open = open()) {
      assertThat(open.credentials.authenticate(before.credential().userName(), before.password()))
          .isPresent();
    }
  }

  @Test
  void aDamagedPepperFileIsNamedAndNotShown() throws IOException {
    Files.writeString(folder.resolve("pepper"), "fake-pepper-that-is-none");
    assertThatThrownBy(this::open)
        .hasMessageContaining("64 hexadecimal digits")
        .hasMessageNotContaining("fake-pepper-that-is-none");
  }

  @Test
  void aPepperCanBePassedIn() {
    byte[] secret = new byte[Pepper.BYTES];
    PepperSource source = PepperSource.of(Pepper.of(secret));
    try (OpenDatabase open = new OpenDatabase(folder, source, CLOCK, new SecureRandom())) {
      Minted minted = open.credentials.mint(open.person("anna@example.com"), "");
      assertThat(open.credentials.authenticate(minted.credential().userName(), minted.password()))
          .isPresent();
    }
    assertThat(folder.resolve("pepper")).doesNotExist();
    assertThatThrownBy(() -> Pepper.of(new byte[16])).hasMessageContaining("32 bytes");
  }

  @Test
  void aUserNameThatIsTakenIsNotGivenTwice() {
    Scripted random = new Scripted();
    try (OpenDatabase open = open(random)) {
      random.nextUserName(7);
      String first = open.person("anna@example.com").userName();
      random.nextUserName(7);
      random.nextUserName(8);
      String second = open.person("ben@example.com").userName();
      assertThat(first).isEqualTo("u_hhhhhhhh");
      assertThat(second).isEqualTo("u_iiiiiiii");
    }
  }

  @Test
  void aBrokenRandomSourceEndsInAnErrorAndNotInALoop() {
    SecureRandom broken =
        new SecureRandom() {
          private static final long serialVersionUID = 1L;

          @Override
          public int nextInt(int bound) {
            return 3;
          }
        };
    try (OpenDatabase open = open(broken)) {
      open.person("anna@example.com");
      assertThatThrownBy(() -> open.person("ben@example.com"))
          .hasMessageContaining("random source");
      assertThat(open.people.page("t", 0, 9)).hasSize(1);
    }
  }

  @Test
  void passwordsAreFortyLettersAndDigitsAndNeverAllDigits() {
    RandomText text = new RandomText(new SecureRandom());
    List<String> passwords = IntStream.range(0, 2000).mapToObj(i -> text.password()).toList();
    assertThat(passwords)
        .doesNotHaveDuplicates()
        .allMatch(password -> password.matches("[A-Za-z0-9]{40}"))
        .allMatch(password -> password.matches(".*[A-Za-z].*"));
    assertThat(String.join("", passwords).chars().distinct().count()).isEqualTo(62);
    Scripted onlyDigits = new Scripted();
    onlyDigits.next(40, 52);
    onlyDigits.next(39, 52);
    onlyDigits.next(1, 0);
    assertThat(new RandomText(onlyDigits).password()).isEqualTo("0".repeat(39) + "a");
  }

  private Minted minted(String owner) {
    try (OpenDatabase open = open()) {
      return open.credentials.mint(open.person(owner), "iPhone");
    }
  }

  private OpenDatabase open() {
    return open(new SecureRandom());
  }

  private OpenDatabase open(SecureRandom random) {
    return new OpenDatabase(folder, PepperSource.file(folder.resolve("pepper")), CLOCK, random);
  }

  private String everyByte() throws IOException {
    StringBuilder all = new StringBuilder();
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        all.append(new String(Files.readAllBytes(file), ISO_8859_1));
      }
    }
    return all.toString();
  }

  /** Random until told what to draw. */
  private static final class Scripted extends SecureRandom {

    private static final long serialVersionUID = 1L;

    private final transient Deque<Integer> script = new ArrayDeque<>();

    void next(int times, int value) {
      for (int i = 0; i < times; i++) {
        script.add(value);
      }
    }

    void nextUserName(int letter) {
      next(8, letter);
    }

    @Override
    public int nextInt(int bound) {
      return script.isEmpty() ? super.nextInt(bound) : script.remove();
    }
  }
}
