package io.kalends.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TailTest {

  private static final String INSERT = "INSERT INTO note (text) VALUES (?)";
  private static final String DELETE = "DELETE FROM note WHERE text = ?";

  @TempDir private Path folder;
  private Database database;

  @BeforeEach
  void open() {
    database = Database.openFile(folder.resolve("notes.db"), DatabaseTest.class);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void whatIsLeftIsWrittenAtTheEndAndInOrder() {
    List<String> seenInside =
        database.write(
            "note",
            Tail.after(
                (connection, tail) -> {
                  tail.add(INSERT, insert -> insert.setString(1, "one"));
                  tail.add(INSERT, insert -> insert.setString(1, "two"));
                  tail.add(DELETE, delete -> delete.setString(1, "one"));
                  tail.add(INSERT, insert -> insert.setString(1, "three"));
                  return texts(connection);
                }));
    assertThat(seenInside).isEmpty();
    assertThat(database.read("read", TailTest::texts)).containsExactly("two", "three");
  }

  @Test
  void nothingOfItIsWrittenWhenTheWorkFails() {
    assertThatThrownBy(
            () ->
                database.write(
                    "note",
                    Tail.after(
                        (connection, tail) -> {
                          tail.add(INSERT, insert -> insert.setString(1, "one"));
                          throw new IllegalArgumentException("stop here");
                        })))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(database.read("read", TailTest::texts)).isEmpty();
  }

  @Test
  void whatTheDatabaseRefusesAtTheEndFailsTheWholeWrite() {
    assertThatThrownBy(
            () ->
                database.write(
                    "note",
                    Tail.after(
                        (connection, tail) -> {
                          tail.add(INSERT, insert -> insert.setString(1, "one"));
                          tail.add(INSERT, insert -> insert.setString(1, "one"));
                          return true;
                        })))
        .isInstanceOf(DatabaseFailure.class)
        .hasMessageContaining("note");
    assertThat(database.read("read", TailTest::texts)).isEmpty();
  }

  @Test
  void thoseWhoShareACommitShareItsEnd() {
    GroupedWrites writes = new GroupedWrites(database);
    writes.write(
        "note",
        (connection, tail) -> {
          tail.add(INSERT, insert -> insert.setString(1, "left"));
          return true;
        });
    assertThat(database.read("read", TailTest::texts)).containsExactly("left");
  }

  private static List<String> texts(Connection connection) throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement("SELECT text FROM note ORDER BY id");
        ResultSet rows = select.executeQuery()) {
      List<String> texts = new ArrayList<>();
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
      return texts;
    }
  }
}
