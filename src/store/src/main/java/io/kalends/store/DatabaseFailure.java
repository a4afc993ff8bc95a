package io.kalends.store;

import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteException;

/**
 * The database could not be opened, or refused a transaction: nothing of it was kept. The message
 * names the operation, the database's code and, when opening, the file and the fix.
 */
public final class DatabaseFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private DatabaseFailure(String message) {
    super(message);
  }

  private DatabaseFailure(String message, Throwable cause) {
    super(message, cause);
  }

  static DatabaseFailure opening(Path file, String fix) {
    return new DatabaseFailure("database " + file + ": " + fix);
  }

  static DatabaseFailure opening(Path file, String fix, Throwable cause) {
    return new DatabaseFailure("database " + file + ": " + fix, cause);
  }

  static DatabaseFailure during(String operation, SQLException cause) {
    return new DatabaseFailure(
        operation + ": the database refused with " + code(cause) + "; nothing was kept", cause);
  }

  static DatabaseFailure closed(String operation) {
    return new DatabaseFailure(operation + ": the database is closed; nothing was kept");
  }

  /** SQLite's name for what happened, for example SQLITE_FULL: what an administrator looks up. */
  static String code(SQLException failure) {
    return failure instanceof SQLiteException sqlite
        ? sqlite.getResultCode().name()
        : "SQL state " + failure.getSQLState();
  }
}
