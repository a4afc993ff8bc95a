package io.kalends.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a transaction writes and nobody in it reads again: lines of a receipt, marks that something
 * is done. Sent together just before the commit, all of one statement in one round trip; statements
 * in the order in which each was first added. On return of the write it is committed like the rest.
 */
public final class Tail {

  private final Connection connection;
  private final Map<String, PreparedStatement> statements = new LinkedHashMap<>();

  /** Puts a row's values in place. */
  @FunctionalInterface
  public interface Filling {

    /**
     * Fills in.
     *
     * @param statement has only to be filled
     * @throws SQLException when a value does not fit
     */
    void fill(PreparedStatement statement) throws SQLException;
  }

  /**
   * Work that leaves something for the end.
   *
   * @param <T> what it finds out
   */
  @FunctionalInterface
  public interface Leaving<T> {

    /**
     * Does it.
     *
     * @param connection of the transaction
     * @param tail of the transaction
     * @return what was found out
     * @throws SQLException lets the transaction fail
     */
    T in(Connection connection, Tail tail) throws SQLException;
  }

  private Tail(Connection connection) {
    this.connection = connection;
  }

  /**
   * Work with a tail of its own.
   *
   * @param work leaves something for the end
   * @param <T> what it finds out
   * @return the same, at the end of which the tail is sent
   */
  public static <T> Work<T> after(Leaving<T> work) {
    return connection -> {
      Tail tail = new Tail(connection);
      try {
        T found = work.in(connection, tail);
        tail.send();
        return found;
      } finally {
        tail.close();
      }
    };
  }

  /**
   * Adds a statement.
   *
   * @param sql changes rows; nothing in this transaction waits for that
   * @param values fills it, at once
   * @throws SQLException when it cannot be prepared or filled
   */
  public void add(String sql, Filling values) throws SQLException {
    PreparedStatement statement = statements.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      statements.put(sql, statement);
    }
    values.fill(statement);
    statement.addBatch();
  }

  private void send() throws SQLException {
    for (PreparedStatement statement : statements.values()) {
      statement.executeBatch();
    }
  }

  private void close() throws SQLException {
    for (PreparedStatement statement : statements.values()) {
      statement.close();
    }
  }
}
