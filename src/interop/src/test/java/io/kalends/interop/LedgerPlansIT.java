package io.kalends.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.kalends.account.DeviceLabel;
import io.kalends.delivery.DeliveryForm;
import io.kalends.delivery.Exposure;
import io.kalends.enrollment.DeviceOwner;
import io.kalends.ledger.Claim;
import io.kalends.ledger.Claim.Lane;
import io.kalends.ledger.Entry;
import io.kalends.ledger.JdbcLedger;
import io.kalends.ledger.Ledger;
import io.kalends.ledger.Saving;
import io.kalends.ledger.SealedAccount;
import io.kalends.store.Database;
import io.kalends.store.PostgresSettings;
import io.kalends.testkit.program.PostgresServer;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * With 100,000 entries a real PostgreSQL reads none of the large tables from end to end: it counts
 * such scans itself, whichever statement they came from.
 */
class LedgerPlansIT {

  private static final Ledger.Instance HERE = new Ledger.Instance("acme", "folder");

  private static final List<String> FILL =
      List.of(
          "INSERT INTO enrollment (tenant, instance, enrollment, status, device, owner_version,"
              + " generations, enrollments, seen_millis)"
              + " SELECT 'acme', 'folder', 'device-' || i, 'ENROLLED',"
              + " '{\"id\":\"device-' || i || '\",\"platform\":\"IOS\"}', 0, 1, 1, 0"
              + " FROM generate_series(1, 100000) AS i",
          "INSERT INTO entry (tenant, instance, enrollment, generation, cause, priority, state,"
              + " proof, source_half, mint_attempts, failures, owner_version, device_holds, lane,"
              + " due_millis, claims, claimed_owner_version, opened_millis, state_since_millis,"
              + " owner, owner_name, form, exposure)"
              + " SELECT 'acme', 'folder', 'device-' || i, 1, 'enrolled', 'ENROLLMENT',"
              + " CASE i % 1000 WHEN 0 THEN 'REQUESTED' ELSE 'INSTALLED' END, 'NONE', 'LIVE',"
              + " 0, 0, 0, 1, CASE i % 1000 WHEN 0 THEN 'RESOLVE' ELSE 'SOURCE' END,"
              + " CASE i % 1000 WHEN 0 THEN i ELSE 4102444800000 + i END, 0, 0, 0, 0,"
              + " 'owner-' || i || '@example.org', 'Somebody', 'SIGNED_PROFILE',"
              + " 'CLEAR_IN_PROFILE' FROM generate_series(1, 100000) AS i",
          "INSERT INTO history (tenant, instance, enrollment, generation, at_millis, actor,"
              + " from_state, to_state, detail)"
              + " SELECT tenant, instance, enrollment, 1, 0, 'node', '', state, '' FROM entry",
          "ANALYZE entry",
          "ANALYZE enrollment",
          "ANALYZE history");

  @Test
  void noStepReadsALargeTableFromEndToEnd() {
    try (PostgresServer server = PostgresServer.start()) {
      PostgresSettings settings = server.settings("plans");
      inDatabase(settings, LedgerPlansIT::fill);
      long before = inDatabase(settings, LedgerPlansIT::scans);
      inDatabase(settings, database -> steps(new JdbcLedger(database, (of, device) -> true)));
      assertThat(inDatabase(settings, LedgerPlansIT::scans)).isEqualTo(before);
    }
  }

  private static int steps(Ledger ledger) {
    int saved = 0;
    for (Claim claim : claim(ledger, Lane.RESOLVE)) {
      Entry.Target target =
          new Entry.Target(
              DeviceOwner.of(claim.entry().key().enrollment().value() + "@example.org"),
              DeliveryForm.SIGNED_PROFILE,
              Exposure.CLEAR_IN_PROFILE);
      saved += save(ledger, claim, Saving.now(claim.entry().resolved(target), "", claim.until()));
    }
    for (Claim mint : claim(ledger, Lane.MINT)) {
      Entry minted = mint.entry().minted(new SealedAccount(new byte[] {1}));
      Saving saving =
          Saving.now(minted, "", mint.until())
              .and(new Saving.PossibleOrphan("calendar", minted.label().orElseThrow(), ""))
              .and(new Saving.Pause("calendar", Optional.empty(), "throttled"))
              .and(new Saving.Supersede())
              .and(new Saving.Reopen("again"));
      saved += save(ledger, mint, saving);
    }
    for (Claim leaving : claim(ledger, Lane.MDM)) {
      Entry gone = leaving.entry().removing(UUID.randomUUID()).removeSent();
      saved += save(ledger, leaving, Saving.resting(gone, ""));
    }
    assertThat(claim(ledger, Lane.SOURCE)).isEmpty();
    assertThat(ledger.nextDue(Set.of(HERE))).isPresent();
    assertThat(saved).isEqualTo(60);
    return saved;
  }

  private static List<Claim> claim(Ledger ledger, Lane lane) {
    Ledger.Order order =
        new Ledger.Order(
            HERE,
            lane,
            20,
            Duration.ofMinutes(1),
            new Ledger.Pace("calendar", 0, 0),
            device ->
                DeviceLabel.of(
                    "device", UUID.randomUUID().toString().replace("-", "").substring(0, 8)));
    return ledger.claim("node", List.of(order));
  }

  private static int save(Ledger ledger, Claim claim, Saving saving) {
    return ledger.save(claim, saving) ? 1 : 0;
  }

  private interface Step<T> {
    T in(Database database);
  }

  /** The server counts what a connection did once that ends. */
  private static <T> T inDatabase(PostgresSettings settings, Step<T> step) {
    try (Database database = Database.connect(settings, JdbcLedger.class)) {
      return step.in(database);
    }
  }

  private static int fill(Database database) {
    for (String sql : FILL) {
      database.write(
          "fill",
          connection -> {
            try (Statement statement = connection.createStatement()) {
              return statement.execute(sql);
            }
          });
    }
    return FILL.size();
  }

  private static long scans(Database database) {
    return database.read(
        "count scans",
        connection -> {
          try (Statement statement = connection.createStatement();
              ResultSet sum =
                  statement.executeQuery(
                      "SELECT sum(seq_scan) FROM pg_stat_user_tables WHERE schemaname = 'plans'"
                          + " AND relname IN ('entry', 'enrollment', 'history')")) {
            sum.next();
            return sum.getLong(1);
          }
        });
  }
}
