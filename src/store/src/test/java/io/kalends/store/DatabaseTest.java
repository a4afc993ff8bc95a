package io.kalends.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {

  @TempDir private Path folder;

  @Test
  void whatWasWrittenIsThereAfterOpeningAgain() {
    try (Database database = open()) {
      database.write("note", c -> insert(c, "kept"));
    }
    try (Database database = open()) {
      assertThat(texts(database)).containsExactly("kept");
    }
  }

  @Test
  void everyCommitIsSyncedToAWriteAheadLog() {
    try (Database database = open()) {
      assertThat(database.<String>write("ask", c -> ask(c, "PRAGMA journal_mode")))
          .isEqualTo("wal");
      assertThat(database.<String>write("ask", c -> ask(c, "PRAGMA synchronous"))).isEqualTo("2");
      assertThat(database.<String>write("ask", c -> ask(c, "PRAGMA busy_timeout")))
          .isEqualTo("10000");
      assertThat(database.<String>write("ask", c -> ask(c, "PRAGMA foreign_keys"))).isEqualTo("1");
    }
  }

  @Test
  void aFailedTransactionLeavesNothingAndTheNextOneWorks() {
    try (Database database = open()) {
      assertThatThrownBy(
              () ->
                  database.write(
                      "two notes",
                      c -> {
                        insert(c, "half");
                        throw new IllegalArgumentException("stop here");
                      }))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(
              () ->
                  database.write(
                      "twice the same",
                      c -> {
                        insert(c, "same");
                        return insert(c, "same");
                      }))
          .isInstanceOf(DatabaseFailure.class)
          .hasMessageContaining("twice the same")
          .hasMessageContaining("SQLITE_CONSTRAINT_UNIQUE");
      database.write("note", c -> insert(c, "whole"));
      assertThat(texts(database)).containsExactly("whole");
    }
  }

  @Test
  void manyThreadsLoseNothing() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (Database database = open()) {
      List<Future<Integer>> written = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        String text = "note " + i;
        written.add(threads.submit(() -> database.write("note", c -> insert(c, text))));
        written.add(threads.submit(() -> texts(database).size()));
      }
      for (Future<Integer> one : written) {
        one.get();
      }
      assertThat(texts(database)).hasSize(200).doesNotHaveDuplicates();
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void readersDoNotWaitForAWriterAndSeeOnlyWhatIsCommitted() throws Exception {
    ExecutorService threads = Executors.newSingleThreadExecutor();
    CountDownLatch written = new CountDownLatch(1);
    CountDownLatch read = new CountDownLatch(1);
    try (Database database = open()) {
      Future<Integer> writing =
          threads.submit(
              () ->
                  database.write(
                      "note",
                      c -> {
                        int count = insert(c, "not yet");
                        written.countDown();
                        awaitQuietly(read);
                        return count;
                      }));
      written.await();
      assertThat(texts(database)).isEmpty();
      read.countDown();
      writing.get();
      assertThat(texts(database)).containsExactly("not yet");
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void noLockIsHeldBetweenTransactions() throws SQLException {
    try (Database database = open()) {
      database.write("note", c -> insert(c, "ours"));
      texts(database);
      try (Connection backup =
              DriverManager.getConnection(
                  "jdbc:sqlite:"
                      + folder.resolve("notes.db")
                      + "?busy_timeout=0&locking_mode=NORMAL");
          Statement statement = backup.createStatement()) {
        statement.execute("BEGIN IMMEDIATE");
        statement.execute("ROLLBACK");
        try (ResultSet checkpoint = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
          assertThat(checkpoint.getInt("busy")).isZero();
        }
      }
    }
  }

  @Test
  void workThatEndsItsTransactionItselfIsAnError() {
    try (Database database = open()) {
      assertThatThrownBy(
              () ->
                  database.write(
                      "note",
                      c -> {
                        insert(c, "early");
                        c.commit();
                        return 1;
                      }))
          .isInstanceOf(DatabaseFailure.class);
      assertThat(texts(database)).isEmpty();
    }
  }

  @Test
  void aReaderCannotWrite() {
    try (Database database = open()) {
      assertThatThrownBy(() -> database.read("sneak", c -> insert(c, "sneaked")))
          .isInstanceOf(DatabaseFailure.class)
          .hasMessageContaining("SQLITE_READONLY");
      assertThat(texts(database)).isEmpty();
    }
  }

  @Test
  void aTransactionInsideATransactionIsRefused() {
    try (Database database = open()) {
      assertThatThrownBy(
              () -> database.write("outer", c -> database.write("inner", d -> insert(d, "lost"))))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("inner");
      assertThat(texts(database)).isEmpty();
    }
  }

  @Test
  void afterClosingItSaysSoAndClosingAgainIsHarmless() {
    Database database = open();
    database.close();
    database.close();
    assertThatThrownBy(() -> database.write("late note", c -> insert(c, "late")))
        .isInstanceOf(DatabaseFailure.class)
        .hasMessageContaining("late note")
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> texts(database)).isInstanceOf(DatabaseFailure.class);
  }

  @Test
  void everyFileItMakesIsForItsOwnerOnly() throws IOException {
    try (Database database = open()) {
      database.write("note", c -> insert(c, "private"));
      try (var files = Files.list(folder)) {
        assertThat(files)
            .hasSizeGreaterThanOrEqualTo(3)
            .allSatisfy(
                file ->
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------"));
      }
    }
  }

  @Test
  void aFileThatOthersCouldReadIsClosedToThem() throws IOException {
    open().close();
    Path file = folder.resolve("notes.db");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    open().close();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void whatIsNotADatabaseIsNamedAndLeftAsItWas() throws IOException {
    Path file = folder.resolve("notes.db");
    Files.writeString(file, "Dear diary, this is not a database at all.".repeat(100));
    byte[] before = Files.readAllBytes(file);
    assertThatThrownBy(this::open)
        .isInstanceOf(DatabaseFailure.class)
        .hasMessageContaining("notes.db")
        .hasMessageContaining("SQLITE_NOTADB");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    Files.delete(file);
    open().close();
  }

  @Test
  void aMissingDirectoryIsNotMade() {
    assertThatThrownBy(() -> Database.openFile(folder.resolve("gone/notes.db"), DatabaseTest.class))
        .isInstanceOf(DatabaseFailure.class)
        .hasMessageContaining("does not exist");
    assertThatThrownBy(() -> Database.openFile(folder, DatabaseTest.class))
        .isInstanceOf(DatabaseFailure.class)
        .hasMessageContaining("not a file");
    assertThat(folder.resolve("gone")).doesNotExist();
  }

  @Test
  void aDatabaseOfANewerVersionIsRefused() {
    try (Database database = open()) {
      database.write(
          "pretend",
          c -> {
            try (Statement statement = c.createStatement()) {
              return statement.executeUpdate(
                  "INSERT INTO flyway_schema_history VALUES (9, '9', 'later', 'SQL',"
                      + " 'V9__later.sql', 1, 'x', '2030-01-01', 1, 1)");
            }
          });
    }
    assertThatThrownBy(this::open)
        .isInstanceOf(DatabaseFailure.class)
        .hasMessageContaining("newer version");
  }

  private Database open() {
    return Database.openFile(folder.resolve("notes.db"), DatabaseTest.class);
  }

  private static int insert(Connection connection, String text) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("INSERT INTO note (text) VALUES (?)")) {
      statement.setString(1, text);
      return statement.executeUpdate();
    }
  }

  private static String ask(Connection connection, String pragma) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(pragma)) {
      return answer.getString(1);
    }
  }

  private static List<String> texts(Database database) {
    return database.read(
        "list",
        c -> {
          List<String> texts = new ArrayList<>();
          try (Statement statement = c.createStatement();
              ResultSet rows = statement.executeQuery("SELECT text FROM note ORDER BY id")) {
            while (rows.next()) {
              texts.add(rows.getString(1));
            }
          }
          return texts;
        });
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
