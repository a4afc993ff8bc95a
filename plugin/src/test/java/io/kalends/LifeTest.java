package io.kalends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kalends.account.CalDavAccount;
import io.kalends.account.DeviceLabel;
import io.kalends.enrollment.Device;
import io.kalends.enrollment.DeviceOwner;
import io.kalends.event.ProvisioningEvent;
import io.kalends.event.ProvisioningEvent.Asked;
import io.kalends.event.ProvisioningEvent.CommandError;
import io.kalends.event.ProvisioningEvent.CommandReported;
import io.kalends.event.ProvisioningEvent.CommandStatus;
import io.kalends.event.ProvisioningEvent.Enrolled;
import io.kalends.event.ProvisioningEvent.Wish;
import io.kalends.ledger.JdbcLedger;
import io.kalends.signing.MovableClock;
import io.kalends.store.Database;
import io.kalends.store.sealing.Sealer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole lives over a real ledger, where facts, people and crashes cross each other. */
class LifeTest {

  @TempDir private Path folder;

  private final MovableClock clock = new MovableClock(Journey.NOW);
  private final Sealer sealer = Sealer.ephemeral(new SecureRandom());
  private final TestSource.Watched source = new TestSource.Watched();
  private final TestMdm mdm = new TestMdm();
  private final Device phone = Journey.device("alice@example.org");
  private Database database;
  private JdbcLedger ledger;
  private Worker worker;
  private int facts;

  @BeforeEach
  void open() {
    database = Database.openFile(folder.resolve("ledger.db"), JdbcLedger.class, clock);
    ledger = new JdbcLedger(database, (of, device) -> true);
    worker = born();
  }

  @AfterEach
  void close() {
    worker.close();
    database.close();
  }

  @Test
  void aFirstLoginIsTheLastProofAndEndsARotation() {
    enrolledAndAcknowledged();
    tell(new Asked(key(), clock.instant(), phone.id(), Wish.ROTATE, "admin"));
    acknowledge();
    assertThat(states())
        .containsExactly("INSTALLED ACKNOWLEDGED LIVE", "INSTALLED ACKNOWLEDGED LIVE");
    source.used = Optional.of(clock.instant());
    later(Duration.ofMinutes(1));
    assertThat(states().get(0)).startsWith("GONE ").endsWith(" REVOKED");
    assertThat(states().get(1)).isEqualTo("INSTALLED FIRST_LOGIN LIVE");
    assertThat(source.live).hasSize(1);
    assertThat(mdm.removals).isEmpty();
  }

  @Test
  void aRotationThatIsNeverUsedEndsAtItsDeadline() {
    enrolledAndAcknowledged();
    tell(new Asked(key(), clock.instant(), phone.id(), Wish.ROTATE, "admin"));
    acknowledge();
    for (int hours = 1; hours < 24; hours++) {
      later(Duration.ofHours(1));
      assertThat(source.live).hasSize(2);
    }
    later(Duration.ofHours(1));
    assertThat(source.live).hasSize(1);
  }

  @Test
  void whatTheDeviceRefusedIsSentAgainUnderAnotherIdWhenAPersonAsks() {
    tell(new Enrolled(key(), clock.instant(), phone));
    refuse(mdm.installs);
    assertThat(states()).containsExactly("SENT ACCEPTED LIVE DEVICE_REFUSED");
    tell(new Asked(key(), clock.instant(), phone.id(), Wish.RETRY, "admin"));
    assertThat(states()).containsExactly("SENT ACCEPTED LIVE");
    assertThat(mdm.installs).hasSize(2).doesNotHaveDuplicates();
    assertThat(source.mints).isEqualTo(1);
  }

