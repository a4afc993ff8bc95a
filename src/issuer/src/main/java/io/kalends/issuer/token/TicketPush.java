package io.kalends.issuer.token;

import io.kalends.issuer.directory.App;
import java.sql.Connection;
import java.sql.SQLException;

/** Takes a new app ticket to the store app that needs it: as an event to the app's webhook. */
@FunctionalInterface
public interface TicketPush {

  /**
   * Keeps a ticket for sending. Called inside the transaction that makes the ticket count, so that
   * either both are kept or neither; it sends nothing itself, and may be called again for the same
   * app when the database asks for another try.
   *
   * @param connection of that transaction
   * @param app a store app
   * @param ticket in clear; never for a log
   * @throws SQLException when the database refuses: the old ticket then goes on
   */
  void push(Connection connection, App app, String ticket) throws SQLException;
}
