package io.kalends.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kalends.enrollment.Device;
import io.kalends.enrollment.EnrollmentId;
import io.kalends.enrollment.Platform;
import io.kalends.event.ProvisioningEvent.CheckedIn;
import io.kalends.event.ProvisioningEvent.Enrolled;
import io.kalends.ledger.Hold;
import io.kalends.ledger.JdbcLedger;
import io.kalends.ledger.Ledger;
import io.kalends.ledger.State;
import io.kalends.store.Database;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportsTest {

  private static final Ledger.Instance HERE = new Ledger.Instance("acme", "folder");
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir private Path folder;
  private Database database;
  private Ledger ledger;
  private Reports reports;

  @BeforeEach
  void open() {
    database = Database.openFile(folder.resolve("ledger.db"), JdbcLedger.class);
    ledger = new JdbcLedger(database, (of, device) -> device.name().isPresent());
    reports = new Reports(database);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void listsComeInPagesAndEndWhereTheyEnd() {
    enroll(5);
    List<String> seen = new ArrayList<>();
    Optional<Long> next = Optional.of(0L);
    int pages = 0;
    while (next.isPresent()) {
      Page<EntryView> page = reports.entries(HERE, EntryFilter.all(), next.get(), 2);
      page.rows().forEach(row -> seen.add(row.key().enrollment().value()));
      next = page.next();
      pages++;
    }
    assertThat(seen).containsExactly("d0", "d1", "d2", "d3", "d4");
    assertThat(pages).isEqualTo(3);
    assertThatThrownBy(() -> reports.entries(HERE, EntryFilter.all(), 0, 0))
        .hasMessageContaining("1 to 1000");
  }

  @Test
  void filtersAndCountsAgree() {
    enroll(3);
    change(
        "UPDATE entry SET hold = 'CONSENT', hold_since_millis = 5, hold_detail = 'ask'"
            + " WHERE enrollment = 'd1'");
    change("UPDATE entry SET state = 'SENT', owner = 'ann@example.org' WHERE enrollment = 'd2'");
    assertThat(ids(new EntryFilter(Optional.of(State.SENT), Optional.empty(), Optional.empty())))
        .containsExactly("d2");
    assertThat(
            ids(
                new EntryFilter(
                    Optional.empty(), Optional.of(Hold.Cause.CONSENT), Optional.empty())))
        .containsExactly("d1");
    assertThat(
            ids(
                new EntryFilter(
                    Optional.empty(), Optional.empty(), Optional.of("ann@example.org"))))
        .containsExactly("d2");
    Counts counts = reports.counts(HERE);
    assertThat(counts.states()).isEqualTo(Map.of(State.REQUESTED, 2L, State.SENT, 1L));
    assertThat(counts.holds()).isEqualTo(Map.of(Hold.Cause.CONSENT, 1L));
    assertThat(counts.enrollments()).isEqualTo(Map.of("ENROLLED", 3L));
    assertThat(counts.waitingFacts()).isZero();
  }

  @Test
  void theReceiptTellsTheEnrollmentsOwnLinesFromItsEntries() {
    enroll(1);
    List<ReceiptLine> lines = reports.receipt(HERE, new EnrollmentId("d0"), 0, 100).rows();
    assertThat(lines)
        .extracting(ReceiptLine::generation)
        .containsExactly(Optional.empty(), Optional.of(1));
    assertThat(lines.get(0).to()).isEqualTo("ENROLLED");
    assertThat(lines.get(1).detail()).isEqualTo("enrolled:1");
    assertThat(reports.entries(HERE, new EnrollmentId("d0"))).hasSize(1);
  }

  @Test
  void whatWasOnlyMentionedIsDiscoveredAndHasNoDescription() {
    ledger.accept("acme", "folder", List.of(new CheckedIn("k", AT, new EnrollmentId("ghost"))));
    ledger.apply(10);
    EnrollmentView ghost = reports.enrollments(HERE, "DISCOVERED", 0, 10).rows().get(0);
    assertThat(ghost.enrollment().value()).isEqualTo("ghost");
    assertThat(ghost.device()).isEmpty();
  }

  @Test
  void onlyWhatCanCarryAnAccountAndHasNoneWouldBeProvisioned() {
    enroll(1);
    EnrollmentId mac = new EnrollmentId("mac");
    EnrollmentId user = new EnrollmentId("mac:u");
    tell(
        Device.enrolled(mac, Platform.MACOS).build(),
        Device.enrolled(user, Platform.MACOS).userChannelOf(mac).build(),
        Device.enrolled(new EnrollmentId("left-out"), Platform.IOS).build());
    assertThat(reports.wouldProvision(HERE)).isEqualTo(2);
  }

  @Test
  void theBacklogOfMintsIsThePaceTimesWhoWaits() {
    enroll(10);
    Ledger.Pace pace = new Ledger.Pace("calendar", 0, 60);
    assertThat(reports.untilAllAreMinted(HERE, pace)).isEqualTo(Duration.ofMillis(10_250));
  }

  @Test
  void whatOnlyAPersonCanDeleteIsListedWithItsLabel() {
    enroll(2);
    change(
        "UPDATE entry SET source_half = 'OWED', state = 'GONE', owner = 'ann@example.org',"
            + " label = 'phone 1' WHERE enrollment = 'd0'");
    change(
        "INSERT INTO possible_orphan (tenant, instance, enrollment, generation, api, owner,"
            + " label, exchange_id, at_millis) VALUES ('acme', 'folder', 'd1', 1, 'calendar',"
            + " 'bob@example.org', 'phone 2', 'log-7', 5)");
    assertThat(reports.owed("acme", 0, 10).rows())
        .extracting(Leftover::label)
        .containsExactly("phone 1");
    assertThat(reports.possibleOrphans("acme", 0, 10).rows())
        .extracting(Leftover::exchangeId)
        .containsExactly("log-7");
    assertThat(reports.owed("other", 0, 10).rows()).isEmpty();
  }

  private List<String> ids(EntryFilter filter) {
    return reports.entries(HERE, filter, 0, 10).rows().stream()
        .map(row -> row.key().enrollment().value())
        .toList();
  }

  private void enroll(int devices) {
    Device[] all = new Device[devices];
    for (int i = 0; i < devices; i++) {
      all[i] = Device.enrolled(new EnrollmentId("d" + i), Platform.IOS).name("n").build();
    }
    tell(all);
  }

  private void tell(Device... devices) {
    for (Device device : devices) {
      ledger.accept("acme", "folder", List.of(new Enrolled("e " + device.id(), AT, device)));
    }
    assertThat(ledger.apply(1_000)).isEqualTo(devices.length);
  }

  private void change(String sql) {
    database.write(
        "change",
        connection -> {
          try (var statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
          }
        });
  }
}
