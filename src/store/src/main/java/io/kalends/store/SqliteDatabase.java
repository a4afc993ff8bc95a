package io.kalends.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
 * commit, immediate transactions, one writer, mode 0600, one process. Writes wait for each other,
 * reads see the last commit and wait for nobody.
 */
final class SqliteDatabase implements Database {

  private static final int READERS = 4;
  private static final int BUSY_TIMEOUT_MILLIS = 10_000;
  private static final int SYNCHRONOUS_FULL = 2;

  private final Path file;
  private final Clock clock;
  private final Connection writer;
  private final ReentrantLock writing = new ReentrantLock(true);
  private final Deque<Connection> readers = new ConcurrentLinkedDeque<>();
  private final Semaphore reading = new Semaphore(READERS, true);
  private final Deque<AutoCloseable> open;
  private final OpenTransactions transactions = new OpenTransactions();

  private SqliteDatabase(Path file, Clock clock, Connection writer, Deque<AutoCloseable> open) {
    this.file = file;
    this.clock = clock;
    this.writer = PreparedOnce.over(writer);
    this.open = open;
  }

  static Database open(Path file, Class<?> beside, Clock clock) {
    Path located = PrivateFile.locate(file);
    Deque<AutoCloseable> open = new ArrayDeque<>();
    try {
      open.push(SingleWriter.of(located));
      PrivateFile.ensure(located);
      Connection writer = source(located).getConnection();
      open.push(writer);
      checkDurability(located, writer);
      Migrations.intoFile(source(located), located, beside);
      SqliteDatabase database = new SqliteDatabase(located, clock, writer, open);
      for (int i = 0; i < READERS; i++) {
        database.readers.push(PreparedOnce.over(reader(located, open)));
      }
      return database;
    } catch (SQLException e) {
      closeAll(open, e);
      throw DatabaseFailure.opening(
          located, "cannot be opened: " + SqlState.code(e) + ", " + e.getMessage(), e);
    } catch (RuntimeException e) {
      closeAll(open, e);
      throw e;
    }
  }

  @Override
  public <T> T write(String operation, Work<T> work) {
    return transactions.run(
        operation,
        () -> {
          writing.lock();
          try {
            return inTransaction(operation, writer, "BEGIN IMMEDIATE", work);
          } finally {
            writing.unlock();
          }
        });
  }

  @Override
  public <T> T read(String operation, Work<T> work) {
    return transactions.run(
        operation,
        () -> {
          reading.acquireUninterruptibly();
          // As many connections as permits.
          Connection connection = readers.pop();
          try {
            return inTransaction(operation, connection, "BEGIN", work);
          } finally {
            readers.push(connection);
            reading.release();
          }
        });
  }

  @Override
  public Instant now(Connection connection) {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  @Override
  public Dialect dialect() {
    return Dialect.SQLITE;
  }

  @Override
  public void requireOutside(String operation) {
    transactions.requireOutside(operation);
  }

  @Override
  public String where() {
    return file.toString();
  }

  @Override
  public void close() {
    transactions.close(
        () -> {
          IllegalStateException failure = new IllegalStateException("closing " + file);
          closeAll(open, failure);
          if (failure.getSuppressed().length > 0) {
            throw failure;
          }
        });
  }

  private static <T> T inTransaction(
      String operation, Connection connection, String begin, Work<T> work) {
    try {
      return Transaction.begin(connection, begin).carryOut(operation, work);
    } catch (SQLException e) {
      throw DatabaseFailure.during(operation, e);
    }
  }

  private static Connection reader(Path file, Deque<AutoCloseable> open) throws SQLException {
    Connection reader = source(file).getConnection();
    open.push(reader);
    Transaction.execute(reader, "PRAGMA query_only = ON");
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
