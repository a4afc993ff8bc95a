package io.kalends.store;

import java.sql.SQLException;

/** Why PostgreSQL did not let us in, and what an administrator does about it. */
final class PostgresRefusal {

  private final PostgresSettings settings;

  PostgresRefusal(PostgresSettings settings) {
    this.settings = settings;
  }

  /**
   * Puts it in words.
   *
   * @param cause what the driver, the pool or Flyway threw
   */
  DatabaseFailure of(Throwable cause) {
    SQLException refused = refusal(cause);
    return DatabaseFailure.opening(settings.where(), words(refused), cause);
  }

  /** Whether the server turned us away, rather than a script having failed. */
  static boolean isOf(Throwable cause) {
    String state = SqlState.of(refusal(cause));
    return state.startsWith("08")
        || state.startsWith("28")
        || state.equals(SqlState.NO_RIGHT)
        || state.equals(SqlState.TOO_MANY_CONNECTIONS)
        || state.startsWith("57P");
  }

  /** The one with a code that says most: the first with an SQL state. */
  private static SQLException refusal(Throwable cause) {
    for (Throwable at = cause; at != null; at = at.getCause()) {
      if (at instanceof SQLException found && found.getSQLState() != null) {
        return found;
      }
    }
    return new SQLException(cause.getMessage(), cause);
  }

  private String words(SQLException refused) {
    String state = SqlState.of(refused);
    String code = SqlState.code(refused);
    String said = "; it said: " + refused.getMessage();
    return switch (state) {
      case SqlState.WRONG_PASSWORD ->
          "refused user '" + settings.user() + "' or its password; check both: " + code;
      case SqlState.NOT_LET_IN ->
          "does not let user '"
              + settings.user()
              + "' in from here; check pg_hba.conf: "
              + code
              + said;
      case SqlState.NO_SUCH_DATABASE ->
          "there is no such database; run CREATE DATABASE \""
              + settings.databaseName()
              + "\" OWNER \""
              + settings.user()
              + "\" ENCODING 'UTF8': "
              + code;
      case SqlState.NO_RIGHT ->
          "user '"
              + settings.user()
              + "' lacks a right; run CREATE SCHEMA IF NOT EXISTS "
              + settings.schema()
              + " AUTHORIZATION \""
              + settings.user()
              + "\", or ALTER SCHEMA "
              + settings.schema()
              + " OWNER TO it: "
              + code
              + said;
      case SqlState.TOO_MANY_CONNECTIONS ->
          "has no connection left; make the pools of all nodes smaller (here "
              + settings.poolSize()
              + ") or raise max_connections: "
              + code;
      case SqlState.STARTING_OR_STOPPING -> "is starting or stopping; try again: " + code;
      default ->
          state.startsWith("08") ? unreachable(code + said) : "cannot be used: " + code + said;
    };
  }

  private String unreachable(String detail) {
    return "cannot connect to "
        + settings.server()
        + "; check that PostgreSQL runs there, that it listens on that address"
        + " (listen_addresses, port), firewall, and TLS (sslmode): "
        + detail;
  }
}
