package io.kalends.issuer.admin;

import io.kalends.issuer.directory.App;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * What happens when everything an app holds is taken away, in the same transaction. For example its
 * user tokens are revoked.
 */
@FunctionalInterface
public interface Withdrawal {

  /**
   * An app has lost its rights.
   *
   * @param connection inside the transaction that writes it down
   * @param app which
   * @return how many tokens were live until now
   * @throws SQLException when the database refuses; then nothing was taken away
   */
  int withdrawn(Connection connection, App app) throws SQLException;
}
