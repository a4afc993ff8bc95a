package io.kalends.testkit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.kalends.enrollment.Device;
import io.kalends.event.ProvisioningEvent.CheckedIn;
import io.kalends.ledger.JdbcLedger;
import io.kalends.store.Database;
import io.kalends.testkit.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReconcileOthersOnSqliteTest extends ReconcileOthersContract {

  @TempDir private Path folder;

  @Override
  protected Database open() {
    return Database.openFile(folder.resolve("ledger.db"), JdbcLedger.class);
  }

  @Test
  void anMdmThatAnswersSlowlyIsAskedAboutFewerSoThatTheClaimHolds() {
    SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
    try (Database database =
        Database.openFile(folder.resolve("slow.db"), JdbcLedger.class, clock)) {
      QuietMdm.Askable mdm = new QuietMdm.Askable();
      mdm.takingTime(() -> clock.advance(Duration.ofSeconds(25)));
      Reconciling here = new Reconciling(database, mdm, Duration.ZERO);
      for (Device device : Reconciling.phones(0, 10)) {
        mdm.knows(device);
        here.tell(new CheckedIn("in " + device.id(), clock.instant(), device.id()));
      }
      here.step();
      assertThat(mdm.asked).hasSize(3);
      here.reconcile();
      assertThat(mdm.asked).hasSize(10);
      assertThat(here.registered("ENROLLED")).hasSize(10);
    }
  }
}
