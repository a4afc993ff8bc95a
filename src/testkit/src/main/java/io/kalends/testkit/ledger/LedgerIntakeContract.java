package io.kalends.testkit.ledger;

import static io.kalends.testkit.ledger.Fleet.HERE;
import static io.kalends.testkit.ledger.Intaken.PHONE;
import static io.kalends.testkit.ledger.Intaken.minute;
import static io.kalends.testkit.ledger.Intaken.phone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kalends.enrollment.Device;
import io.kalends.enrollment.DeviceOwner;
import io.kalends.enrollment.EnrollmentId;
import io.kalends.enrollment.Platform;
import io.kalends.event.ProvisioningEvent;
import io.kalends.event.ProvisioningEvent.Asked;
import io.kalends.event.ProvisioningEvent.CheckedIn;
import io.kalends.event.ProvisioningEvent.Enrolled;
import io.kalends.event.ProvisioningEvent.OwnerChanged;
import io.kalends.event.ProvisioningEvent.ReEnrolled;
import io.kalends.event.ProvisioningEvent.UserChannelReady;
import io.kalends.event.ProvisioningEvent.Wish;
import io.kalends.ledger.Claim.Lane;
import io.kalends.ledger.Ledger;
import io.kalends.store.Database;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the ledger makes of devices that come and go, whichever database keeps it. */
public abstract class LedgerIntakeContract {

  private static final DeviceOwner ANN = DeviceOwner.of("ann@example.org");
  private static final DeviceOwner BOB = DeviceOwner.of("bob@example.org");

  private static final List<Lane> LANES = List.of(Lane.values());

  private Database database;
  private Intaken told;

  /** For subclasses. */
  protected LedgerIntakeContract() {}

  /**
   * Opens an empty ledger's database.
   *
   * @return closed by the contract
   */
  protected abstract Database open();

  @BeforeEach
  final void openLedger() {
    database = open();
    told = new Intaken(database);
  }

  @AfterEach
  final void closeLedger() {
    database.close();
  }

  @Test
  final void whatEnrollsIsServedOnceHoweverOftenItIsTold() {
    Enrolled enrolled = told.enrolled(phone(), 1);
    told.tell(enrolled, enrolled, told.enrolled(phone(), 1));
    told.tell(enrolled, told.enrolled(phone(), 2));
    assertThat(told.entries("generation, cause, state"))
        .containsExactly("1 | enrolled:1 | REQUESTED");
    assertThat(told.rows.all("SELECT fact FROM inbox WHERE fact <> ''")).isEmpty();
  }

  @Test
  final void aLateCheckOutChangesNothingButTheReceipt() {
    told.tell(told.enrolled(phone(), 1), told.checkedOut(PHONE, 2), told.enrolled(phone(), 3));
    told.tell(told.checkedOut(PHONE, 2));
    assertThat(told.status("phone")).isEqualTo("[ENROLLED]");
    assertThat(told.rows.history("phone").toString()).contains("older than what is known");
    assertThat(told.entries("generation, withdrawal, hold"))
        .containsExactly("1 | checked out | null", "2 | null | EARLIER_GENERATION");
  }

  @Test
  final void anEnrollmentHeardOfAfterItsEndOpensNothing() {
    told.tell(told.checkedOut(PHONE, 2), told.enrolled(phone(), 1));
    assertThat(told.status("phone")).isEqualTo("[LEFT]");
    assertThat(told.entries("*")).isEmpty();
  }

  @Test
  final void whatIsSeenButNeverEnrolledIsDiscoveredAndServedOnceItEnrolls() {
    told.tell(new CheckedIn(told.key(), minute(1), PHONE));
    assertThat(told.status("phone")).isEqualTo("[DISCOVERED]");
    told.tell(told.enrolled(phone(), 2));
    assertThat(told.entries("state")).containsExactly("REQUESTED");
  }

  @Test
  final void afterAReEnrollmentWhatWasHeldIsTakenAwayFirstAndNotFromTheDevice() {
    told.installed(ANN.address());
    told.tell(new ReEnrolled(told.key(), minute(5), phone()));
    told.tell(new ReEnrolled(told.key(), minute(5), phone()));
    assertThat(told.entries("generation, state, withdrawal, device_holds, hold"))
        .containsExactly(
            "1 | INSTALLED | re-enrolled | 0 | null",
            "2 | REQUESTED | null | 1 | EARLIER_GENERATION");
    assertThat(told.fleet.claim(Lane.RESOLVE)).isEmpty();
    told.anyStep(Lane.SOURCE);
    told.anyStep(Lane.MDM);
    assertThat(told.entries("state, hold")).containsExactly("GONE | null", "REQUESTED | null");
    assertThat(told.fleet.claim(Lane.RESOLVE)).hasSize(1);
  }

