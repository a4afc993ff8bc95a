package io.kalends.store;

import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * Who is inside a transaction: no thread twice (on SQLite it would wait for itself, on PostgreSQL
 * two connections a thread empty the pool), and nobody once the database is closed.
 */
final class OpenTransactions {

  /** Held shared by every transaction, and by the close alone. */
  private final ReentrantReadWriteLock inside = new ReentrantReadWriteLock();

  private boolean closed;

  /**
   * Runs one transaction.
   *
   * @throws DatabaseFailure once closed
   * @throws IllegalStateException inside another one of this thread
   */
  <T> T run(String operation, Supplier<T> transaction) {
    requireOutside(operation);
    inside.readLock().lock();
    try {
      if (closed) {
        throw DatabaseFailure.closed(operation);
      }
      return transaction.get();
    } finally {
      inside.readLock().unlock();
    }
  }

  /**
   * Nothing of this thread has begun.
   *
   * @throws IllegalStateException otherwise
   */
  void requireOutside(String operation) {
    if (inside.getReadHoldCount() > 0) {
      throw new IllegalStateException(operation + ": a transaction inside a transaction");
    }
  }

  /** Waits for those inside, lets in no more, and closes what they used; once. */
  void close(Runnable what) {
    if (inside.getReadHoldCount() > 0) {
      throw new IllegalStateException("a transaction cannot close its own database");
    }
    inside.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        what.run();
      }
    } finally {
      inside.writeLock().unlock();
    }
  }
}
