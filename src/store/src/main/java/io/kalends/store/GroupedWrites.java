package io.kalends.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lets concurrent writes share a commit, whose fsync is what a small write costs. What a caller
 * sees is {@link Database#write}: on return its work is committed and on disk, or failed alone.
 *
 * <p>There is no thread of its own: a caller who finds nobody writing writes at once; the others
 * wait, and when that commit is done the first of them takes along all who wait by then (at most
 * {@value #LARGEST}) into one transaction. When that fails, nothing of it was kept and each is done
 * again alone, so one bad piece of work harms nobody but its caller.
 *
 * <p>Work of one transaction runs in the order of its operations' names: groups of several nodes
 * that hold rows, and name the rows, hold them in one order and do not lock each other out.
 *
 * <p>For short work only: everybody in the transaction waits for everybody's. Safe for use by
 * several threads, which is the point.
 */
public final class GroupedWrites {

  /** So many share a commit at most. */
  static final int LARGEST = 64;

  /** On PostgreSQL the next group's statements run while this one's commit is on its way. */
  private static final int GROUPS_AT_ONCE = 3;

  private final Database database;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Item<?>> waiting = new ArrayDeque<>();
  private int free;

  /**
   * Over an open database. One object for all who are to share.
   *
   * @param database stays open after this
   */
  public GroupedWrites(Database database) {
    this.database = database;
    this.free = database.dialect() == Dialect.SQLITE ? 1 : GROUPS_AT_ONCE;
  }

  /**
   * Writes, perhaps in one transaction with others: on return it is committed and on disk. An
   * interrupt does not end the waiting, since what becomes of the work would stay unknown; it stays
   * set.
   *
   * @param operation what is done, and to which row, for messages and for the order
   * @param work what to do; perhaps done more than once, perhaps by another thread
   * @param <T> what the work finds out
   * @return what the work found out
   * @throws DatabaseFailure when the database refuses; nothing was kept, or else {@link
   *     DatabaseFailure#mayHaveBeenKept()}
   * @throws IllegalStateException inside a transaction of this database on this thread
   * @throws RuntimeException whatever the work throws, and nothing was kept
   */
  public <T> T write(String operation, Work<T> work) {
    return write(operation, (connection, tail) -> work.in(connection));
  }

  /**
   * Writes, and leaves something for the end; all who share the commit share that end too.
   *
   * @param operation what is done, and to which row, for messages and for the order
   * @param work what to do; perhaps done more than once, perhaps by another thread
   * @param <T> what the work finds out
   * @return what the work found out
   * @throws DatabaseFailure as {@link #write(String, Work)}
   * @throws RuntimeException whatever the work throws, and nothing was kept
   */
  public <T> T write(String operation, Tail.Leaving<T> work) {
    database.requireOutside(operation);
    Item<T> item = new Item<>(operation, work);
    if (!leads(item)) {
      item.turn.acquireUninterruptibly();
    }
    if (!item.ended) {
      lead(item);
    }
    return item.found();
  }

  /**
   * Writes what holds many rows. Where writes wait for each other anyway (SQLite) it shares a
   * commit too; where they run side by side (PostgreSQL) it is a transaction of its own, since a
   * group holds rows in the order of its operations' names, and this one names none.
   *
   * @param operation what is done, for messages and for the order
   * @param work what to do; perhaps done more than once, perhaps by another thread
   * @param <T> what the work finds out
   * @return what the work found out
   * @throws DatabaseFailure as {@link #write(String, Work)}
   * @throws RuntimeException whatever the work throws, and nothing was kept
   */
  public <T> T writeLarge(String operation, Tail.Leaving<T> work) {
    return database.dialect() == Dialect.SQLITE
        ? write(operation, work)
        : database.write(operation, Tail.after(work));
  }

  /** How many wait for their turn now. */
  int waiting() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  /** True when nobody is in the way; otherwise it is waiting from now on. */
  private boolean leads(Item<?> item) {
    lock.lock();
    try {
      if (free > 0) {
        free--;
        return true;
      }
      waiting.add(item);
      return false;
    } finally {
      lock.unlock();
    }
  }

  private void lead(Item<?> first) {
    List<Item<?>> group = groupOf(first);
    // A pool hands no connection to an interrupted thread, and others depend on this one now.
    boolean interrupted = Thread.interrupted();
    try {
      if (group.size() == 1 || !together(group)) {
        interrupted |= Thread.interrupted();
        eachAlone(group);
      }
    } finally {
      handOver();
      group.stream().filter(item -> item != first).forEach(item -> item.turn.release());
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private List<Item<?>> groupOf(Item<?> first) {
    List<Item<?>> group = new ArrayList<>();
    group.add(first);
    lock.lock();
    try {
      while (group.size() < LARGEST && !waiting.isEmpty()) {
        group.add(waiting.remove());
      }
      group.sort(Comparator.comparing(item -> item.operation));
      return group;
    } finally {
      lock.unlock();
    }
  }

  private void handOver() {
    lock.lock();
    try {
      Item<?> next = waiting.poll();
      if (next == null) {
        free++;
      } else {
        next.turn.release();
      }
    } finally {
      lock.unlock();
    }
  }

  /** True when every item has ended. */
  private boolean together(List<Item<?>> group) {
    String operation = group.size() + " writes at once";
    try {
      database.write(
          operation,
          Tail.after(
              (connection, tail) -> {
                for (Item<?> item : group) {
                  item.in(connection, tail);
                }
                return group.size();
              }));
      group.forEach(Item::kept);
      return true;
    } catch (RuntimeException | Error e) {
      boolean perhapsKept = e instanceof DatabaseFailure failure && failure.mayHaveBeenKept();
      boolean interrupted = Thread.currentThread().isInterrupted();
      return (perhapsKept || !interrupted) && endAll(group, e);
    }
  }

  private void eachAlone(List<Item<?>> group) {
    for (Item<?> item : group) {
      if (!item.ended) {
        alone(item, group);
      }
    }
  }

  /** What cannot be mended by doing each alone is everybody's failure, at once. */
  private static boolean endAll(List<Item<?>> group, Throwable failure) {
    if (!(failure instanceof DatabaseFailure common) || !common.isFinal()) {
      return false;
    }
    group.stream()
        .filter(item -> !item.ended)
        .forEach(item -> item.failed(DatabaseFailure.shared(item.operation, common)));
    return true;
  }

  private void alone(Item<?> item, List<Item<?>> group) {
    try {
      database.write(item.operation, Tail.after(item::in));
      item.kept();
    } catch (RuntimeException | Error e) {
      item.failed(e);
      if (e instanceof DatabaseFailure unreachable && !unreachable.mayHaveBeenKept()) {
        endAll(group, unreachable);
      }
    }
  }

  /** One caller's work. Its fields are handed from thread to thread by its turn. */
  private static final class Item<T> {

    /** Given once: either it has ended, or its caller leads. */
    private final Semaphore turn = new Semaphore(0);

    private final String operation;
    private final Tail.Leaving<T> work;
    private @Nullable T found;
    private @Nullable Throwable failure;
    private boolean ended;

    Item(String operation, Tail.Leaving<T> work) {
      this.operation = operation;
      this.work = work;
    }

    boolean in(Connection connection, Tail tail) throws SQLException {
      found = work.in(connection, tail);
      return true;
    }

    void kept() {
      ended = true;
    }

    void failed(Throwable reason) {
      failure = reason;
      ended = true;
    }

    @SuppressWarnings("NullAway") // what the work returned is what the caller gets
    T found() {
      if (failure instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      if (failure instanceof Error error) {
        throw error;
      }
      return found;
    }
  }
}
