package io.kalends.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.kalends.account.DeviceLabel;
import io.kalends.delivery.DeliveryForm;
import io.kalends.delivery.Exposure;
import io.kalends.enrollment.DeviceOwner;
import io.kalends.ledger.Claim.Lane;
import io.kalends.ledger.Ledger.Instance;
import io.kalends.store.Database;
import io.kalends.store.GroupedWrites;
import io.kalends.store.Tail;
import io.kalends.store.Work;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With 100,000 entries and what the planner knows of them, every statement goes by an index. */
class QueryPlanTest {

  private static final Instance HERE = new Instance("acme", "folder");

  @TempDir private static Path folder;
  private static Database database;
  private static final AtomicInteger TAGS = new AtomicInteger(100_000);

  private final Map<String, List<String>> plans = new TreeMap<>();
  private final PaceTable paces = new PaceTable(database.dialect());
  private final GroupedWrites writes = new GroupedWrites(database);
  private final Claims claims = new Claims(database, writes, paces);
  private final Saves saves = new Saves(database, writes, new Inbox(database, writes), paces);

  @BeforeAll
  static void fill() {
    database = Database.openFile(folder.resolve("ledger.db"), JdbcLedger.class);
    database.write(
        "fill",
        connection -> {
          try (Statement statement = connection.createStatement()) {
            for (String sql : FILL) {
              statement.execute(sql);
            }
          }
          return true;
        });
  }

  @AfterAll
  static void close() {
    database.close();
  }

