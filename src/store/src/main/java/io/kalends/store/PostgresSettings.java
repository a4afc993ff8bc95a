package io.kalends.store;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Where a PostgreSQL is, and as whom to use it.
 *
 * @param url {@code jdbc:postgresql://host:port/database}, of several hosts the primary is used;
 *     after a question mark only {@code sslmode}, {@code sslrootcert}, {@code sslcert}, {@code
 *     sslkey}, {@code sslnegotiation}, {@code channelBinding}, {@code requireAuth} and {@code
 *     gssEncMode}, as in the driver's manual. Across a network: {@code
 *     sslmode=verify-full&sslrootcert=FILE}
 * @param user the database user
 * @param password its password
 * @param schema where the tables are, made when missing: lower case letters, digits and underscores
 * @param poolSize connections at most, 1 to 200; threads beyond that wait
 * @param connectTimeout longest wait for a connection, 1 second to 10 minutes
 * @param socketTimeout longest time for a statement, 1 second to 1 hour; the server gives it up
 *     then, and this side takes the network for dead 5 seconds later
 */
public record PostgresSettings(
    String url,
    String user,
    DatabasePassword password,
    String schema,
    int poolSize,
    Duration connectTimeout,
    Duration socketTimeout) {

  private static final String PREFIX = "jdbc:postgresql://";
  private static final int MAX_POOL_SIZE = 200;
  private static final Pattern SCHEMA = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

  /** All others are refused: they hold secrets, load classes, or undo what is set here. */
  private static final Set<String> PARAMETERS =
      Set.of(
          "sslmode",
          "sslrootcert",
          "sslcert",
          "sslkey",
          "sslnegotiation",
          "channelBinding",
          "requireAuth",
          "gssEncMode");

  /**
   * Checks.
   *
   * @throws IllegalArgumentException naming the part that is wrong and the fix
   */
  public PostgresSettings {
    checkUrl(url);
    if (user.isBlank()) {
      throw new IllegalArgumentException("database user: is empty; name the user to connect as");
    }
    if (!SCHEMA.matcher(schema).matches() || schema.startsWith("pg_")) {
      throw new IllegalArgumentException(
          "database schema '"
              + schema
              + "': must be lower case letters, digits and underscores, at most 63, not a digit"
              + " first, not pg_ first");
    }
    if (poolSize < 1 || poolSize > MAX_POOL_SIZE) {
      throw new IllegalArgumentException(
          "database pool size " + poolSize + ": must be 1 to " + MAX_POOL_SIZE);
    }
    checkTimeout("connect", connectTimeout, Duration.ofMinutes(10));
    checkTimeout("socket", socketTimeout, Duration.ofHours(1));
  }

  /**
   * The usual settings: 10 connections, 10 seconds to connect, 60 seconds to answer.
   *
   * @param url as described above
   * @param user the database user
   * @param password its password
   * @param schema where the tables are
   * @return checked settings
   * @throws IllegalArgumentException naming the part that is wrong and the fix
   */
  public static PostgresSettings of(
      String url, String user, DatabasePassword password, String schema) {
    return new PostgresSettings(
        url, user, password, schema, 10, Duration.ofSeconds(10), Duration.ofSeconds(60));
  }

  /**
   * The same with another pool.
   *
   * @param connections at most, 1 to 200
   * @return checked settings
   */
  public PostgresSettings withPoolSize(int connections) {
    return new PostgresSettings(
        url, user, password, schema, connections, connectTimeout, socketTimeout);
  }

  /**
   * The same with other time-outs.
   *
   * @param connect longest wait for a connection, 1 second to 10 minutes
   * @param socket longest time for a statement, 1 second to 1 hour
   * @return checked settings
   */
  public PostgresSettings withTimeouts(Duration connect, Duration socket) {
    return new PostgresSettings(url, user, password, schema, poolSize, connect, socket);
  }

  /** For messages: {@code db.example.com:5432/kalends, schema issuer}. */
  String where() {
    return server() + "/" + databaseName() + ", schema " + schema;
  }

  /** Host and port, or several of them. */
  String server() {
    String rest = url.substring(PREFIX.length());
    return rest.substring(0, rest.indexOf('/'));
  }

  String databaseName() {
    return Objects.requireNonNull(parsed(url).getDatabaseName());
  }

  private static void checkUrl(String url) {
    // Not shown until it is known to hold no password.
    String rest = url.startsWith(PREFIX) ? url.substring(PREFIX.length()) : "";
    int question = rest.indexOf('?');
    String place = question < 0 ? rest : rest.substring(0, question);
    if (!place.matches("[^/@\\s]+/[^/@\\s]+")) {
      throw new IllegalArgumentException(
          "database URL: must be jdbc:postgresql://host:port/database, user and password apart");
    }
    for (String parameter :
        question < 0 ? new String[0] : rest.substring(question + 1).split("&")) {
      String name = parameter.substring(0, Math.max(0, parameter.indexOf('=')));
      if (!PARAMETERS.contains(name)) {
        throw new IllegalArgumentException(
            "database URL: parameter '"
                + (name.length() > 40 ? "" : name)
                + "' is not taken; known are "
                + String.join(", ", PARAMETERS.stream().sorted().toList()));
      }
    }
    parsed(url);
  }

  private static PGSimpleDataSource parsed(String url) {
    PGSimpleDataSource parsed = new PGSimpleDataSource();
    try {
      parsed.setUrl(url);
      return parsed;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "database URL: the driver cannot read it; write jdbc:postgresql://host:port/database", e);
    }
  }

  private static void checkTimeout(String which, Duration value, Duration most) {
    if (value.compareTo(Duration.ofSeconds(1)) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          "database " + which + " timeout " + value + ": must be PT1S to " + most);
    }
  }
}
