package io.kalends.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresSettingsTest {

  private static final String SECRET = "obviously-fake-password";
  private static final String URL = "jdbc:postgresql://db.example.com:5433/kalends";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        URL,
        "jdbc:postgresql://db.example.com/kalends",
        "jdbc:postgresql://[::1]:5432/kalends",
        "jdbc:postgresql://one.example.com:5432,two.example.com:5432/kalends",
        URL + "?sslmode=verify-full&sslrootcert=/etc/ssl/db.pem&channelBinding=require"
      })
  void takesAnyUrlTheDriverTakes(String url) {
    assertThat(settings(url).where()).endsWith("/kalends, schema ledger");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "db.example.com",
        "postgresql://db.example.com/kalends",
        "jdbc:postgresql:kalends",
        "jdbc:postgresql://db.example.com",
        "jdbc:postgresql://db.example.com/",
        "jdbc:postgresql://me:" + SECRET + "@db.example.com/kalends",
        URL + "?password=" + SECRET,
        URL + "?user=me",
        URL + "?sslpassword=" + SECRET,
        URL + "?sslmode=require&socketFactory=com.example.Evil",
        URL + "?autosave=always",
        URL + "?" + SECRET + "-and-some-more-of-the-same-to-be-long",
        "jdbc:postgresql://db.example.com:port/kalends"
      })
  void refusesAUrlThatIsWrongOrHoldsWhatIsNotItsOwn(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(url))
        .withMessageStartingWith("database URL: ")
        .withMessageNotContaining(SECRET);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Ledger", "1st", "pg_ledger", "a b", "a;b", "a\"b", "ledgér"})
  void refusesASchemaThatWouldHaveToBeQuoted(String schema) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PostgresSettings.of(URL, "me", password(), schema))
        .withMessageContaining("database schema");
  }

  @Test
  void refusesSizesAndTimesOutOfBounds() {
    PostgresSettings good = settings(URL);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> good.withPoolSize(0))
        .withMessageContaining("1 to 200");
    assertThatIllegalArgumentException().isThrownBy(() -> good.withPoolSize(201));
    Duration second = Duration.ofSeconds(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> good.withTimeouts(Duration.ofMillis(999), second))
        .withMessageContaining("connect timeout");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> good.withTimeouts(second, Duration.ofDays(1)))
        .withMessageContaining("socket timeout");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PostgresSettings.of(URL, " ", password(), "ledger"))
        .withMessageContaining("database user");
    assertThat(good.withPoolSize(3).withTimeouts(second, second).poolSize()).isEqualTo(3);
  }

  @Test
  void neverShowsThePassword() {
    assertThat(settings(URL).toString()).contains("db.example.com").doesNotContain(SECRET);
    assertThat(password().toString()).isEqualTo("***");
    assertThat(password().reveal()).isEqualTo(SECRET);
  }

  @Test
  void keepsItsOwnCopySoThatTheCallerCanWipe() {
    char[] characters = SECRET.toCharArray();
    DatabasePassword password = DatabasePassword.of(characters);
    Arrays.fill(characters, '0');
    assertThat(password.reveal()).isEqualTo(SECRET);
  }

  @ParameterizedTest
  @ValueSource(strings = {SECRET, SECRET + "\n", SECRET + "\r\n"})
  void readsAPasswordFromAFileWithOrWithoutALineEnd(String content) throws Exception {
    Path file = Files.writeString(folder.resolve("password"), content);
    assertThat(DatabasePassword.fromFile(file).reveal()).isEqualTo(SECRET);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", SECRET + "\n\n", SECRET + "\nmore", "user\t" + SECRET})
  void refusesAFileThatHoldsAnythingElse(String content) throws Exception {
    Path file = Files.writeString(folder.resolve("password"), content);
    refused(file);
  }

  @Test
  void refusesAFileThatIsMissingTooLongOrNoText() throws Exception {
    refused(folder.resolve("password"));
    refused(Files.writeString(folder.resolve("password"), SECRET.repeat(100)));
    refused(Files.writeString(folder.resolve("password"), SECRET.repeat(1000)));
    refused(
        Files.write(
            folder.resolve("password"), (SECRET + "é").getBytes(StandardCharsets.ISO_8859_1)));
  }

  private static void refused(Path file) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DatabasePassword.fromFile(file))
        .withMessageStartingWith("database password file " + file + ": ")
        .withMessageNotContaining(SECRET);
  }

  private static PostgresSettings settings(String url) {
    return PostgresSettings.of(url, "me", password(), "ledger");
  }

  private static DatabasePassword password() {
    return DatabasePassword.of(SECRET.toCharArray());
  }
}
