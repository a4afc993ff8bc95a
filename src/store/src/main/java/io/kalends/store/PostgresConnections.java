package io.kalends.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;

/** How connections to PostgreSQL are made. */
final class PostgresConnections {

  /** How much longer than the server this side waits, before it takes the network for dead. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  /** In the schema where there is one, else to make it. */
  private static final String RIGHTS =
      "SELECT coalesce((SELECT has_schema_privilege(oid, 'CREATE')"
          + " AND has_schema_privilege(oid, 'USAGE') FROM pg_namespace WHERE nspname = ?),"
          + " has_database_privilege(current_database(), 'CREATE'))";

  private final PostgresSettings settings;

  PostgresConnections(PostgresSettings settings) {
    this.settings = settings;
  }

  /**
   * Every statement here has its index. A server that has not analysed the tables yet takes them
   * for empty, and would go on reading them from end to end by a plan it made on the first day. A
   * plan it thinks expensive for that reason is not worth compiling either.
   */
  private static final String BY_INDEX = " -c enable_seqscan=off -c jit=off";

  /** Without limits on the time to answer: a script may take as long as it needs. */
  PGSimpleDataSource forMigrations() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(settings.url());
    source.setUser(settings.user());
    source.setPassword(settings.password().reveal());
    source.setApplicationName("kalends " + settings.schema());
    source.setConnectTimeout(seconds(settings.connectTimeout()));
    source.setLoginTimeout(seconds(settings.connectTimeout()));
    source.setTcpKeepAlive(true);
    // A standby would take the connection and refuse every write.
    source.setTargetServerType("primary");
    // "Key (token)=(...) already exists": rows have no place in messages.
    source.setLogServerErrorDetail(false);
    return source;
  }

  /**
   * For work. The server gives up first, in so many words; else its locks would outlive the one who
   * waited for them.
   */
  HikariDataSource pool() {
    PGSimpleDataSource source = forMigrations();
    source.setCurrentSchema(settings.schema());
    source.setSocketTimeout(seconds(settings.socketTimeout().plus(GRACE)));
    long millis = settings.socketTimeout().toMillis();
    source.setOptions(
        "-c statement_timeout="
            + millis
            + " -c idle_in_transaction_session_timeout="
            + millis
            + BY_INDEX);
    HikariConfig config = new HikariConfig();
    config.setPoolName("kalends " + settings.schema());
    config.setDataSource(source);
    config.setMaximumPoolSize(settings.poolSize());
    config.setConnectionTimeout(settings.connectTimeout().toMillis());
    config.setValidationTimeout(Math.min(5_000, settings.connectTimeout().toMillis()));
    return new HikariDataSource(config);
  }

  /**
   * Whether it can be reached, keeps what it acknowledges, and keeps every text as it was.
   *
   * @throws DatabaseFailure when it must not be used as it is
   */
  void check() throws SQLException {
    try (Connection connection = forMigrations().getConnection()) {
      expect(connection, "fsync", "on", "set fsync = on in postgresql.conf");
      expect(
          connection,
          "server_encoding",
          "UTF8",
          "make the database anew with CREATE DATABASE ... ENCODING 'UTF8'");
      if ("off".equals(shown(connection, "synchronous_commit"))) {
        throw DatabaseFailure.opening(
            settings.where(),
            "synchronous_commit is off, it would lose what it acknowledged; run ALTER ROLE \""
                + settings.user()
                + "\" SET synchronous_commit = on");
      }
      checkRights(connection);
    }
  }

  /** Flyway would try ten times, a second apart, before it says so. */
  private void checkRights(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(RIGHTS)) {
      select.setString(1, settings.schema());
      try (ResultSet row = select.executeQuery()) {
        row.next();
        if (!row.getBoolean(1)) {
          throw new SQLException("no right to make tables there", SqlState.NO_RIGHT);
        }
      }
    }
  }

  private void expect(Connection connection, String setting, String value, String fix)
      throws SQLException {
    String actual = shown(connection, setting);
    if (!value.equals(actual)) {
      throw DatabaseFailure.opening(
          settings.where(), setting + " is " + actual + ", must be " + value + "; " + fix);
    }
  }

  private static String shown(Connection connection, String setting) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW " + setting)) {
      row.next();
      return row.getString(1);
    }
  }

  private static int seconds(Duration duration) {
    return Math.toIntExact(duration.toSeconds());
  }
}
