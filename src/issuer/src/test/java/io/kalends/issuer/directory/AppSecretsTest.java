package io.kalends.issuer.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.kalends.issuer.OpenDatabase;
import io.kalends.issuer.SettableClock;
import io.kalends.issuer.secret.RandomText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppSecretsTest {

  private static final String WRITTEN = "not-a-real-app-secret-1";
  private static final App APP = App.of("cli_one", "t").withSecrets(Set.of(SecretHash.of(WRITTEN)));
  private static final App OTHER = App.of("cli_two", "t");
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir private Path folder;

  private final SettableClock clock = new SettableClock();
  private OpenDatabase open;
  private AppSecrets secrets;

  @BeforeEach
  void open() {
    open = OpenDatabase.in(folder, clock);
    secrets = new AppSecrets(open.database, open.pepper, new RandomText(new SecureRandom()), clock);
  }

  @AfterEach
  void close() {
    open.close();
  }

  @Test
  void theConfigurationsSecretIsTakenAndNoOther() {
    assertThat(secrets.matches(APP, WRITTEN)).isTrue();
    assertThat(secrets.matches(APP, WRITTEN + "x")).isFalse();
    assertThat(secrets.matches(APP, "")).isFalse();
    assertThat(secrets.matches(OTHER, WRITTEN)).isFalse();
  }

  @Test
  void afterARotationTheOldOnesWorkForTheGraceAndNoLonger() {
    String first = rotate(HOUR);
    clock.advance(HOUR.minusMillis(1));
    assertThat(Stream.of(WRITTEN, first)).allMatch(secret -> secrets.matches(APP, secret));
    clock.advance(Duration.ofMillis(1));
    assertThat(secrets.matches(APP, WRITTEN)).isFalse();
    assertThat(secrets.matches(APP, first)).isTrue();
    assertThat(secrets.matches(OTHER, first)).isFalse();
  }

  @Test
  void aSecondRotationDoesNotProlongAnything() {
    String first = rotate(HOUR);
    String second = rotate(HOUR.multipliedBy(5));
    clock.advance(HOUR);
    assertThat(secrets.matches(APP, WRITTEN)).isFalse();
    assertThat(secrets.matches(APP, first)).isTrue();
    clock.advance(HOUR.multipliedBy(4));
    assertThat(secrets.matches(APP, first)).isFalse();
    assertThat(secrets.matches(APP, second)).isTrue();
  }

  @Test
  void revokingEndsAllOfThemAtOnceAndANewOneCanBeMade() {
    String first = rotate(HOUR);
    open.database.write(
        "test",
        connection -> {
          secrets.revoke(connection, APP);
          return first;
        });
    assertThat(Stream.of(WRITTEN, first)).noneMatch(secret -> secrets.matches(APP, secret));
    assertThat(secrets.matches(APP, rotate(HOUR))).isTrue();
    assertThat(secrets.list(APP)).hasSize(3);
  }

  @Test
  void theDatabaseHoldsNeitherTheSecretNorItsPlainHash() throws IOException {
    String secret = rotate(HOUR);
    open.close();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(bytes).doesNotContain(secret, SecretHash.of(secret).sha256());
      }
    }
  }

  private String rotate(Duration grace) {
    return open.database.write("test", connection -> secrets.rotate(connection, APP, grace));
  }
}
