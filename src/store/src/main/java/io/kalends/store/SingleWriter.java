package io.kalends.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;

/**
 * The right to be the one program on a database file, held until closed or until the process ends
 * in whatever way.
 *
 * <p>It is SQLite's own exclusive lock on an empty file beside the database. Java's file locks will
 * not do: a second attempt in the same process, refused and closed, silently drops the lock of the
 * first (POSIX locks belong to the process). SQLite keeps count of that.
 */
final class SingleWriter implements AutoCloseable {

  private final Connection lock;

  private SingleWriter(Connection lock) {
    this.lock = lock;
  }

  /**
   * Takes the right, at once or not at all.
   *
   * @throws DatabaseFailure when another program, or another part of this one, holds it
   */
  static SingleWriter of(Path database) {
    Path file = database.resolveSibling(database.getFileName() + ".lock");
    PrivateFile.ensure(file);
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(0);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file);
    try {
      return new SingleWriter(locked(source.getConnection()));
    } catch (SQLException e) {
      if (e.getErrorCode() == SQLiteErrorCode.SQLITE_BUSY.code) {
        throw DatabaseFailure.opening(
            database, "already open in another process (or twice in this one); stop that one", e);
      }
      throw DatabaseFailure.opening(
          database, "its lock file " + file + " cannot be locked: " + SqlState.code(e), e);
    }
  }

  private static Connection locked(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("BEGIN EXCLUSIVE");
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public void close() throws SQLException {
    lock.close();
  }
}
