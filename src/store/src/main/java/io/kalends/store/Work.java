package io.kalends.store;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * What is done inside one transaction. It neither commits nor rolls back, keeps no reference to the
 * connection, and closes the statements it opens. A write may be done more than once (PostgreSQL
 * picks a victim when two lock each other out), so it has no effect but through the connection.
 *
 * @param <T> what it finds out
 */
@FunctionalInterface
public interface Work<T> {

  /**
   * Does the work.
   *
   * @param connection inside a transaction that {@link Database} ends
   * @return what was found out, detached from the connection
   * @throws SQLException when the database refuses; everything done so far is rolled back
   */
  T in(Connection connection) throws SQLException;
}
