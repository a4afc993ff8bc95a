package io.kalends.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kalends.edge.config.InvalidSetting;
import io.kalends.enrollment.DeviceOwner;
import io.kalends.enrollment.EnrollmentId;
import io.kalends.event.ProvisioningEvent.CheckedOut;
import io.kalends.event.ProvisioningEvent.OwnerChanged;
import io.kalends.host.EnrollmentImport.Counts;
import io.kalends.ledger.JdbcLedger;
import io.kalends.ledger.Ledger;
import io.kalends.ledger.Ledger.Instance;
import io.kalends.report.EnrollmentView;
import io.kalends.report.Reports;
import io.kalends.store.Database;
import io.kalends.testkit.SettableClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnrollmentImportTest {

  private static final Instance OFFICE = new Instance("acme", "office");
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir private Path folder;

  private final SettableClock clock = new SettableClock(START);
  private Database database;
  private Ledger ledger;

  @BeforeEach
  void open() {
    database = Database.openFile(folder.resolve("ledger.db"), JdbcLedger.class, clock);
    ledger = new JdbcLedger(database, (of, device) -> true);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void whatTheRegistryDoesNotKnowIsToldOnceHoweverOftenItIsImported() throws IOException {
    EnrollmentImport table = table("enrollment,platform,owner", "A,ios,ann@b.org", "B,android,");
    assertThat(take(table, true)).isEqualTo(new Counts(2, 0, 0, 0, 0));
    assertThat(ledger.apply(10)).as("a dry run tells nothing").isZero();
    assertThat(take(table, false)).isEqualTo(new Counts(2, 0, 0, 0, 0));
    assertThat(take(table, false)).as("not applied yet").isEqualTo(new Counts(2, 0, 0, 0, 0));
    assertThat(ledger.apply(10)).as("told once").isEqualTo(2);
    assertThat(take(table, false)).isEqualTo(new Counts(0, 0, 2, 0, 0));
    clock.advance(Duration.ofMinutes(1));
    EnrollmentImport next =
        table("enrollment,platform,owner,name", "A,ios,ANN@b.org,", "B,android,,Pad", "C,ios,,");
    assertThat(take(next, false)).isEqualTo(new Counts(1, 1, 1, 0, 0));
    assertThat(ledger.apply(10)).isEqualTo(2);
    assertThat(enrolled()).extracting(view -> view.enrollment().value()).contains("A", "B", "C");
    assertThat(enrolled().get(1).device().orElseThrow().name()).hasValue("Pad");
  }

  @Test
  void whatTheLedgerHeardSinceTheTableWasWrittenIsNewer() throws IOException {
    EnrollmentImport table = table("enrollment,platform,owner", "A,ios,ann@b.org", "B,ios,");
    take(table, false);
    ledger.apply(10);
    clock.advance(Duration.ofMinutes(1));
    DeviceOwner bob = DeviceOwner.of("bob@b.org");
    tell(new CheckedOut("out", clock.instant(), new EnrollmentId("B")));
    ledger.accept(
        OFFICE.tenant(),
        OFFICE.instance(),
        List.of(new OwnerChanged("bob", clock.instant(), new EnrollmentId("A"), bob)));
    ledger.apply(10);
    assertThat(take(table, false).left()).isEqualTo(1);
    ledger.apply(10);
    assertThat(enrolled()).hasSize(1);
    assertThat(enrolled().get(0).device().orElseThrow().ownerHint()).hasValue("bob@b.org");
  }

  @Test
  void whatIsInATableThatWasWrittenAfterItLeftIsBack() throws IOException {
    EnrollmentImport table = table("enrollment,platform", "A,ios");
    take(table, false);
    ledger.apply(10);
    clock.advance(Duration.ofMinutes(1));
    tell(new CheckedOut("out", clock.instant(), new EnrollmentId("A")));
    clock.advance(Duration.ofMinutes(1));
    assertThat(take(table("enrollment,platform", "A,ios"), false))
        .isEqualTo(new Counts(0, 0, 0, 1, 0));
    ledger.apply(10);
    assertThat(enrolled()).hasSize(1);
  }

  @Test
  void aTableFromTheFutureIsOneOfNow() throws IOException {
    clock.advance(Duration.ofDays(-1));
    EnrollmentImport table = table("enrollment,platform", "A,ios");
    clock.advance(Duration.ofDays(-10));
    take(table, false);
    ledger.apply(10);
    clock.advance(Duration.ofMinutes(1));
    tell(new CheckedOut("out", clock.instant(), new EnrollmentId("A")));
    assertThat(enrolled()).isEmpty();
  }

  @Test
  void manyAreTakenInInParts() throws IOException {
    StringBuilder lines = new StringBuilder("enrollment,platform\n");
    for (int i = 0; i < 1_234; i++) {
      lines.append("UDID-").append(i).append(",ios\n");
    }
    assertThat(take(table(lines.toString()), false).added()).isEqualTo(1_234);
    int applied = 0;
    for (int some = ledger.apply(500); some > 0; some = ledger.apply(500)) {
      applied += some;
    }
    assertThat(applied).isEqualTo(1_234);
    assertThat(take(table(lines.toString()), true).unchanged()).isEqualTo(1_234);
  }

  @Test
  void nothingIsTakenOfATableWithAMistakeInItAndTheFileIsNamed() throws IOException {
    Path file = folder.resolve("bad.csv");
    Files.writeString(file, "enrollment,platform\nA,ios\nB,beos\n");
    assertThatThrownBy(() -> EnrollmentImport.read(file))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("bad.csv: csv: line 3: platform: must be one of");
    Files.write(file, "enrollment,platform\nA\u00e4,ios".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> EnrollmentImport.read(file)).hasMessageContaining("is not UTF-8");
    assertThatThrownBy(() -> EnrollmentImport.read(folder.resolve("none.csv")))
        .hasMessageContaining("none.csv: cannot be read");
  }

  private void tell(CheckedOut fact) {
    ledger.accept(OFFICE.tenant(), OFFICE.instance(), List.of(fact));
    ledger.apply(10);
  }

  private Counts take(EnrollmentImport table, boolean dryRun) {
    return table.into(ledger, new Reports(database), OFFICE, dryRun);
  }

  private List<EnrollmentView> enrolled() {
    return new Reports(database).enrollments(OFFICE, "ENROLLED", 0, 100).rows();
  }

  private EnrollmentImport table(String... lines) throws IOException {
    Path file = folder.resolve("devices.csv");
    Files.writeString(file, String.join("\n", lines));
    Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
    return EnrollmentImport.read(file);
  }
}