  private static final String COUNT =
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) ";

  private static final List<String> FILL =
      List.of(
          "INSERT INTO enrollment (tenant, instance, enrollment, status, device, owner_version,"
              + " generations, enrollments, seen_millis) "
              + COUNT
              + "SELECT 'acme', 'folder', 'device-' || i, 'ENROLLED',"
              + " '{\"id\":\"device-' || i || '\",\"platform\":\"IOS\"}', 0, 1, 1, 0 FROM n",
          "INSERT INTO entry (tenant, instance, enrollment, generation, cause, priority, state,"
              + " proof, source_half, mint_attempts, failures, owner_version, device_holds, lane,"
              + " due_millis, claims, claimed_owner_version, opened_millis, state_since_millis,"
              + " owner, owner_name, form, exposure) "
              + COUNT
              + "SELECT 'acme', 'folder', 'device-' || i, 1, 'enrolled', 'ENROLLMENT',"
              + " CASE i % 1000 WHEN 0 THEN 'REQUESTED' ELSE 'INSTALLED' END, 'NONE', 'LIVE',"
              + " 0, 0, 0, 1, CASE i % 1000 WHEN 0 THEN 'RESOLVE' ELSE 'SOURCE' END,"
              + " CASE i % 1000 WHEN 0 THEN i ELSE 4102444800000 + i END, 0, 0, 0, 0,"
              + " 'owner-' || i || '@example.org', 'Somebody', 'SIGNED_PROFILE', 'CLEAR_IN_PROFILE' FROM n",
          "INSERT INTO history (tenant, instance, enrollment, generation, at_millis, actor,"
              + " from_state, to_state, detail)"
              + " SELECT tenant, instance, enrollment, 1, 0, 'node', '', state, '' FROM entry",
          "INSERT INTO inbox (tenant, instance, event_key, enrollment, fact, received_millis,"
              + " due_millis, tries, failures) SELECT tenant, instance, enrollment, enrollment, '', 0,"
              + " CASE WHEN state = 'REQUESTED' THEN 4102444800000 END, 0, 0 FROM entry",
          "ANALYZE");

  @Test
  void everyStatementOfClaimsSavesAndEffectsGoesByAnIndex() {
    for (Claim claim : claim(Lane.RESOLVE)) {
      Entry.Target target =
          new Entry.Target(
              DeviceOwner.of("alice@example.org"),
              DeliveryForm.SIGNED_PROFILE,
              Exposure.CLEAR_IN_PROFILE);
      save(claim, Saving.now(claim.entry().resolved(target), "", claim.until()));
    }
    Claim mint = claim(Lane.MINT).get(0);
    Entry minted = mint.entry().minted(new SealedAccount(new byte[] {1}));
    save(
        mint,
        Saving.now(minted, "", mint.until())
            .and(new Saving.PossibleOrphan("calendar", minted.label().orElseThrow(), ""))
            .and(new Saving.Pause("calendar", Optional.empty(), "throttled"))
            .and(new Saving.Supersede())
            .and(new Saving.Reopen("again")));
    claim(Lane.SOURCE);
    Claim leaving = claim(Lane.MDM).get(0);
    Entry gone = leaving.entry().removing(UUID.randomUUID()).removeSent();
    save(leaving, Saving.resting(gone, ""));
    watched(connection -> new NextDue(database, paces).of(connection, Set.of(HERE)));
    assertThat(plans).hasSizeGreaterThan(20);
    plans.forEach(
        (sql, plan) ->
            assertThat(plan)
                .as(sql)
                .noneMatch(line -> line.startsWith("SCAN") && !line.equals("SCAN dues"))
                .noneMatch(line -> line.contains("TEMP B-TREE")));
  }

  @Test
  void whatIsDueIsOneRangeOfItsIndex() {
    claim(Lane.RESOLVE);
    claim(Lane.MINT);
    plans.forEach(
        (sql, plan) -> {
          if (sql.contains("e.due_millis <= ?")) {
            assertThat(plan.get(0))
                .isEqualTo(
                    "SEARCH e USING INDEX entry_due (tenant=? AND instance=? AND lane=?"
                        + " AND priority=? AND due_millis<?)");
          }
        });
    assertThat(plans.keySet()).anyMatch(sql -> sql.contains("e.due_millis <= ?"));
  }

  /** As on the first day: SQLite then goes by the shape of the indexes alone. */
  @Test
  void withoutStatisticsWhatNamesAnEnrollmentFindsItByThat() {
    forget();
    try {
      Claim claim = claim(Lane.RESOLVE).get(0);
      save(claim, Saving.resting(claim.entry(), "").and(new Saving.Reopen("once more")));
    } finally {
      database.write("analyze", connection -> execute(connection, "ANALYZE"));
    }
    plans.forEach(
        (sql, plan) -> {
          if (sql.matches("(SELECT|UPDATE).*enrollment (= \\?|= e\\.enrollment|IN ).*")) {
            assertThat(plan).as(sql).anyMatch(line -> line.contains("(enrollment=?"));
          }
        });
    assertThat(plans.keySet()).anyMatch(sql -> sql.contains("s.enrollment = e.enrollment"));
  }

  private static void forget() {
    database.write(
        "forget the statistics",
        connection ->
            execute(connection, "DELETE FROM sqlite_stat1")
                && execute(connection, "ANALYZE sqlite_schema"));
  }

  private static boolean execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
      return true;
    }
  }

  private List<Claim> claim(Lane lane) {
    Ledger.Order order =
        new Ledger.Order(
            HERE,
            lane,
            3,
            Duration.ofMinutes(1),
            new Ledger.Pace("calendar", 0, 0),
            device -> DeviceLabel.of("device", "tag" + TAGS.incrementAndGet()));
    paces.remember(HERE, "calendar");
    return watched(
        Tail.after((connection, tail) -> claims.claim(connection, tail, "node", List.of(order))));
  }

  private void save(Claim claim, Saving saving) {
    assertThat(
            this.<Boolean>watched(
                Tail.after((connection, tail) -> saves.save(connection, tail, claim, saving))))
        .isTrue();
  }

  private <T> T watched(Work<T> work) {
    return database.write("watched", connection -> work.in(watch(connection)));
  }

  /** Asks for the plan of whatever is prepared. */
  private Connection watch(Connection connection) {
    return (Connection)
        Proxy.newProxyInstance(
            QueryPlanTest.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("prepareStatement")) {
                plans.put((String) arguments[0], plan(connection, (String) arguments[0]));
              }
              try {
                return method.invoke(connection, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static List<String> plan(Connection connection, String sql) throws SQLException {
    try (PreparedStatement explain = connection.prepareStatement("EXPLAIN QUERY PLAN " + sql);
        ResultSet lines = explain.executeQuery()) {
      List<String> plan = new ArrayList<>();
      while (lines.next()) {
        plan.add(lines.getString("detail"));
      }
      return plan;
    }
  }
}
