package io.kalends.interop;

import io.kalends.store.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** One table, as plain as can be, in either database. */
final class Notes {

  private Notes() {}

  static int insert(Connection connection, String text) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO note (text, content) VALUES (?, ?)")) {
      insert.setString(1, text);
      insert.setBytes(2, new byte[] {0, 1, (byte) 0xff});
      return insert.executeUpdate();
    }
  }

  static int add(Database database, String text) {
    return database.write("note", c -> insert(c, text));
  }

  static List<String> texts(Database database) {
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

  static long ask(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  static int execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    }
  }
}
