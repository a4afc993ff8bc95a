package io.kalends.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PreparedOnceTest {

  private static final String INSERT = "INSERT INTO t (name) VALUES (?)";
  private static final String FIND = "SELECT name FROM t WHERE name = ?";

  private Connection connection;

  @BeforeEach
  void open() throws SQLException {
    connection = PreparedOnce.over(DriverManager.getConnection("jdbc:sqlite::memory:"));
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t (name TEXT)");
    }
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void theSameWordsArePreparedOnce() throws SQLException {
    insert("a");
    insert("b");
    assertThat(preparedFor(INSERT)).isSameAs(preparedFor(INSERT));
    assertThat(has("a")).isTrue();
    assertThat(has("b")).isTrue();
    assertThat(has("c")).isFalse();
  }

  @Test
  void nothingIsLeftOfTheLastUse() throws SQLException {
    try (PreparedStatement half = connection.prepareStatement(INSERT)) {
      half.setString(1, "given, and not used");
      half.addBatch();
    }
    try (PreparedStatement next = connection.prepareStatement(INSERT)) {
      assertThat(next.executeBatch()).isEmpty();
    }
    try (PreparedStatement next = connection.prepareStatement(INSERT)) {
      next.executeUpdate();
    }
    assertThat(has("given, and not used")).isFalse();
  }

  @Test
  void twoOfTheSameWordsAtOnceAreTwo() throws SQLException {
    insert("a");
    insert("b");
    try (PreparedStatement outer = connection.prepareStatement("SELECT name FROM t");
        ResultSet rows = outer.executeQuery()) {
      int pairs = 0;
      while (rows.next()) {
        try (PreparedStatement inner = connection.prepareStatement("SELECT name FROM t");
            ResultSet others = inner.executeQuery()) {
          while (others.next()) {
            pairs++;
          }
        }
      }
      assertThat(pairs).isEqualTo(4);
    }
  }

  @Test
  void aQueryIsOverWhenItsStatementIsClosed() throws SQLException {
    insert("a");
    PreparedStatement find = connection.prepareStatement(FIND);
    find.setString(1, "a");
    ResultSet rows = find.executeQuery();
    assertThat(rows.next()).isTrue();
    find.close();
    assertThat(rows.isClosed()).isTrue();
    try (Statement statement = connection.createStatement()) {
      // Refused while a query of that table is open.
      statement.execute("DROP TABLE t");
    }
  }

  @Test
  void aClosedStatementIsNobodysAnyMore() throws SQLException {
    PreparedStatement first = connection.prepareStatement(INSERT);
    first.close();
    first.close();
    assertThat(first.isClosed()).isTrue();
    assertThatThrownBy(() -> first.setString(1, "late"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void aRefusalComesThroughAndHarmsNoLaterUse() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE UNIQUE INDEX one ON t (name)");
    }
    insert("a");
    assertThatThrownBy(() -> insert("a")).isInstanceOf(SQLException.class);
    insert("b");
    assertThat(has("b")).isTrue();
  }

  @Test
  void manyDifferentWordsAreForgottenAgain() throws SQLException {
    for (int i = 0; i < 1_000; i++) {
      try (PreparedStatement each = connection.prepareStatement("SELECT " + i);
          ResultSet row = each.executeQuery()) {
        assertThat(row.next()).isTrue();
        assertThat(row.getInt(1)).isEqualTo(i);
      }
    }
  }

  private void insert(String name) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      insert.setString(1, name);
      insert.executeUpdate();
    }
  }

  private boolean has(String name) throws SQLException {
    try (PreparedStatement find = connection.prepareStatement(FIND)) {
      find.setString(1, name);
      try (ResultSet row = find.executeQuery()) {
        return row.next();
      }
    }
  }

  /** The driver's own object behind it. */
  private Object preparedFor(String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      return statement.unwrap(PreparedStatement.class);
    }
  }
}
