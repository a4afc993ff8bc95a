package io.kalends.issuer.roster;

import io.kalends.issuer.directory.Person;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * What happens when somebody leaves, in the same transaction: nobody is half gone. For example
 * their credentials are revoked.
 */
@FunctionalInterface
public interface Departure {

  /**
   * Somebody has left.
   *
   * @param connection inside the transaction that writes it down
   * @param person as of now: resigned
   * @throws SQLException when the database refuses; then the person has not left
   */
  void left(Connection connection, Person person) throws SQLException;
}
