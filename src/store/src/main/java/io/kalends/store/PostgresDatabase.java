package io.kalends.store;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One schema of a PostgreSQL that several nodes share. Writes run READ COMMITTED, side by side;
 * reads REPEATABLE READ, which on PostgreSQL waits for nobody and cannot fail for others' writes.
 */
final class PostgresDatabase implements Database {

  private static final Logger LOG = LoggerFactory.getLogger(PostgresDatabase.class);

  private static final String WRITE = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";
  private static final String READ = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
  private static final int ATTEMPTS = 4;

  private final PostgresSettings settings;
  private final HikariDataSource pool;
  private final OpenTransactions transactions = new OpenTransactions();

  /** Of the connections in a transaction. */
  private final Map<Connection, ServerClock> clocks = new ConcurrentHashMap<>();

  private PostgresDatabase(PostgresSettings settings, HikariDataSource pool) {
    this.settings = settings;
    this.pool = pool;
  }

  static Database connect(PostgresSettings settings, Class<?> beside) {
    PostgresConnections connections = new PostgresConnections(settings);
    try {
      connections.check();
      Migrations.intoSchema(connections.forMigrations(), settings, beside);
      return new PostgresDatabase(settings, connections.pool());
    } catch (SQLException | PoolInitializationException e) {
      throw new PostgresRefusal(settings).of(e);
    }
  }

  @Override
  public <T> T write(String operation, Work<T> work) {
    return transactions.run(
        operation,
        () -> {
          for (int attempt = 1; ; attempt++) {
            try {
              return once(operation, WRITE, work);
            } catch (DatabaseFailure e) {
              if (attempt == ATTEMPTS || !e.isRepeatable()) {
                throw e;
              }
              LOG.debug("{}: attempt {} of {}", operation, attempt, ATTEMPTS, e);
              standBack(attempt);
            }
          }
        });
  }

  @Override
  public <T> T read(String operation, Work<T> work) {
    return transactions.run(operation, () -> once(operation, READ, work));
  }

  @Override
  public Instant now(Connection connection) throws SQLException {
    ServerClock read = clocks.get(connection);
    return (read == null ? ServerClock.ask(connection, "") : read).now();
  }

  @Override
  public Dialect dialect() {
    return Dialect.POSTGRESQL;
  }

  @Override
  public void requireOutside(String operation) {
    transactions.requireOutside(operation);
  }

  @Override
  public String where() {
    return settings.where();
  }

  @Override
  public void close() {
    transactions.close(pool::close);
  }

  private <T> T once(String operation, String begin, Work<T> work) {
    // A connection that broke while it lay in the pool costs nobody a call: nothing was done on it.
    for (int spare = settings.poolSize(); ; spare--) {
      Connection connection = connection(operation);
      boolean usable = false;
      try {
        ServerClock now = ServerClock.ask(connection, begin);
        Transaction transaction = Transaction.begun(connection);
        clocks.put(connection, now);
        try {
          return transaction.carryOut(operation, whole(work));
        } finally {
          clocks.remove(connection);
          usable = transaction.ended();
        }
      } catch (SQLException e) {
        if (spare == 0 || !SqlState.isCutOff(e)) {
          throw DatabaseFailure.during(operation, e);
        }
      } finally {
        giveBack(connection, usable);
      }
    }
  }

  /**
   * COMMIT after a statement that failed is answered with ROLLBACK, and the driver does not call
   * that an error: work that swallowed the failure would be acknowledged and lost.
   */
  private static <T> Work<T> whole(Work<T> work) {
    return connection -> {
      T result = work.in(connection);
      if (connection.unwrap(BaseConnection.class).getTransactionState() != TransactionState.OPEN) {
        throw new SQLException("a statement failed, and the work went on", SqlState.NOT_WHOLE);
      }
      return result;
    };
  }

  /** 10, 40, 90 ms: at once, it would snatch its locks back from the one that was to go first. */
  private static void standBack(int attempt) {
    LockSupport.parkNanos(Duration.ofMillis(10L * attempt * attempt).toNanos());
  }

  private Connection connection(String operation) {
    try {
      return pool.getConnection();
    } catch (SQLException e) {
      throw DatabaseFailure.unconnected(operation, settings, e);
    }
  }

  private void giveBack(Connection connection, boolean usable) {
    if (!usable) {
      pool.evictConnection(connection);
    }
    try {
      connection.close();
    } catch (SQLException e) {
      // The transaction has ended, and the pool has dropped the connection.
      LOG.debug("a connection to {} was dropped", settings.server(), e);
    }
  }
}
