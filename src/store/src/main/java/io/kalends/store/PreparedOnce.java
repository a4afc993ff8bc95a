package io.kalends.store;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A connection that keeps its prepared statements when they are closed, and hands them out again
 * for the same words. SQLite's driver has no such memory, and preparing costs more than most small
 * statements do. For one thread at a time.
 */
final class PreparedOnce implements InvocationHandler {

  /** More than the ledger and the issuer have; those with lists of every length are dropped. */
  private static final int KEPT = 256;

  private final Connection connection;
  private final Map<String, PreparedStatement> idle = new LinkedHashMap<>(64, 0.75f, true);

  private PreparedOnce(Connection connection) {
    this.connection = connection;
  }

  /** The same connection, with a memory; closing it closes what it keeps. */
  static Connection over(Connection connection) {
    return proxy(Connection.class, new PreparedOnce(connection));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] given)
      throws Throwable {
    if (method.getName().equals("prepareStatement") && given != null && given.length == 1) {
      String sql = String.valueOf(given[0]);
      PreparedStatement kept = idle.remove(sql);
      return proxy(
          PreparedStatement.class,
          new Lent(sql, kept == null ? connection.prepareStatement(sql) : kept));
    }
    return call(connection, method, given);
  }

  private void takeBack(String sql, PreparedStatement statement) throws SQLException {
    statement.clearBatch();
    statement.clearParameters();
    PreparedStatement twin = idle.put(sql, statement);
    if (twin != null) {
      twin.close();
    }
    if (idle.size() > KEPT) {
      String oldest = idle.keySet().iterator().next();
      PreparedStatement dropped = idle.remove(oldest);
      if (dropped != null) {
        dropped.close();
      }
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            PreparedOnce.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static @Nullable Object call(
      Object target, Method method, @Nullable Object @Nullable [] given) throws Throwable {
    try {
      return method.invoke(target, given);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  /** A statement between its preparation and its close. */
  private final class Lent implements InvocationHandler {

    private final String sql;
    private final PreparedStatement statement;
    private @Nullable ResultSet found;
    private boolean closed;

    Lent(String sql, PreparedStatement statement) {
      this.sql = sql;
      this.statement = statement;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] given)
        throws Throwable {
      switch (method.getName()) {
        case "close" -> {
          close();
          return null;
        }
        case "isClosed" -> {
          return closed || statement.isClosed();
        }
        default -> {
          if (closed) {
            throw new SQLException("the statement is closed");
          }
          Object answer = call(statement, method, given);
          if (answer instanceof ResultSet rows) {
            found = rows;
          }
          return answer;
        }
      }
    }

    private void close() throws SQLException {
      if (closed) {
        return;
      }
      closed = true;
      if (found != null) {
        // Ends the query: an open one would hold its snapshot, and a commit back.
        found.close();
      }
      takeBack(sql, statement);
    }
  }
}
