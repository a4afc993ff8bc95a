package io.kalends.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;

/**
 * One SQLite file, opened so that what was acknowledged is kept: write-ahead log, fsync at every
 * commit, immediate transactions, one writer, mode 0600, one process. Safe for use by several
 * threads: writes wait for each other, reads see the last commit and wait for nobody.
 *
 * <p>Not for network file systems: SQLite's locks do not hold there.
 */
public final class Database implements AutoCloseable {

  private static final int READERS = 4;
  private static final int BUSY_TIMEOUT_MILLIS = 10_000;
  private static final int SYNCHRONOUS_FULL = 2;

  private final Path file;
  private final Connection writer;
  private final ReentrantLock writing = new ReentrantLock(true);
  private final Deque<Connection> readers = new ConcurrentLinkedDeque<>();
  private final Semaphore reading = new Semaphore(READERS, true);
  private final Deque<AutoCloseable> open;
  private volatile boolean closed;

  private Database(Path file, Connection writer, Deque<AutoCloseable> open) {
    this.file = file;
    this.writer = writer;
    this.open = open;
  }

  /**
   * Opens a file, making it when it is missing, and brings its schema up to date.
   *
   * @param file the database; its directory must exist
   * @param beside the scripts {@code V1__what.sql} and so on are in the folder {@code
   *     migration/sqlite} beside this class
   * @return open until closed
   * @throws DatabaseFailure when another process has it, it is no database, it cannot be made safe,
   *     or a script fails; nothing stays open
   */
  public static Database openFile(Path file, Class<?> beside) {
    Path located = PrivateFile.locate(file);
    Deque<AutoCloseable> open = new ArrayDeque<>();
    try {
      open.push(SingleWriter.of(located));
      PrivateFile.ensure(located);
      Connection writer = source(located).getConnection();
      open.push(writer);
      checkDurability(located, writer);
      Migrations.apply(source(located), located, beside);
      Database database = new Database(located, writer, open);
      for (int i = 0; i < READERS; i++) {
        database.readers.push(reader(located, open));
      }
      return database;
    } catch (SQLException e) {
      closeAll(open, e);
      throw DatabaseFailure.opening(
          located, "cannot be opened: " + DatabaseFailure.code(e) + ", " + e.getMessage(), e);
    } catch (RuntimeException e) {
      closeAll(open, e);
      throw e;
    }
  }

  /**
   * Writes in one transaction: on return it is committed and on disk.
   *
   * @param operation what is done, for messages
   * @param work what to do; not to call this database again
   * @param <T> what the work finds out
   * @return what the work found out
   * @throws DatabaseFailure when the database refuses; nothing was kept. What else the work throws
   *     comes through, and nothing was kept either
   */
  public <T> T write(String operation, Work<T> work) {
    if (writing.isHeldByCurrentThread()) {
      throw new IllegalStateException(operation + ": a transaction inside a transaction");
    }
    writing.lock();
    try {
      return inTransaction(operation, writer, "BEGIN IMMEDIATE", work);
    } finally {
      writing.unlock();
    }
  }

  /**
   * Reads in one transaction: one consistent picture, as of its first query.
   *
   * @param operation what is done, for messages
   * @param work what to read; writing is refused
   * @param <T> what the work finds out
   * @return what the work found out
   * @throws DatabaseFailure when the database refuses
   */
  public <T> T read(String operation, Work<T> work) {
    reading.acquireUninterruptibly();
    // As many connections as permits.
    Connection connection = readers.pop();
    try {
      return inTransaction(operation, connection, "BEGIN", work);
    } finally {
      readers.push(connection);
      reading.release();
    }
  }

  /**
   * Where the database is.
   *
   * @return the real path
   */
  public Path file() {
    return file;
  }

  /** Waits for running transactions, then closes. Closing again does nothing. */
  @Override
  public void close() {
    if (writing.isHeldByCurrentThread()) {
      throw new IllegalStateException("a transaction cannot close its own database");
    }
    writing.lock();
    reading.acquireUninterruptibly(READERS);
    try {
      closed = true;
      IllegalStateException failure = new IllegalStateException("closing " + file);
      closeAll(open, failure);
      if (failure.getSuppressed().length > 0) {
        throw failure;
      }
    } finally {
      reading.release(READERS);
      writing.unlock();
    }
  }

  /**
   * Begins and ends in plain words: the driver's own way ({@code setAutoCommit(false)}) begins the
   * next transaction with every commit, and would hold the write lock for ever.
   */
  private <T> T inTransaction(String operation, Connection connection, String begin, Work<T> work) {
    if (closed) {
      throw DatabaseFailure.closed(operation);
    }
    try {
      execute(connection, begin);
      T result = work.in(connection);
      execute(connection, "COMMIT");
      return result;
    } catch (SQLException e) {
      rollBack(connection, e);
      throw DatabaseFailure.during(operation, e);
    } catch (RuntimeException | Error e) {
      rollBack(connection, e);
      throw e;
    }
  }

  private static void rollBack(Connection connection, Throwable reason) {
    try {
      execute(connection, "ROLLBACK");
    } catch (SQLException e) {
      // Some failures (disk full) have rolled back already; the reason is what counts.
      reason.addSuppressed(e);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Connection reader(Path file, Deque<AutoCloseable> open) throws SQLException {
    Connection reader = source(file).getConnection();
    open.push(reader);
    execute(reader, "PRAGMA query_only = ON");
    return reader;
  }

  private static SQLiteDataSource source(Path file) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
    config.setTransactionMode(TransactionMode.IMMEDIATE);
    config.enforceForeignKeys(true);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file);
    return source;
  }

  /** SQLite answers a pragma it cannot follow with silence, so it is asked what it did. */
  private static void checkDurability(Path file, Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet journal = statement.executeQuery("PRAGMA journal_mode")) {
      if (!"wal".equalsIgnoreCase(journal.getString(1))) {
        throw DatabaseFailure.opening(
            file, "this file system cannot keep a write-ahead log; use a local disk");
      }
    }
    try (Statement statement = connection.createStatement();
        ResultSet synchronous = statement.executeQuery("PRAGMA synchronous")) {
      if (synchronous.getInt(1) != SYNCHRONOUS_FULL) {
        throw DatabaseFailure.opening(file, "SQLite does not sync every commit; refused");
      }
    }
  }

  /** Last opened, first closed: the right to write goes last. */
  private static void closeAll(Deque<AutoCloseable> open, Throwable reason) {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        reason.addSuppressed(e);
      }
    }
  }
}