  @Test
  void aRemovalTheDeviceRefusedIsAskedForAgainUnderAnotherIdWhenAPersonAsks() {
    enrolledAndAcknowledged();
    tell(new Asked(key(), clock.instant(), phone.id(), Wish.WITHDRAW, "admin"));
    refuse(mdm.removals);
    assertThat(states()).containsExactly("REMOVE_SENT ACKNOWLEDGED REVOKED DEVICE_REFUSED");
    tell(new Asked(key(), clock.instant(), phone.id(), Wish.RETRY, "admin"));
    assertThat(states()).containsExactly("REMOVE_SENT ACKNOWLEDGED REVOKED");
    assertThat(mdm.removals).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void anotherOwnerInTheMiddleOfARotationGetsOneCredentialAfterBothAreGone() {
    enrolledAndAcknowledged();
    tell(new Asked(key(), clock.instant(), phone.id(), Wish.ROTATE, "admin"));
    clock.set(clock.instant().plusSeconds(60));
    tell(new Enrolled(key(), clock.instant(), Journey.device("bob@example.org")));
    assertThat(source.live.values()).containsExactly("bob@example.org");
    assertThat(states())
        .containsExactly(
            "GONE ACKNOWLEDGED REVOKED", "REMOVE_SENT ACCEPTED REVOKED", "SENT ACCEPTED LIVE");
  }

  @Test
  void aMintThatWasCutOffByTheEndOfItsProcessIsUndoneByTheNext() {
    mintDies();
    ledger.accept("acme", "mdm", List.of(new Enrolled(key(), clock.instant(), phone)));
    assertThatThrownBy(() -> worker.runUntilQuiet(100)).isInstanceOf(AssertionError.class);
    worker = born();
    assertThat(worker.runUntilQuiet(100)).as("the lease is not over").isZero();
    assertThat(source.live).hasSize(1);
    later(Worker.LEASE);
    assertThat(source.live).isEmpty();
    later(Duration.ofSeconds(5));
    assertThat(states()).containsExactly("SENT ACCEPTED LIVE");
    assertThat(source.live).hasSize(1);
  }

  @Test
  void everyStepLeavesALineOnTheReceiptAndNoneAPassword() {
    enrolledAndAcknowledged();
    List<String> receipt = column("SELECT detail FROM history ORDER BY id");
    assertThat(receipt)
        .anyMatch(line -> line.contains("for alice@example.org"))
        .anyMatch(line -> line.contains("minted under the label"))
        .anyMatch(line -> line.equals("sent"))
        .noneMatch(line -> line.contains(TestSource.PASSWORD));
  }

  private Worker born() {
    Kalends road =
        Journey.road(source, mdm)
            .sealer(sealer)
            .clock(clock)
            .owners(Preflight::asTheMdmSays)
            .build();
    return new Worker(ledger, List.of(road), clock, new Random(4711));
  }

  /** The credential is made, and the process ends before it learns of that. */
  private void mintDies() {
    worker.close();
    TestSource dying =
        new TestSource.Revoking() {
          @Override
          public synchronized CalDavAccount mint(DeviceOwner owner, DeviceLabel label) {
            source.mint(owner, label);
            throw new AssertionError("the process ended here");
          }
        };
    Kalends road = Journey.road(dying, mdm).sealer(sealer).clock(clock).build();
    worker = new Worker(ledger, List.of(road), clock, new Random(1));
  }

  private void enrolledAndAcknowledged() {
    tell(new Enrolled(key(), clock.instant(), phone));
    acknowledge();
    assertThat(states()).containsExactly("INSTALLED ACKNOWLEDGED LIVE");
  }

  private void acknowledge() {
    UUID last = mdm.installs.get(mdm.installs.size() - 1);
    tell(report(last, CommandStatus.ACKNOWLEDGED, List.of()));
  }

  private void refuse(List<UUID> commands) {
    UUID last = commands.get(commands.size() - 1);
    List<CommandError> forGood = List.of(new CommandError("MCProfileErrorDomain", 1009));
    tell(report(last, CommandStatus.ERROR, forGood));
  }

  private CommandReported report(UUID attempt, CommandStatus status, List<CommandError> errors) {
    return new CommandReported(key(), clock.instant(), phone.id(), attempt, status, errors);
  }

  private void tell(ProvisioningEvent fact) {
    ledger.accept("acme", "mdm", List.of(fact));
    worker.runUntilQuiet(200);
  }

  private void later(Duration time) {
    clock.set(clock.instant().plus(time));
    worker.runUntilQuiet(200);
  }

  private String key() {
    facts++;
    return "fact-" + facts;
  }

  private List<String> states() {
    return column(
        "SELECT state || ' ' || proof || ' ' || source_half || coalesce(' ' || hold, '')"
            + " FROM entry ORDER BY generation");
  }

  private List<String> column(String sql) {
    return database.read(
        "look",
        connection -> {
          List<String> values = new ArrayList<>();
          try (Statement select = connection.createStatement();
              ResultSet row = select.executeQuery(sql)) {
            while (row.next()) {
              values.add(row.getString(1));
            }
          }
          return values;
        });
  }
}
