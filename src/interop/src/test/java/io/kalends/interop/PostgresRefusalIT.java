package io.kalends.interop;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import io.kalends.store.Database;
import io.kalends.store.DatabaseFailure;
import io.kalends.store.DatabasePassword;
import io.kalends.store.PostgresSettings;
import io.kalends.testkit.program.PostgresServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** Why a real PostgreSQL does not let us in: said with the fix, and without the password. */
@Timeout(120)
class PostgresRefusalIT {

  private static final String WRONG = "obviously-fake-and-wrong";

  private static PostgresServer server;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Test
  void aWrongPasswordOrUserIsNamedAsThat() {
    refused(as(PostgresServer.USER, WRONG, "kalends"))
        .contains("refused user 'kalends' or its password")
        .contains("28P01")
        .contains("127.0.0.1:" + server.port() + "/kalends, schema kalends_notes");
    refused(as("nobody", server.secret(), "kalends")).contains("'nobody'");
  }

  @Test
  void aServerThatIsNotThereIsNamedWithWhatToCheck() {
    PostgresSettings elsewhere =
        PostgresSettings.of(
            "jdbc:postgresql://127.0.0.1:1/kalends", "kalends", password(WRONG), "notes");
    refused(elsewhere)
        .contains("cannot connect to 127.0.0.1:1;")
        .contains("listen_addresses")
        .contains("08001");
  }

  @Test
  void aMissingDatabaseComesWithTheCommandThatMakesIt() {
    refused(as(PostgresServer.USER, server.secret(), "calendar"))
        .contains("CREATE DATABASE \"calendar\" OWNER \"kalends\" ENCODING 'UTF8'");
  }

  @Test
  void aMissingRightComesWithTheCommandThatGrantsIt() {
    server.administer(
        "CREATE ROLE guest LOGIN PASSWORD '" + WRONG + "'", "CREATE SCHEMA foreign_notes");
    PostgresSettings guest = as("guest", WRONG, "kalends");
    String fix = "CREATE SCHEMA IF NOT EXISTS guest_notes AUTHORIZATION \"guest\"";
    refused(guest).contains(fix).contains("42501");
    refused(PostgresSettings.of(server.url("kalends"), "guest", password(WRONG), "foreign_notes"))
        .contains("ALTER SCHEMA foreign_notes OWNER")
        .contains("42501");
    server.administer(fix);
    try (Database database = Database.connect(guest, PostgresIT.class)) {
      Notes.add(database, "allowed");
      assertThat(Notes.texts(database)).containsExactly("allowed");
    }
  }

  @Test
  void whatWouldLoseAcknowledgedCommitsIsRefused() {
    server.administer(
        "CREATE ROLE hasty LOGIN PASSWORD '" + WRONG + "'",
        "ALTER ROLE hasty SET synchronous_commit = off");
    refused(as("hasty", WRONG, "kalends"))
        .contains("ALTER ROLE \"hasty\" SET synchronous_commit = on");
  }

  @Test
  void whatWouldMangleTextsIsRefused() {
    server.administer(
        "CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C' OWNER kalends");
    refused(as(PostgresServer.USER, server.secret(), "latin"))
        .contains("server_encoding is LATIN1, must be UTF8");
  }

  @Test
  void tooManyConnectionsAreCalledThat() {
    server.administer("ALTER ROLE kalends CONNECTION LIMIT 0");
    try {
      refused(as(PostgresServer.USER, server.secret(), "kalends")).contains("max_connections");
    } finally {
      server.administer("ALTER ROLE kalends CONNECTION LIMIT -1");
    }
  }

  @Test
  void noPasswordAndNoRowIsInAnyLogOrMessage() {
    StringBuilder seen = new StringBuilder();
    StringBuilder wire = new StringBuilder();
    Handler driverLog = driverLog(seen, wire);
    ListAppender<ILoggingEvent> ours = new ListAppender<>();
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    Level before = root.getLevel();
    java.util.logging.Logger driver = LogManager.getLogManager().getLogger("");
    java.util.logging.Level driverBefore = driver.getLevel();
    ours.start();
    root.addAppender(ours);
    root.setLevel(Level.TRACE);
    driver.addHandler(driverLog);
    driver.setLevel(java.util.logging.Level.ALL);
    try {
      seen.append(everythingThatGoesWrong());
    } finally {
      driver.setLevel(driverBefore);
      driver.removeHandler(driverLog);
      root.setLevel(before);
      root.detachAppender(ours);
    }
    for (ILoggingEvent event : List.copyOf(ours.list)) {
      seen.append(event.getFormattedMessage()).append('\n');
      if (event.getThrowableProxy() != null) {
        seen.append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
      }
    }
    assertThat(seen.toString())
        .contains("Shutdown completed")
        .contains("org.postgresql")
        .contains("twice the same")
        .doesNotContain(server.secret())
        .doesNotContain(WRONG)
        .doesNotContain("canary-row");
    assertThat(wire.toString())
        .contains("canary-row")
        .doesNotContain(server.secret())
        .doesNotContain(WRONG);
    assertThat(server.log())
        .contains("password authentication failed")
        .doesNotContain(server.secret());
  }

  private static String everythingThatGoesWrong() {
    PostgresSettings right = as(PostgresServer.USER, server.secret(), "kalends");
    StringWriter said = new StringWriter();
    PrintWriter out = new PrintWriter(said);
    out.println(right);
    failure(as(PostgresServer.USER, WRONG, "kalends")).printStackTrace(out);
    try (Database database = Database.connect(right, PostgresIT.class)) {
      out.println(database);
      Notes.add(database, "canary-row");
      Notes.add(database, "canary-row");
    } catch (DatabaseFailure e) {
      out.println("twice the same");
      e.printStackTrace(out);
    }
    return said.toString();
  }

  private static DatabaseFailure failure(PostgresSettings settings) {
    try {
      Database.connect(settings, PostgresIT.class).close();
      throw new AssertionError("connected");
    } catch (DatabaseFailure e) {
      return e;
    }
  }

  /** At its finest level the driver writes down every message to and from the server. */
  private static Handler driverLog(StringBuilder seen, StringBuilder wire) {
    return new Handler() {
      @Override
      public synchronized void publish(LogRecord record) {
        boolean finest = record.getLevel().equals(java.util.logging.Level.FINEST);
        StringWriter line = new StringWriter();
        PrintWriter out = new PrintWriter(line);
        out.println(record.getLoggerName() + " " + record.getMessage());
        out.println(Arrays.deepToString(record.getParameters()));
        if (record.getThrown() != null) {
          record.getThrown().printStackTrace(out);
        }
        (finest ? wire : seen).append(line);
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }

  private static AbstractStringAssert<?> refused(PostgresSettings settings) {
    return assertThat(failure(settings).getMessage())
        .startsWith("database ")
        .doesNotContain(WRONG)
        .doesNotContain(server.secret());
  }

  private static PostgresSettings as(String user, String password, String database) {
    return PostgresSettings.of(server.url(database), user, password(password), user + "_notes")
        .withTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(20));
  }

  private static DatabasePassword password(String text) {
    return DatabasePassword.of(text.toCharArray());
  }
}
