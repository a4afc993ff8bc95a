package io.kalends.store;

import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import org.sqlite.SQLiteException;

/**
 * What a database's codes mean. PostgreSQL's are listed in appendix A of its manual, "PostgreSQL
 * Error Codes".
 */
final class SqlState {

  static final String NOT_WHOLE = "25P02";
  static final String WRONG_PASSWORD = "28P01";
  static final String NOT_LET_IN = "28000";
  static final String NO_SUCH_DATABASE = "3D000";
  static final String NO_RIGHT = "42501";
  static final String TOO_MANY_CONNECTIONS = "53300";
  static final String STARTING_OR_STOPPING = "57P03";

  private static final Set<String> REPEATABLE = Set.of("40001", "40P01");
  private static final Set<String> CUT_OFF = Set.of("57P01", "57P02", "57P03", "57P05");
  // Connection, operator's intervention, system and internal errors: no verdict on the commit.
  private static final Set<String> SILENT_ON_COMMIT = Set.of("08", "57", "58", "XX");
  private static final String COMPLETION_UNKNOWN = "40003";

  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("08001", "unable to connect"),
          Map.entry("08003", "connection does not exist"),
          Map.entry("08004", "connection rejected"),
          Map.entry("08006", "connection failure"),
          Map.entry("22021", "character not in repertoire"),
          Map.entry("23502", "not null violation"),
          Map.entry("23503", "foreign key violation"),
          Map.entry("23505", "unique violation"),
          Map.entry("23514", "check violation"),
          Map.entry("25006", "read only transaction"),
          Map.entry(NOT_WHOLE, "in failed transaction"),
          Map.entry(NOT_LET_IN, "invalid authorization"),
          Map.entry(WRONG_PASSWORD, "invalid password"),
          Map.entry(NO_SUCH_DATABASE, "no such database"),
          Map.entry("40001", "serialization failure"),
          Map.entry("40P01", "deadlock detected"),
          Map.entry(NO_RIGHT, "insufficient privilege"),
          Map.entry("42P01", "undefined table"),
          Map.entry("53100", "disk full"),
          Map.entry("53200", "out of memory"),
          Map.entry(TOO_MANY_CONNECTIONS, "too many connections"),
          Map.entry("55P03", "lock not available"),
          Map.entry("57014", "statement timeout or cancelled"),
          Map.entry("57P01", "connection ended by the administrator"),
          Map.entry("57P02", "server crashed"),
          Map.entry(STARTING_OR_STOPPING, "server is starting or stopping"));

  private SqlState() {}

  /** What an administrator looks up: SQLITE_FULL, or SQL state 40P01 (deadlock detected). */
  static String code(SQLException failure) {
    if (failure instanceof SQLiteException sqlite) {
      return sqlite.getResultCode().name();
    }
    String state = of(failure);
    String code = "SQL state " + (state.isEmpty() ? "unknown" : state);
    String name = NAMES.get(state);
    return name == null ? code : code + " (" + name + ")";
  }

  /** Rolled back for no fault of its own: the same again can go through. */
  static boolean isRepeatable(SQLException failure) {
    return REPEATABLE.contains(of(failure));
  }

  /**
   * The connection broke, and at once. (After a socket time-out trying again would add another such
   * wait.)
   */
  static boolean isCutOff(SQLException failure) {
    return (of(failure).startsWith("08") || CUT_OFF.contains(of(failure)))
        && !(failure.getCause() instanceof SocketTimeoutException);
  }

  /** For a failed commit: whether it took effect cannot be told from this answer. */
  static boolean isSilentOnCommit(SQLException failure) {
    if (failure instanceof SQLiteException) {
      return false;
    }
    String state = of(failure);
    return state.length() < 2
        || state.equals(COMPLETION_UNKNOWN)
        || SILENT_ON_COMMIT.contains(state.substring(0, 2));
  }

  static String of(SQLException failure) {
    String state = failure.getSQLState();
    return state == null ? "" : state;
  }
}
