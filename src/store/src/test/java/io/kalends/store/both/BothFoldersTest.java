package io.kalends.store.both;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kalends.store.Database;
import io.kalends.store.DatabaseFailure;
import io.kalends.store.Dialect;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts that every database understands, beside those of one. */
class BothFoldersTest {

  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00.123456Z");

  @TempDir private Path folder;

  @Test
  void commonScriptsAndThoseOfTheDialectRunInOneOrder() {
    try (Database database = open()) {
      assertThat(ask(database, "SELECT max(version) FROM flyway_schema_history")).isEqualTo("2");
      assertThat(ask(database, "SELECT sql FROM sqlite_master WHERE name = 'note'"))
          .contains(
              "id INTEGER PRIMARY KEY AUTOINCREMENT", "content BLOB", "taken INTEGER", "STRICT");
    }
  }

  @Test
  void aClassWithoutScriptsIsAProgrammersError() {
    assertThatThrownBy(() -> Database.openFile(folder.resolve("x.db"), Test.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("org.junit.jupiter.api.Test");
  }

  @Test
  void itsClockIsTheOneItWasOpenedWithInWholeMilliseconds() {
    try (Database database = open()) {
      Instant now = database.read("clock", database::now);
      assertThat(now).isEqualTo(Instant.parse("2026-11-22T10:00:00.123Z"));
    }
  }

  @Test
  void theOneWriterNeedsNoRowLocks() {
    try (Database database = open()) {
      assertThat(database.dialect()).isEqualTo(Dialect.SQLITE);
      assertThat(database.dialect().skipLocked()).isEmpty();
      assertThat(database.dialect().forUpdate()).isEmpty();
      assertThat(database.where()).endsWith("notes.db");
    }
    assertThat(Dialect.POSTGRESQL.skipLocked()).isEqualTo(" FOR UPDATE SKIP LOCKED");
    assertThat(Dialect.POSTGRESQL.forUpdate()).isEqualTo(" FOR UPDATE");
  }

  @Test
  void aReadInsideAWriteIsRefusedForOnAServerItWouldTakeASecondConnection() {
    try (Database database = open()) {
      Runnable close = database::close;
      assertThatThrownBy(
              () -> database.write("outer", c -> database.<String>read("inner", d -> "never")))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("inner: a transaction inside a transaction");
      assertThatThrownBy(
              () ->
                  database.read(
                      "outer",
                      c -> {
                        close.run();
                        return "never";
                      }))
          .isInstanceOf(IllegalStateException.class);
      assertThat(ask(database, "SELECT 'open'")).isEqualTo("open");
    }
  }

  @Test
  void whatWorkFoundOutIsNothingWhenTheCommitIsRefused() {
    try (Database database = open()) {
      assertThatThrownBy(
              () ->
                  database.write(
                      "end early",
                      c -> {
                        try (Statement statement = c.createStatement()) {
                          return statement.execute("ROLLBACK");
                        }
                      }))
          .isInstanceOfSatisfying(
              DatabaseFailure.class, e -> assertThat(e.mayHaveBeenKept()).isFalse());
    }
  }

  private Database open() {
    return Database.openFile(
        folder.resolve("notes.db"), BothFoldersTest.class, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private static String ask(Database database, String query) {
    return database.read("ask", c -> first(c, query));
  }

  private static String first(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      return row.getString(1);
    }
  }
}
