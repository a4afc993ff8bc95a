package io.kalends;

import static org.assertj.core.api.Assertions.assertThat;

import io.kalends.account.CalDavAccount;
import io.kalends.account.CredentialRevoker;
import io.kalends.account.CredentialSource;
import io.kalends.account.DeviceLabel;
import io.kalends.davx5.Davx5Builder;
import io.kalends.davx5.Davx5Licence;
import io.kalends.davx5.Davx5Plan;
import io.kalends.davx5.Davx5Settings;
import io.kalends.davx5.Davx5Templates;
import io.kalends.delivery.Acceptance;
import io.kalends.delivery.Configuration;
import io.kalends.delivery.DeliveryForm;
import io.kalends.delivery.Exposure;
import io.kalends.delivery.Proof;
import io.kalends.enrollment.Device;
import io.kalends.enrollment.DeviceOwner;
import io.kalends.enrollment.EnrollmentId;
import io.kalends.enrollment.Platform;
import io.kalends.event.ProvisioningEvent;
import io.kalends.event.ProvisioningEvent.CommandStatus;
import io.kalends.event.ProvisioningEvent.Wish;
import io.kalends.failure.ActionRequired;
import io.kalends.failure.TemporaryFailure;
import io.kalends.failure.UncertainOutcome;
import io.kalends.ledger.JdbcLedger;
import io.kalends.ledger.Ledger.Pace;
import io.kalends.mdm.InstallReference;
import io.kalends.mdm.Installation;
import io.kalends.mdm.MdmProvider;
import io.kalends.mdm.ProviderHealth;
import io.kalends.secret.Secret;
import io.kalends.store.Database;
import io.kalends.store.sealing.Sealer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerTest {

  private static final Instant BEGIN = Instant.parse("2026-11-22T10:00:00Z");

  @TempDir private Path folder;

  private Instant now = BEGIN;
  private final Clock clock =
      new Clock() {
        @Override
        public Instant instant() {
          return now;
        }

        @Override
        public java.time.ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
          return this;
        }
      };
  private final Source source = new Source();
  private final Revocable revocable = new Revocable();
  private final Mdm mdm = new Mdm();
  private Database database;
  private JdbcLedger ledger;
  private Worker worker;
  private int events;

  private final Device phone =
      Device.enrolled(new EnrollmentId("udid-1"), Platform.ANDROID)
          .name("Alice's phone")
          .ownerHint("alice@example.org")
          .build();

  @BeforeEach
  void open() {
    database = Database.openFile(folder.resolve("ledger.db"), JdbcLedger.class, clock);
    ledger = new JdbcLedger(database, (of, device) -> true);
    worker = over(source);
  }

  @AfterEach
  void close() {
    worker.close();
    database.close();
  }

  @Test
  void carriesAnEnrollmentToTheDevice() {
    tell(new ProvisioningEvent.Enrolled(key(), now, phone));
    assertThat(states()).containsExactly("SENT ACCEPTED LIVE");
    acknowledge();
    assertThat(states()).containsExactly("INSTALLED ACKNOWLEDGED LIVE");
    assertThat(source.live()).hasSize(1);
    assertThat(mdm.held).containsOnlyKeys("udid-1");
    assertThat(worker.step()).isZero();
  }

  @Test
  void aRotationWithdrawsTheOldOneOnlyOnceTheNewOneIsOnTheDevice() {
    worker = over(revocable);
    tell(new ProvisioningEvent.Enrolled(key(), now, phone));
    acknowledge();
    tell(new ProvisioningEvent.Asked(key(), now, phone.id(), Wish.ROTATE, "admin:eve"));
    assertThat(states()).containsExactly("INSTALLED ACKNOWLEDGED LIVE", "SENT ACCEPTED LIVE");
    assertThat(revocable.live()).hasSize(2);
    acknowledge();
    assertThat(states())
        .containsExactly("GONE ACKNOWLEDGED REVOKED", "INSTALLED ACKNOWLEDGED LIVE");
    assertThat(revocable.live()).hasSize(1);
    assertThat(mdm.removed).isEmpty();
  }

  @Test
  void whatCannotBeRevokedIsOwed() {
    tell(new ProvisioningEvent.Enrolled(key(), now, phone));
    acknowledge();
    tell(new ProvisioningEvent.CheckedOut(key(), now.plusSeconds(1), phone.id()));
    assertThat(states()).containsExactly("GONE ACKNOWLEDGED OWED");
    assertThat(mdm.removed).isEmpty();
  }

  @Test
  void withdrawingFromADeviceThatStaysRemovesIt() {
    worker = over(revocable);
    tell(new ProvisioningEvent.Enrolled(key(), now, phone));
    acknowledge();
    tell(new ProvisioningEvent.Asked(key(), now, phone.id(), Wish.WITHDRAW, "admin:eve"));
    assertThat(states()).containsExactly("REMOVE_SENT ACKNOWLEDGED REVOKED");
    tell(
        new ProvisioningEvent.CommandReported(
            key(), now, phone.id(), mdm.removed.get(0), CommandStatus.ACKNOWLEDGED, List.of()));
    assertThat(states()).containsExactly("GONE ACKNOWLEDGED REVOKED");
    assertThat(revocable.live()).isEmpty();
  }

  @Test
  void anotherOwnerGetsACredentialOnlyAfterTheFirstOnesIsTakenAway() {
    worker = over(revocable);
    tell(new ProvisioningEvent.Enrolled(key(), now, phone));
    acknowledge();
    tell(
        new ProvisioningEvent.OwnerChanged(
            key(), now, phone.id(), DeviceOwner.of("bob@example.org")));
    assertThat(states()).containsExactly("REMOVE_SENT ACKNOWLEDGED REVOKED", "SENT ACCEPTED LIVE");
    assertThat(revocable.live()).singleElement().asString().startsWith("bob@example.org");
  }

  @Test
  void aMintWithoutAnAnswerIsCountedWhereItCannotBeUndone() {
    source.fate.add(new UncertainOutcome("mint: reset", null, "log-1"));
    tell(new ProvisioningEvent.Enrolled(key(), now, phone));
    later(Duration.ofHours(1));
    assertThat(states()).containsExactly("SENT ACCEPTED LIVE");
    assertThat(count("SELECT count(*) FROM possible_orphan WHERE exchange_id = 'log-1'"))
        .isEqualTo(1);
  }

  @Test
  void afterThreeMintsWithoutAnAnswerAPersonHasToLook() {
    for (int i = 0; i < 3; i++) {
      source.fate.add(new UncertainOutcome("mint: reset", null, null));
    }
    tell(new ProvisioningEvent.Enrolled(key(), now, phone));
    later(Duration.ofHours(1));
    later(Duration.ofHours(1));
    later(Duration.ofDays(3));
    assertThat(states()).containsExactly("RESOLVED NONE NONE UNCERTAIN_MINTS");
    assertThat(count("SELECT count(*) FROM possible_orphan")).isEqualTo(3);
    tell(new ProvisioningEvent.Asked(key(), now, phone.id(), Wish.RETRY, "admin:eve"));
    assertThat(states()).containsExactly("SENT ACCEPTED LIVE");
  }

  @Test
  void aMintWithoutAnAnswerIsUndoneWhereItCan() {
    worker = over(revocable);
    revocable.fate.add(new UncertainOutcome("mint: reset", null, null));
    tell(new ProvisioningEvent.Enrolled(key(), now, phone));
    later(Duration.ofHours(1));
    assertThat(revocable.revoked).hasSize(1);
    later(Duration.ofHours(1));
    assertThat(states()).containsExactly("SENT ACCEPTED LIVE");
    assertThat(revocable.revoked).hasSize(1);
    assertThat(revocable.live()).hasSize(1);
    assertThat(count("SELECT count(*) FROM possible_orphan")).isZero();
  }

  @Test
  void aThrottledMintPausesEverybodyUntilTheServiceSays() {
    source.fate.add(TemporaryFailure.throttled("mint: 429", now.plusSeconds(40), null));
    tell(new ProvisioningEvent.Enrolled(key(), now, phone));
    Device other =
        Device.enrolled(new EnrollmentId("udid-2"), Platform.ANDROID)
            .ownerHint("bob@example.org")
            .build();
    tell(new ProvisioningEvent.Enrolled(key(), now, other));
    assertThat(source.minted).isEmpty();
    later(Duration.ofSeconds(39));
    assertThat(source.minted).isEmpty();
    later(Duration.ofSeconds(62));
    assertThat(states()).containsExactly("SENT ACCEPTED LIVE", "SENT ACCEPTED LIVE");
  }

  @Test
  void missingConsentWaitsAndFreesItself() {
    source.fate.add(
        new ActionRequired(ActionRequired.Who.OWNER, "consent page", "mint: no consent", null));
    tell(new ProvisioningEvent.Enrolled(key(), now, phone));
    assertThat(states()).containsExactly("RESOLVED NONE NONE CONSENT");
    tell(new ProvisioningEvent.OwnerConsented(key(), now, DeviceOwner.of("alice@example.org")));
    assertThat(states()).containsExactly("SENT ACCEPTED LIVE");
  }

  @Test
  void aDeviceOfNobodyWaitsUntilSomebodyOwnsIt() {
    Device unowned = Device.enrolled(phone.id(), Platform.ANDROID).build();
    tell(new ProvisioningEvent.Enrolled(key(), now, unowned));
    assertThat(states()).containsExactly("REQUESTED NONE NONE OWNER_UNKNOWN");
    tell(new ProvisioningEvent.Enrolled(key(), now.plusSeconds(5), phone));
    later(Duration.ofHours(2));
    assertThat(states()).containsExactly("SENT ACCEPTED LIVE");
  }

  @Test
  void anInstallWhoseAnswerWasLostIsRepeatedUnderTheSameId() {
    mdm.fate.add(new TemporaryFailure("install: time-out"));
    tell(new ProvisioningEvent.Enrolled(key(), now, phone));
    later(Duration.ofMinutes(1));
    assertThat(states()).containsExactly("SENT ACCEPTED LIVE");
    assertThat(new HashSet<>(mdm.attempts)).hasSize(1);
    assertThat(source.minted).hasSize(1);
  }

  @Test
  void worksByItselfInThreads() {
    worker.start();
    for (int i = 0; i < 50; i++) {
      Device one =
          Device.enrolled(new EnrollmentId("many-" + i), Platform.ANDROID)
              .ownerHint("owner" + i % 10 + "@example.org")
              .build();
      ledger.accept("acme", "mdm", List.of(new ProvisioningEvent.Enrolled(key(), now, one)));
      worker.wake();
    }
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (mdm.size() < 50 && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    worker.close();
    assertThat(states()).hasSize(50).containsOnly("SENT ACCEPTED LIVE");
    assertThat(source.minted).hasSize(50);
  }

  private Worker over(CredentialSource minting) {
    Kalends road =
        Kalends.between(minting, mdm)
            .named("acme", "mdm")
            .clock(clock)
            .pace(new Pace("calendar", 0, 0))
            .sealer(Sealer.ephemeral(new SecureRandom()))
            .allowing(Set.of(Exposure.CLEAR_IN_MDM))
            .davx5(
                new Davx5Builder(
                    Davx5Templates.builtIn(),
                    Davx5Settings.defaults().withLicence(Davx5Licence.sample()),
                    Davx5Plan.ourPassword()))
            .build();
    return new Worker(ledger, List.of(road), clock, new Random(1));
  }

  private String key() {
    return "event-" + events++;
  }

  private void tell(ProvisioningEvent event) {
    ledger.accept("acme", "mdm", List.of(event));
    worker.runUntilQuiet(100);
  }

  private void acknowledge() {
    now = now.plusSeconds(1);
    UUID last = mdm.attempts.get(mdm.attempts.size() - 1);
    tell(
        new ProvisioningEvent.CommandReported(
            key(), now, phone.id(), last, CommandStatus.ACKNOWLEDGED, List.of()));
  }

  private void later(Duration time) {
    now = now.plus(time);
    worker.runUntilQuiet(100);
  }

  private List<String> states() {
    return database.read(
        "states",
        connection -> {
          List<String> states = new ArrayList<>();
          try (ResultSet row =
              connection
                  .createStatement()
                  .executeQuery("SELECT state, proof, source_half, hold FROM entry ORDER BY id")) {
            while (row.next()) {
              String hold = row.getString(4);
              states.add(
                  row.getString(1)
                      + " "
                      + row.getString(2)
                      + " "
                      + row.getString(3)
                      + (hold == null ? "" : " " + hold));
            }
          }
          return states;
        });
  }

  private long count(String sql) {
    return database.read(
        "count",
        connection -> {
          try (ResultSet row = connection.createStatement().executeQuery(sql)) {
            row.next();
            return row.getLong(1);
          }
        });
  }

  private static class Source implements CredentialSource {

    final List<RuntimeException> fate = new ArrayList<>();
    final Map<String, String> minted = new HashMap<>();
    final Set<String> revoked = new HashSet<>();

    @Override
    public synchronized CalDavAccount mint(DeviceOwner owner, DeviceLabel label) {
      if (!fate.isEmpty()) {
        RuntimeException next = fate.remove(0);
        if (next instanceof UncertainOutcome) {
          minted.put(label.value(), owner.address());
        }
        throw next;
      }
      minted.put(label.value(), owner.address());
      return CalDavAccount.of(
          "caldav.example.org",
          443,
          "u_" + minted.size(),
          Secret.of("FakePasswordOfATest0123456789abcdefghij"));
    }

    synchronized List<String> live() {
      return minted.entrySet().stream()
          .filter(one -> !revoked.contains(one.getKey()))
          .map(one -> one.getValue() + " " + one.getKey())
          .toList();
    }
  }

  private static final class Revocable extends Source implements CredentialRevoker {

    @Override
    public synchronized void revoke(DeviceOwner owner, DeviceLabel label) {
      revoked.add(label.value());
    }
  }

  private static final class Mdm implements MdmProvider {

    final List<RuntimeException> fate = new ArrayList<>();
    final List<UUID> attempts = new ArrayList<>();
    final List<UUID> removed = new ArrayList<>();
    final Map<String, Configuration> held = new HashMap<>();

    @Override
    public Acceptance accepts(Device device) {
      return new Acceptance(
          List.of(DeliveryForm.MANAGED_CONFIGURATION), Proof.ACKNOWLEDGED, List.of());
    }

    @Override
    public synchronized InstallReference install(
        Device device, Configuration configuration, UUID attempt) {
      attempts.add(attempt);
      held.put(device.id().value(), configuration);
      if (!fate.isEmpty()) {
        throw fate.remove(0);
      }
      return new InstallReference(attempt.toString());
    }

    @Override
    public synchronized void remove(Installation installation, UUID attempt) {
      removed.add(attempt);
      held.remove(installation.device().id().value());
    }

    synchronized int size() {
      return held.size();
    }

    @Override
    public ProviderHealth check() {
      return new ProviderHealth(true, List.of());
    }

    @Override
    public void close() {}
  }
}
