package io.kalends.store;

import java.nio.file.Path;
import java.sql.SQLException;

/**
 * The database could not be opened, or refused a transaction: nothing of it was kept, except as
 * {@link #mayHaveBeenKept()} says. The message names the operation, the database's code and, when
 * opening, the place and the fix; never a password or a row's content.
 */
public final class DatabaseFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean repeatable;
  private final boolean mayHaveBeenKept;
  private final boolean unreachable;

  private DatabaseFailure(String message, boolean unreachable) {
    super(message);
    this.repeatable = false;
    this.mayHaveBeenKept = false;
    this.unreachable = unreachable;
  }

  private DatabaseFailure(
      String message,
      Throwable cause,
      boolean repeatable,
      boolean mayHaveBeenKept,
      boolean unreachable) {
    super(message, cause);
    this.repeatable = repeatable;
    this.mayHaveBeenKept = mayHaveBeenKept;
    this.unreachable = unreachable;
  }

  static DatabaseFailure opening(Path file, String fix) {
    return new DatabaseFailure("database " + file + ": " + fix, false);
  }

  static DatabaseFailure opening(Path file, String fix, Throwable cause) {
    return opening(file.toString(), fix, cause);
  }

  static DatabaseFailure opening(String where, String fix, Throwable cause) {
    return new DatabaseFailure("database " + where + ": " + fix, cause, false, false, false);
  }

  static DatabaseFailure opening(String where, String fix) {
    return new DatabaseFailure("database " + where + ": " + fix, false);
  }

  static DatabaseFailure during(String operation, SQLException cause) {
    return new DatabaseFailure(
        operation + ": the database refused with " + SqlState.code(cause) + "; nothing was kept",
        cause,
        SqlState.isRepeatable(cause),
        false,
        false);
  }

  /** The commit itself failed: a connection that breaks then leaves the outcome open. */
  static DatabaseFailure committing(String operation, SQLException cause) {
    return SqlState.isSilentOnCommit(cause)
        ? new DatabaseFailure(
            operation
                + ": the answer to the commit was lost ("
                + SqlState.code(cause)
                + "); it may have been kept",
            cause,
            false,
            true,
            false)
        : during(operation, cause);
  }

  /** No connection, within the time there was: the server is gone, or all are taken. */
  static DatabaseFailure unconnected(
      String operation, PostgresSettings settings, SQLException cause) {
    boolean gone = cause.getSQLState() != null;
    return new DatabaseFailure(
        operation
            + ": no connection to "
            + settings.server()
            + " within "
            + settings.connectTimeout()
            + ", "
            + (gone ? SqlState.code(cause) : "all " + settings.poolSize() + " are taken")
            + "; nothing was kept",
        cause,
        false,
        false,
        true);
  }

  static DatabaseFailure closed(String operation) {
    return new DatabaseFailure(operation + ": the database is closed; nothing was kept", true);
  }

  /** For one of several writes that shared what failed. */
  static DatabaseFailure shared(String operation, DatabaseFailure cause) {
    return new DatabaseFailure(
        operation + ", done together with others: " + cause.getMessage(),
        cause,
        false,
        cause.mayHaveBeenKept,
        cause.unreachable);
  }

  /**
   * Whether the transaction could have taken effect all the same. Only when the connection to
   * PostgreSQL broke between the commit and its answer; read again to find out.
   *
   * @return false when nothing was kept, for certain
   */
  public boolean mayHaveBeenKept() {
    return mayHaveBeenKept;
  }

  /**
   * Says nothing about the work, and doing it again now is of no use (nobody is there) or not safe
   * (it may have been kept).
   */
  boolean isFinal() {
    return unreachable || mayHaveBeenKept;
  }

  /** Doing the same work again can go through. */
  boolean isRepeatable() {
    return repeatable;
  }
}
