package io.kalends.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One file, one process: shown with real processes, one of them killed. */
class TwoProcessesTest {

  @TempDir private Path folder;

  @Test
  void aSecondProcessIsRefusedUntilTheFirstIsKilledAndNothingAcknowledgedIsLost() throws Exception {
    Process other = start();
    List<String> acknowledged = new ArrayList<>();
    try (BufferedReader said = other.inputReader(UTF_8)) {
      assertThat(said.readLine()).isEqualTo("open");
      assertThatThrownBy(this::open)
          .isInstanceOf(DatabaseFailure.class)
          .hasMessageContaining("notes.db")
          .hasMessageContaining("already open in another process");
      while (acknowledged.size() < 50) {
        acknowledged.add(said.readLine());
      }
      // SIGKILL: no shutdown hook, no close. (By its handle, which leaves what it said readable.)
      other.toHandle().destroyForcibly();
      said.lines().forEach(acknowledged::add);
      assertThat(other.waitFor(10, TimeUnit.SECONDS)).isTrue();
    } finally {
      other.destroyForcibly();
    }
    try (Database database = open()) {
      assertThat(texts(database)).containsAll(acknowledged);
    }
  }

  @Test
  void aRefusedSecondOpeningInTheSameProcessDoesNotLetOthersIn() throws Exception {
    try (Database database = open()) {
      assertThatThrownBy(this::open).hasMessageContaining("twice in this one");
      Process other = start();
      try (BufferedReader said = other.inputReader(UTF_8)) {
        assertThat(said.readLine()).startsWith("refused").contains("already open");
        assertThat(other.waitFor(10, TimeUnit.SECONDS)).isTrue();
      }
      assertThat(texts(database)).isEmpty();
    }
    open().close();
  }

  private Database open() {
    return Database.openFile(folder.resolve("notes.db"), TwoProcessesTest.class);
  }

  private Process start() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Other.class.getName(),
            folder.resolve("notes.db").toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static List<String> texts(Database database) {
    return database.read(
        "list",
        c -> {
          List<String> texts = new ArrayList<>();
          try (var statement = c.createStatement();
              var rows = statement.executeQuery("SELECT text FROM note")) {
            while (rows.next()) {
              texts.add(rows.getString(1));
            }
          }
          return texts;
        });
  }

  /** The other process: writes notes without end, saying each after its commit. */
  static final class Other {

    private Other() {}

    public static void main(String[] arguments) throws IOException {
      try (Database database = Database.openFile(Path.of(arguments[0]), TwoProcessesTest.class)) {
        System.out.println("open");
        for (int i = 0; ; i++) {
          String text = "note " + i;
          database.write(
              "note",
              c -> {
                try (PreparedStatement insert =
                    c.prepareStatement("INSERT INTO note (text) VALUES (?)")) {
                  insert.setString(1, text);
                  return insert.executeUpdate();
                }
              });
          System.out.println(text);
        }
      } catch (DatabaseFailure e) {
        System.out.println("refused: " + e.getMessage());
      }
    }
  }
}
