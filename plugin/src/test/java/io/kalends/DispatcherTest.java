package io.kalends;

import static org.assertj.core.api.Assertions.assertThat;

import io.kalends.delivery.Proof;
import io.kalends.enrollment.Device;
import io.kalends.enrollment.EnrollmentId;
import io.kalends.enrollment.Platform;
import io.kalends.event.ProvisioningEvent;
import io.kalends.event.ProvisioningEvent.Enrolled;
import io.kalends.ledger.Claim;
import io.kalends.ledger.Claim.Lane;
import io.kalends.ledger.JdbcLedger;
import io.kalends.ledger.Ledger;
import io.kalends.ledger.Saving;
import io.kalends.store.Database;
import io.kalends.store.DatabaseFailure;
import io.kalends.store.sealing.Sealer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The worker in its own threads, over a real ledger. */
class DispatcherTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Sealer SEALER = Sealer.ephemeral(new SecureRandom());

  @TempDir private Path folder;

  private final TestSource source = new TestSource();
  private final CountDownLatch letGo = new CountDownLatch(1);
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger claims = new AtomicInteger();
  private final AtomicBoolean away = new AtomicBoolean();
  private final TestMdm mdm = new TestMdm();
  private Database database;
  private Ledger ledger;

  @BeforeEach
  void open() {
    mdm.highest = Proof.ACCEPTED;
    database = Database.openFile(folder.resolve("ledger.db"), JdbcLedger.class);
    ledger = new SometimesAway(new JdbcLedger(database, (of, device) -> true));
  }

  @AfterEach
  void close() {
    letGo.countDown();
    database.close();
  }

  @Test
  void carriesManyEnrollmentsToTheMdm() {
    try (Worker worker = started(mdm)) {
      enroll(0, 200);
      worker.wake();
      await(() -> mdm.delivered() == 200);
    }
    assertThat(source.mints).isEqualTo(200);
    assertThat(states()).hasSize(200).containsOnly("SENT");
  }

  @Test
  void doesNotAskTheLedgerWithoutPause() {
    try (Worker worker = started(mdm)) {
      enroll(0, 1);
      worker.wake();
      await(() -> mdm.delivered() == 1);
      int before = claims.get();
      long end = System.nanoTime() + Duration.ofSeconds(1).toNanos();
      await(() -> System.nanoTime() > end);
      assertThat(claims.get() - before).isLessThan(10);
    }
  }

  @Test
  void goesOnWhenTheDatabaseIsBack() {
    try (Worker worker = started(mdm)) {
      enroll(0, 5);
      worker.wake();
      await(() -> mdm.delivered() == 5);
      enroll(5, 5);
      away.set(true);
      int before = claims.get();
      worker.wake();
      await(() -> claims.get() > before + 2);
      away.set(false);
      await(() -> mdm.delivered() == 10);
    }
    assertThat(source.mints).isEqualTo(10);
  }

  @Test
  void oneSlowLaneHoldsUpNoOther() {
    mdm.gate =
        () -> {
          begun.incrementAndGet();
          waitForLeave();
        };
    try (Worker worker = started(mdm)) {
      enroll(0, 40);
      worker.wake();
      await(() -> source.mints() == 40);
      assertThat(begun.get()).as("as many at once as the lane is set to").isEqualTo(2);
      letGo.countDown();
      await(() -> mdm.delivered() == 40);
    }
  }

  @Test
  void closingGivesBackWhatHasNotBegunForOthersToTake() {
    Worker worker = started(mdm);
    enroll(0, 300);
    worker.wake();
    await(() -> mdm.delivered() > 20);
    worker.close();
    int delivered = mdm.delivered();
    assertThat(count("SELECT count(*) FROM entry WHERE claimed_by IS NOT NULL")).isZero();
    assertThat(source.mints).isGreaterThanOrEqualTo(delivered);
    try (Worker next = started(mdm)) {
      next.wake();
      await(() -> mdm.delivered() == 300);
    }
    assertThat(source.mints).isEqualTo(300);
  }

  private void waitForLeave() {
    try {
      assertThat(letGo.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Worker started(TestMdm to) {
    Kalends road = Journey.road(source, to).atOnce(Lane.MDM, 2).sealer(SEALER).build();
    Worker worker = new Worker(ledger, List.of(road), Clock.systemUTC(), new Random(4711));
    worker.start();
    return worker;
  }

  private void enroll(int from, int count) {
    for (int i = from; i < from + count; i++) {
      Device device =
          Device.enrolled(new EnrollmentId("udid-" + i), Platform.ANDROID)
              .ownerHint("owner" + i + "@example.org")
              .build();
      ledger.accept("acme", "mdm", List.of(new Enrolled("enrolled-" + i, Instant.now(), device)));
    }
  }

  private static void await(BooleanSupplier what) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!what.getAsBoolean()) {
      assertThat(System.nanoTime()).as("patience").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  private List<String> states() {
    return database.read(
        "states",
        connection -> {
          List<String> states = new ArrayList<>();
          try (Statement select = connection.createStatement();
              ResultSet row = select.executeQuery("SELECT state FROM entry")) {
            while (row.next()) {
              states.add(row.getString(1));
            }
          }
          return states;
        });
  }

  private long count(String sql) {
    return database.read(
        "count",
        connection -> {
          try (Statement select = connection.createStatement();
              ResultSet row = select.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
          }
        });
  }

  /** The real ledger, whose database is away when a test says so. */
  private final class SometimesAway implements Ledger {

    private final Ledger real;

    SometimesAway(Ledger real) {
      this.real = real;
    }

    @Override
    public void accept(String tenant, String instance, List<ProvisioningEvent> events) {
      real.accept(tenant, instance, events);
    }

    @Override
    public int apply(int max) {
      claims.incrementAndGet();
      failIfAway();
      return real.apply(max);
    }

    @Override
    public List<Claim> claim(String node, List<Order> orders) {
      failIfAway();
      return real.claim(node, orders);
    }

    @Override
    public boolean save(Claim claim, Saving saving) {
      failIfAway();
      return real.save(claim, saving);
    }

    @Override
    public Optional<Instant> nextDue(Set<Instance> instances) {
      return real.nextDue(instances);
    }

    @Override
    public Instant now() {
      return real.now();
    }

    private void failIfAway() throws DatabaseFailure {
      if (away.get()) {
        database.read(
            "be away",
            connection -> {
              throw new SQLException("the database is away, says the test");
            });
      }
    }
  }
}