  @Test
  final void aMacIsServedOnItsUserChannelWhichLeavesWithIt() {
    EnrollmentId mac = new EnrollmentId("mac");
    Device user =
        Device.enrolled(new EnrollmentId("mac:user"), Platform.MACOS).userChannelOf(mac).build();
    told.tell(told.enrolled(Device.enrolled(mac, Platform.MACOS).build(), 1));
    assertThat(told.entries("*")).isEmpty();
    told.tell(new UserChannelReady(told.key(), minute(2), user));
    assertThat(told.entries("enrollment, state")).containsExactly("mac:user | REQUESTED");
    told.tell(told.checkedOut(mac, 3));
    assertThat(told.status("mac:user")).isEqualTo("[LEFT]");
    assertThat(told.entries("withdrawal, device_holds")).containsExactly("checked out | 0");
    told.tell(new UserChannelReady(told.key(), minute(2), user));
    assertThat(told.status("mac:user")).isEqualTo("[LEFT]");
  }

  @Test
  final void anotherOwnerGetsAnAccountOnlyWhenTheFormerOnesIsTakenAway() {
    told.installed(ANN.address());
    told.tell(new OwnerChanged(told.key(), minute(5), PHONE, BOB));
    told.tell(new OwnerChanged(told.key(), minute(4), PHONE, ANN));
    told.tell(new OwnerChanged(told.key(), minute(6), PHONE, BOB));
    assertThat(told.entries("generation, cause, withdrawal, device_holds, hold"))
        .containsExactly(
            "1 | enrolled:1 | owner changed | 1 | null",
            "2 | owner:bob@example.org:1 | null | 1 | EARLIER_GENERATION");
    told.removing();
    assertThat(told.fleet.claim(Lane.RESOLVE)).hasSize(1);
  }

  @Test
  final void aWithdrawalUnderARunningStepLeavesItsLeaseAlone() {
    told.tell(told.enrolled(phone(), 1));
    var claim = told.fleet.one(Lane.RESOLVE);
    String lease = told.rows.entry("phone", 1, "due_millis, claimed_by, claims, state");
    told.tell(told.checkedOut(PHONE, 2));
    assertThat(told.rows.entry("phone", 1, "due_millis, claimed_by, claims, state"))
        .isEqualTo(lease);
    told.fleet.resolve(claim, ANN.address());
    assertThat(told.rows.entry("phone", 1, "state, withdrawal, device_holds"))
        .isEqualTo("RESOLVED | checked out | 0");
    assertThat(told.fleet.claim(Lane.MINT)).isEmpty();
  }

  @Test
  final void aPoisonedFactStopsNoOtherAndIsSetAsideWithALine() {
    told.rows.waitingFact("phone");
    told.rows.change("UPDATE inbox SET due_millis = 0");
    told.tell(told.enrolled(phone(), 1));
    assertThat(told.entries("state")).containsExactly("REQUESTED");
    for (int i = 0; i < 4; i++) {
      assertThat(told.rows.all("SELECT failures FROM inbox WHERE set_aside IS NULL AND fact <> ''"))
          .containsExactly(String.valueOf(i + 1));
      told.waited(Duration.ofHours(2));
    }
    assertThat(told.rows.all("SELECT due_millis, fact FROM inbox WHERE set_aside IS NOT NULL"))
        .containsExactly("null | {}");
    assertThat(told.rows.history("phone").toString()).contains("set aside: could not be applied");
  }

  @Test
  final void whatAPersonAsksForIsDoneOnceAndNamesThePerson() {
    told.tell(asked(Wish.PROVISION, "ask-1"));
    assertThat(told.rows.history("phone").toString()).contains("set aside: PROVISION asked by eve");
    told.installed(ANN.address());
    told.tell(asked(Wish.PROVISION, "ask-2"));
    assertThat(told.entries("generation")).containsExactly("1");
    told.tell(
        asked(Wish.ROTATE, "ask-3"), asked(Wish.ROTATE, "ask-3"), asked(Wish.ROTATE, "ask-4"));
    assertThat(told.entries("generation, priority, withdrawal, hold"))
        .containsExactly("1 | ENROLLMENT | null | null", "2 | INTERACTIVE | null | null");
    told.tell(asked(Wish.WITHDRAW, "ask-5"));
    assertThat(told.entries("withdrawal")).containsExactly("asked by eve", "asked by eve");
    assertThat(told.rows.history("phone")).anyMatch(line -> line.contains("| eve |"));
    told.tell(told.enrolled(phone(), 9));
    assertThat(told.entries("generation")).containsExactly("1", "2");
  }

