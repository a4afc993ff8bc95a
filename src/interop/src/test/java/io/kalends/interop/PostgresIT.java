package io.kalends.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kalends.issuer.credential.Credentials;
import io.kalends.store.Database;
import io.kalends.store.DatabaseFailure;
import io.kalends.store.PostgresSettings;
import io.kalends.testkit.program.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract on a real PostgreSQL, and what only several nodes and a server can do to it. */
class PostgresIT extends DatabaseContract {

  private static final String RAISE = "DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '%s'; END $$";

  private static PostgresServer server;
  private static int schemas;

  private final String schema = "notes_" + schemas++;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Override
  protected Database open() {
    return Database.connect(settings(), PostgresIT.class);
  }

  private PostgresSettings settings() {
    return server.settings(schema).withTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(20));
  }

  @Test
  void ofTwoNodesThatWantTheSameExactlyOneGetsIt() throws Exception {
    try (Database other = open()) {
      for (int i = 0; i < 20; i++) {
        String text = "only one " + i;
        CyclicBarrier start = new CyclicBarrier(2);
        List<Callable<Integer>> nodes = new ArrayList<>();
        for (Database node : List.of(database, other)) {
          nodes.add(() -> claim(node, text, start));
        }
        assertThat(together(nodes)).containsExactlyInAnyOrder(0, 1);
      }
    }
    assertThat(Notes.texts(database)).hasSize(20);
  }

  @Test
  void nodesThatStartTogetherMigrateOnce() throws Exception {
    PostgresSettings fresh = server.settings("fresh_" + schema).withPoolSize(1);
    CyclicBarrier start = new CyclicBarrier(6);
    Callable<Long> node =
        () -> {
          start.await(30, TimeUnit.SECONDS);
          try (Database started = Database.connect(fresh, PostgresIT.class)) {
            return started.read(
                "history",
                c ->
                    Notes.ask(
                        c, "SELECT count(*) FROM flyway_schema_history WHERE script LIKE 'V1%'"));
          }
        };
    assertThat(together(Collections.nCopies(6, node))).containsOnly(1L);
  }

  @Test
  void workThatMetADeadlockIsDoneAgain() throws Exception {
    Notes.add(database, "a");
    Notes.add(database, "b");
    CyclicBarrier bothHoldOne = new CyclicBarrier(2);
    AtomicInteger attempts = new AtomicInteger();
    Callable<Integer> forth = () -> lockBoth("a", "b", attempts, bothHoldOne);
    Callable<Integer> back = () -> lockBoth("b", "a", attempts, bothHoldOne);
    assertThat(together(List.of(forth, back))).containsExactly(1, 1);
    // The first two, and those of the one that was picked as the victim.
    assertThat(attempts.get()).isBetween(3, 5);
    assertThat(database.<Long>read("sum", c -> Notes.ask(c, "SELECT sum(taken) FROM note")))
        .isEqualTo(4);
  }

  @Test
  void workIsNotRepeatedForEverAndOtherFailuresNotAtAll() {
    assertThat(attemptsOn("40001")).isEqualTo(4);
    assertThat(attemptsOn("40P01")).isEqualTo(4);
    assertThat(attemptsOn("23505")).isEqualTo(1);
  }

  @Test
  void aFailureThatWorkSwallowedIsNotTakenForACommit() {
    assertThatThrownBy(
            () ->
                database.write(
                    "swallow",
                    c -> {
                      Notes.insert(c, "same");
                      try {
                        return Notes.insert(c, "same");
                      } catch (SQLException expected) {
                        return 0;
                      }
                    }))
        .isInstanceOfSatisfying(
            DatabaseFailure.class, e -> assertThat(e.mayHaveBeenKept()).isFalse())
        .hasMessageContaining("25P02");
    assertThat(Notes.texts(database)).isEmpty();
  }

  @Test
  void aConnectionLostInTheMiddleKeepsNothingAndTheNextCallWorks() {
    assertThatThrownBy(
            () ->
                database.write(
                    "interrupted note",
                    c -> {
                      Notes.insert(c, "lost");
                      cutAll();
                      return Notes.insert(c, "lost too");
                    }))
        .isInstanceOfSatisfying(
            DatabaseFailure.class, e -> assertThat(e.mayHaveBeenKept()).isFalse())
        .hasMessageContaining("interrupted note");
    Notes.add(database, "next");
    assertThat(Notes.texts(database)).containsExactly("next");
  }

  @Test
  void connectionsLostInThePoolCostNobodyACall() throws Exception {
    Callable<Integer> read = () -> Notes.texts(database).size();
    for (int i = 0; i < 5; i++) {
      together(Collections.nCopies(20, read));
      cutAll();
      assertThat(together(Collections.nCopies(20, read))).containsOnly(0);
    }
  }

  @Test
  void aCommitWhoseAnswerIsLostIsCalledThat() {
    database.write(
        "trap",
        c -> {
          Notes.execute(
              c,
              "CREATE FUNCTION hang_up() RETURNS trigger LANGUAGE plpgsql AS"
                  + " 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END'");
          return Notes.execute(
              c,
              "CREATE CONSTRAINT TRIGGER trap AFTER INSERT ON note DEFERRABLE INITIALLY DEFERRED"
                  + " FOR EACH ROW EXECUTE FUNCTION hang_up()");
        });
    assertThatThrownBy(() -> Notes.add(database, "who knows"))
        .isInstanceOfSatisfying(
            DatabaseFailure.class, e -> assertThat(e.mayHaveBeenKept()).isTrue())
        .hasMessageContaining("may have been kept");
  }

  @Test
  void whatWasAcknowledgedSurvivesACrashOfTheServer() {
    for (int i = 0; i < 100; i++) {
      Notes.add(database, "note " + i);
    }
    server.crash();
    try {
      assertThatThrownBy(() -> Notes.add(database, "nobody there"))
          .isInstanceOf(DatabaseFailure.class)
          .hasMessageContaining("no connection to 127.0.0.1:" + server.port())
          .hasMessageContaining("08001");
    } finally {
      server.startAgain();
    }
    assertThat(Notes.texts(database)).hasSize(100);
  }

  @Test
  void theServersClockGoesOnDuringATransaction() {
    boolean later =
        database.write(
            "wait",
            c -> {
              var first = database.now(c);
              Notes.ask(c, "SELECT count(*) FROM (SELECT pg_sleep(0.05)) AS slept");
              return database.now(c).isAfter(first);
            });
    assertThat(later).isTrue();
  }

  @Test
  void aStatementThatTakesTooLongIsGivenUpByTheServer() {
    PostgresSettings hasty =
        settings().withTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(1)).withPoolSize(1);
    try (Database impatient = Database.connect(hasty, PostgresIT.class)) {
      assertThatThrownBy(
              () -> impatient.read("sleep", c -> Notes.ask(c, "SELECT 1 FROM pg_sleep(60)")))
          .isInstanceOf(DatabaseFailure.class)
          .hasMessageContaining("SQL state 57014");
      assertThat(Notes.texts(impatient)).isEmpty();
    }
  }

  @Test
  void whenAllConnectionsAreTakenItSaysSo() {
    PostgresSettings single =
        settings().withTimeouts(Duration.ofSeconds(1), Duration.ofSeconds(20)).withPoolSize(1);
    try (Database small = Database.connect(single, PostgresIT.class)) {
      small.write(
          "hold",
          c -> {
            apart(
                () -> {
                  assertThatThrownBy(() -> Notes.texts(small))
                      .isInstanceOf(DatabaseFailure.class)
                      .hasMessageContaining("all 1 are taken");
                  return 1;
                });
            return 1;
          });
    }
  }

  @Test
  void theIssuersTablesAreTheSameOnBoth(@TempDir Path folder) {
    String tables = "flyway_schema_history";
    try (Database shared = Database.connect(server.settings("issuer"), Credentials.class);
        Database file = Database.openFile(folder.resolve("issuer.db"), Credentials.class)) {
      List<String> onFile =
          columns(
              file,
              "SELECT m.name || '.' || c.name FROM sqlite_master m, pragma_table_info(m.name) c"
                  + " WHERE m.type = 'table' AND m.name NOT IN ('sqlite_sequence', '"
                  + tables
                  + "')");
      List<String> onServer =
          columns(
              shared,
              "SELECT table_name || '.' || column_name FROM information_schema.columns"
                  + " WHERE table_schema = 'issuer' AND table_name <> '"
                  + tables
                  + "'");
      assertThat(new TreeSet<>(onServer)).isNotEmpty().isEqualTo(new TreeSet<>(onFile));
    }
  }

  private static List<String> columns(Database database, String query) {
    return database.read(
        "columns",
        c -> {
          List<String> columns = new ArrayList<>();
          try (var statement = c.createStatement();
              var rows = statement.executeQuery(query)) {
            while (rows.next()) {
              columns.add(rows.getString(1));
            }
          }
          return columns;
        });
  }

  private int claim(Database node, String text, CyclicBarrier start) throws Exception {
    start.await(30, TimeUnit.SECONDS);
    try {
      return Notes.add(node, text);
    } catch (DatabaseFailure e) {
      assertThat(e).hasMessageContaining("23505 (unique violation)");
      return 0;
    }
  }

  private int lockBoth(String first, String second, AtomicInteger attempts, CyclicBarrier both) {
    AtomicInteger mine = new AtomicInteger();
    return database.write(
        "lock " + first + " and " + second,
        c -> {
          attempts.incrementAndGet();
          take(c, first);
          if (mine.getAndIncrement() == 0) {
            meet(both);
          }
          return take(c, second);
        });
  }

  private static int take(Connection connection, String text) throws SQLException {
    return Notes.execute(
        connection, "UPDATE note SET taken = taken + 1 WHERE text = '" + text + "'");
  }

  private static void meet(CyclicBarrier both) {
    try {
      both.await(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private int attemptsOn(String state) {
    AtomicInteger attempts = new AtomicInteger();
    assertThatThrownBy(
            () ->
                database.write(
                    "raise",
                    c -> {
                      attempts.incrementAndGet();
                      return Notes.execute(c, RAISE.formatted(state));
                    }))
        .isInstanceOf(DatabaseFailure.class)
        .hasMessageContaining("SQL state " + state);
    return attempts.get();
  }

  private static void cutAll() {
    server.administer(
        "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE usename = '"
            + PostgresServer.USER
            + "'");
  }
}
