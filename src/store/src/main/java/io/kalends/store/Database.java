package io.kalends.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;

/**
 * Where the ledger and the issuer keep things: one SQLite file, or one schema of a PostgreSQL that
 * several nodes share. What was acknowledged is kept. Safe for use by several threads.
 *
 * <p>What work may count on, the same on both:
 *
 * <ul>
 *   <li>A write is one transaction, on disk when {@link #write} returns. A read is one transaction
 *       that sees one state, as of its first query, and waits for no writer.
 *   <li>Two writes can run at once on PostgreSQL (READ COMMITTED: each statement sees what was
 *       committed before it) and never on SQLite. So a write that decides by what it has read locks
 *       those rows ({@link Dialect#forUpdate()}), or lets a unique constraint or the condition of
 *       its {@code UPDATE} decide.
 *   <li>Work lets a statement's failure through: on PostgreSQL the rest of that transaction is lost
 *       with it, whatever work does next. A conflict that is expected is for {@code ON CONFLICT}.
 *   <li>Numbers of rows rise, but on PostgreSQL they are drawn before the commit: a reader that
 *       goes on from the highest one it saw can miss a row that is committed late.
 *   <li>{@code ORDER BY} a text follows the bytes on SQLite and the database's collation on
 *       PostgreSQL.
 * </ul>
 */
public sealed interface Database extends AutoCloseable permits SqliteDatabase, PostgresDatabase {

  /**
   * Opens a SQLite file, making it when it is missing, and brings its schema up to date:
   * write-ahead log, fsync at every commit, one writer, mode 0600, one process. Not for network
   * file systems: SQLite's locks do not hold there.
   *
   * @param file the database; its directory must exist
   * @param beside the scripts {@code V1__what.sql} and so on are in the folders {@code
   *     migration/common} and {@code migration/sqlite} beside this class, in one of them or both
   * @return open until closed
   * @throws DatabaseFailure when another process has it, it is no database, it cannot be made safe,
   *     or a script fails; nothing stays open
   */
  static Database openFile(Path file, Class<?> beside) {
    return openFile(file, beside, Clock.systemUTC());
  }

  /**
   * Opens a SQLite file whose clock ({@link #now}) is another than the system's.
   *
   * @param file the database; its directory must exist
   * @param beside as for {@link #openFile(Path, Class)}
   * @param clock what time it is for this database
   * @return open until closed
   * @throws DatabaseFailure as {@link #openFile(Path, Class)}
   */
  static Database openFile(Path file, Class<?> beside, Clock clock) {
    return SqliteDatabase.open(file, beside, clock);
  }

  /**
   * Connects to a PostgreSQL, makes its schema when it is missing and brings it up to date. Nodes
   * that start at the same moment wait for each other here.
   *
   * @param settings where it is, and as whom
   * @param beside the scripts {@code V1__what.sql} and so on are in the folders {@code
   *     migration/common} and {@code migration/postgresql} beside this class, in one of them or
   *     both
   * @return open until closed
   * @throws DatabaseFailure when it cannot be reached, refuses the user, lacks a right, would lose
   *     what it acknowledged, or a script fails; nothing stays open
   */
  static Database connect(PostgresSettings settings, Class<?> beside) {
    return PostgresDatabase.connect(settings, beside);
  }

  /**
   * Writes in one transaction: on return it is committed and on disk.
   *
   * <p>On PostgreSQL work that met a deadlock or a serialization failure is done again, four times
   * in all and within a second.
   *
   * @param operation what is done, for messages
   * @param work what to do; perhaps done more than once, so it touches nothing but its connection
   * @param <T> what the work finds out
   * @return what the work found out
   * @throws DatabaseFailure when the database refuses; nothing was kept, or else {@link
   *     DatabaseFailure#mayHaveBeenKept()}
   * @throws IllegalStateException inside another transaction of this database on this thread
   * @throws RuntimeException whatever the work throws, and nothing was kept
   */
  <T> T write(String operation, Work<T> work);

  /**
   * Reads in one transaction: one consistent picture, as of its first query.
   *
   * @param operation what is done, for messages
   * @param work what to read; writing is refused
   * @param <T> what the work finds out
   * @return what the work found out
   * @throws DatabaseFailure when the database refuses
   * @throws IllegalStateException inside another transaction of this database on this thread
   */
  <T> T read(String operation, Work<T> work);

  /**
   * What time it is for everybody who shares this database: what leases are measured with. On
   * PostgreSQL the server's own clock, which goes on during a transaction ({@code
   * clock_timestamp()}); on SQLite, which one process has to itself, the clock it was opened with.
   *
   * @param connection the one that work was given
   * @return in whole milliseconds
   * @throws SQLException when the database refuses
   */
  Instant now(Connection connection) throws SQLException;

  /**
   * Which database it is, for the few places where SQL must differ.
   *
   * @return the dialect it speaks
   */
  Dialect dialect();

  /**
   * Refuses to go on inside a transaction of this database on this thread: for whoever is going to
   * wait for another thread's.
   *
   * @param operation what is about to be done, for messages
   * @throws IllegalStateException inside one
   */
  void requireOutside(String operation);

  /**
   * Where it is, for messages.
   *
   * @return the file's real path, or host, port, database and schema; never a password
   */
  String where();

  /**
   * Waits for running transactions, then closes. Closing again does nothing.
   *
   * @throws IllegalStateException inside a transaction of this database
   */
  @Override
  void close();
}