  @Test
  final void aTextNoColumnHoldsIsRefusedByNameAndANameOfADeviceIsMadeFit() {
    Asked unfit = new Asked("k", minute(1), PHONE, Wish.RETRY, "e\0ve");
    assertThatThrownBy(() -> told.tell(told.enrolled(phone(), 1), unfit))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Asked.actor");
    assertThat(told.rows.all("SELECT id FROM inbox")).isEmpty();
    told.tell(told.enrolled(Device.enrolled(PHONE, Platform.IOS).name("a\0b\ud800").build(), 1));
    assertThat(told.rows.all("SELECT device FROM enrollment").toString())
        .contains("a\ufffdb\ufffd");
  }

  @Test
  final void twoNodesApplyTheFactsOfOneEnrollmentInTheirOrder() throws Exception {
    List<ProvisioningEvent> facts = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Device device = Device.enrolled(new EnrollmentId("phone-" + i), Platform.IOS).build();
      facts.add(told.enrolled(device, 1));
      facts.add(told.checkedOut(device.id(), 1));
      facts.add(told.enrolled(device, 1));
    }
    told.fleet.ledger.accept(HERE.tenant(), HERE.instance(), facts);
    ExecutorService nodes = Executors.newFixedThreadPool(2);
    try {
      List<CompletableFuture<Void>> running = new ArrayList<>();
      for (Ledger node : List.of(told.fleet.ledger, told.fleet.node())) {
        running.add(CompletableFuture.runAsync(() -> applyAll(node), nodes));
      }
      for (CompletableFuture<Void> each : running) {
        each.get(60, TimeUnit.SECONDS);
      }
    } finally {
      nodes.shutdownNow();
    }
    assertThat(told.rows.all("SELECT id FROM inbox WHERE due_millis IS NOT NULL")).isEmpty();
    assertThat(told.rows.all("SELECT count(*) FROM enrollment WHERE enrollments = 2"))
        .containsExactly("40");
    assertThat(told.rows.all("SELECT count(*), min(withdrawal) FROM entry WHERE generation = 1"))
        .containsExactly("40 | checked out");
  }

  @Test
  final void inWhateverOrderAndHoweverOftenALifeIsToldItEndsTheSame() {
    for (int seed = 0; seed < 25; seed++) {
      Random random = new Random(seed);
      EnrollmentId id = new EnrollmentId("phone-" + seed);
      List<ProvisioningEvent> facts = life(id);
      facts.addAll(List.copyOf(facts));
      Collections.shuffle(facts, random);
      for (ProvisioningEvent fact : facts) {
        told.tell(fact);
        told.anyStep(LANES.get(random.nextInt(LANES.size())));
        assertThat(onTheirWay(id)).as("on their way, seed %d", seed).isLessThanOrEqualTo(1);
      }
      assertThat(told.status(id.value())).as("seed %d", seed).isEqualTo("[LEFT]");
      assertThat(
              told.rows.all(
                  "SELECT generation, state FROM entry WHERE enrollment = ? AND state <> 'GONE'"
                      + " AND withdrawal IS NULL",
                  id.value()))
          .as("live after the end, seed %d", seed)
          .isEmpty();
    }
  }

  private List<ProvisioningEvent> life(EnrollmentId id) {
    Device device = Device.enrolled(id, Platform.IOS).build();
    String key = id + "/";
    return new ArrayList<>(
        List.of(
            new Enrolled(key + 1, minute(1), device),
            new CheckedIn(key + 2, minute(2), id),
            new OwnerChanged(key + 3, minute(3), id, BOB),
            new Asked(key + 4, minute(4), id, Wish.ROTATE, "rule:age"),
            told.checkedOut(id, 5),
            new Enrolled(key + 6, minute(6), device),
            new Asked(key + 7, minute(7), id, Wish.PROVISION, "eve"),
            new ReEnrolled(key + 8, minute(8), device),
            new OwnerChanged(key + 9, minute(9), id, ANN),
            told.checkedOut(id, 10)));
  }

  private int onTheirWay(EnrollmentId id) {
    return told.rows
        .all(
            "SELECT 1 FROM entry WHERE enrollment = ? AND withdrawal IS NULL AND state IN"
                + " ('REQUESTED', 'RESOLVED', 'MINTING', 'MINTED', 'SENT')",
            id.value())
        .size();
  }

  private static void applyAll(Ledger node) {
    int idle = 0;
    while (idle < 3) {
      idle = node.apply(7) == 0 ? idle + 1 : 0;
    }
  }

  private static Asked asked(Wish wish, String key) {
    return new Asked(key, minute(5), PHONE, wish, "eve");
  }
}
