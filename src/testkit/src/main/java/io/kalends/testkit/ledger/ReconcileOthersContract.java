package io.kalends.testkit.ledger;

import static io.kalends.testkit.ledger.Fleet.HERE;
import static io.kalends.testkit.ledger.Reconciling.GONE;
import static io.kalends.testkit.ledger.Reconciling.phone;
import static io.kalends.testkit.ledger.Reconciling.phones;
import static org.assertj.core.api.Assertions.assertThat;

import io.kalends.enrollment.Device;
import io.kalends.enrollment.DeviceOwner;
import io.kalends.enrollment.EnrollmentId;
import io.kalends.enrollment.Platform;
import io.kalends.event.ProvisioningEvent.Asked;
import io.kalends.event.ProvisioningEvent.CheckedIn;
import io.kalends.event.ProvisioningEvent.CheckedOut;
import io.kalends.event.ProvisioningEvent.Enrolled;
import io.kalends.event.ProvisioningEvent.OwnerChanged;
import io.kalends.event.ProvisioningEvent.UserChannelReady;
import io.kalends.event.ProvisioningEvent.Wish;
import io.kalends.failure.PermanentFailure;
import io.kalends.failure.TemporaryFailure;
import io.kalends.ledger.Claim.Lane;
import io.kalends.ledger.JdbcLedger;
import io.kalends.ledger.Ledger.Instance;
import io.kalends.reconcile.Forgetting;
import io.kalends.reconcile.Reconciler;
import io.kalends.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What is reconciled without a list: silence, devices only heard of, devices left out; and how
 * nodes share the work.
 */
public abstract class ReconcileOthersContract {

  private static final Duration QUARTER = Duration.ofMinutes(15);

  private Database database;

  /** For subclasses. */
  protected ReconcileOthersContract() {}

  /**
   * Opens an empty ledger's database.
   *
   * @return closed by the contract
   */
  protected abstract Database open();

  @BeforeEach
  final void openLedger() {
    database = open();
  }

  @AfterEach
  final void closeLedger() {
    database.close();
  }

  @Test
  final void whatIsSilentForTooLongHasLeft() {
    Reconciling here = new Reconciling(database, new QuietMdm());
    enrolled(here, phone("a"), phone("b"));
    here.days(3);
    here.tell(new CheckedIn("alive", here.ledger.now(), phone("b").id()));
    here.days(1);
    assertThat(here.registered("LEFT")).containsExactly("a");
    assertThat(here.registered("ENROLLED")).containsExactly("b");
  }

  @Test
  final void silenceOfAllIsNotBelieved() {
    Reconciling here = new Reconciling(database, new QuietMdm());
    enrolled(here, phone("a"), phone("b"));
    here.days(5);
    assertThat(here.registered("LEFT")).isEmpty();
    assertThat(here.guards()).singleElement().asString().contains("all 2 enrollments");
  }

  @Test
  final void silenceSaysNothingUnlessItIsToldTo() {
    Reconciling here = new Reconciling(database, new QuietMdm(), Duration.ZERO);
    enrolled(here, phone("a"), phone("b"));
    here.days(1);
    here.rows.change("UPDATE enrollment SET seen_millis = 0 WHERE enrollment = 'a'");
    here.days(5);
    assertThat(here.registered("ENROLLED")).containsExactly("a", "b");
  }

  @Test
  final void aMacIsHeardOfWhileItsUserChannelIs() {
    Reconciling here = new Reconciling(database, new QuietMdm());
    Device mac = Device.enrolled(new EnrollmentId("mac"), Platform.MACOS).build();
    Device user =
        Device.enrolled(new EnrollmentId("mac:user"), Platform.MACOS)
            .userChannelOf(mac.id())
            .build();
    enrolled(here, mac, phone("a"));
    here.tell(new UserChannelReady("user", here.ledger.now(), user));
    here.days(3);
    here.tell(new CheckedIn("a", here.ledger.now(), phone("a").id()));
    here.tell(new CheckedIn("user in", here.ledger.now(), user.id()));
    here.days(2);
    assertThat(here.registered("LEFT")).isEmpty();
  }

  @Test
  final void whatIsOnlyHeardOfIsLookedUpAndOneThatIsRefusedHindersNoOther() {
    QuietMdm.Askable mdm = new QuietMdm.Askable();
    mdm.knows(phone("b"));
    mdm.knows(phone("d"));
    mdm.fails("a", new PermanentFailure(PermanentFailure.Reason.REFUSED, "a bad id"));
    Reconciling here = new Reconciling(database, mdm, Duration.ZERO);
    for (String id : List.of("a", "b", "c", "d")) {
      here.tell(new CheckedIn("in " + id, here.ledger.now(), new EnrollmentId(id)));
    }
    here.reconcile();
    assertThat(mdm.asked).containsExactly("a", "b", "c", "d");
    assertThat(here.registered("ENROLLED")).containsExactly("b", "d");
    assertThat(here.registered("DISCOVERED")).containsExactly("a", "c");
    mdm.asked.clear();
    mdm.knows(phone("c"));
    here.reconcile();
    assertThat(mdm.asked).as("not yet").isEmpty();
    here.passes(QUARTER);
    here.reconcile();
    assertThat(here.registered("DISCOVERED")).containsExactly("a");
  }

  @Test
  final void manyAreLookedUpInPartsAndAnMdmThatIsAwayIsAskedLater() {
    QuietMdm.Askable mdm = new QuietMdm.Askable();
    Reconciling here = new Reconciling(database, mdm, Duration.ZERO);
    for (Device device : phones(0, 60)) {
      mdm.knows(device);
      here.tell(new CheckedIn("in " + device.id(), here.ledger.now(), device.id()));
    }
    mdm.fails("phone-030", new TemporaryFailure("the MDM is away"));
    here.reconcile();
    assertThat(here.registered("ENROLLED")).hasSize(30);
    assertThat(here.waits("discovered")).isBetween(55L, 60L);
    mdm.fails("phone-030", new PermanentFailure(PermanentFailure.Reason.REFUSED, "no"));
    here.passes(Duration.ofMinutes(1));
    here.reconcile();
    assertThat(here.registered("DISCOVERED")).containsExactly("phone-030");
    assertThat(mdm.asked).hasSize(61);
  }

  @Test
  final void whatShowsLifeAfterItsEndIsLookedUpAndServedAgain() {
    QuietMdm.Askable mdm = new QuietMdm.Askable();
    mdm.knows(phone("a"));
    Reconciling here = new Reconciling(database, mdm, Duration.ZERO);
    Instant left = here.ledger.now().minusSeconds(10);
    here.tell(new Enrolled("in", left.minusSeconds(60), phone("a")));
    here.tell(new CheckedOut("out", left, phone("a").id()));
    here.tell(new CheckedIn("late", left.minusSeconds(1), phone("a").id()));
    assertThat(here.registered("LEFT")).containsExactly("a");
    here.tell(new CheckedIn("alive", left.plusSeconds(1), phone("a").id()));
    assertThat(here.registered("DISCOVERED")).containsExactly("a");
    here.passes(QUARTER);
    here.reconcile();
    assertThat(here.registered("ENROLLED")).containsExactly("a");
    assertThat(here.rows.all("SELECT generation, withdrawal FROM entry ORDER BY generation"))
        .containsExactly("1 | checked out", "2 | null");
  }

  @Test
  final void whatWasLeftOutIsServedOnceItIsAdmittedAndThenNotToldAgain() {
    Reconciling here = new Reconciling(database, new QuietMdm(), Duration.ZERO);
    here.admits(false);
    Device mac = Device.enrolled(new EnrollmentId("mac"), Platform.MACOS).build();
    enrolled(here, phone("a"), mac);
    here.reconcile();
    assertThat(here.rows.all("SELECT id FROM entry")).isEmpty();
    assertThat(here.facts()).isEqualTo(2);
    here.admits(true);
    here.passes(QUARTER);
    here.reconcile();
    assertThat(here.rows.all("SELECT enrollment, cause FROM entry"))
        .containsExactly("a | enrolled:1");
    rounds(here, 3);
    assertThat(here.facts()).isEqualTo(3);
  }

  @Test
  final void anAccountThatAPersonWithdrewIsNotAskedForAgainAndAgain() {
    Reconciling here = new Reconciling(database, new QuietMdm(), Duration.ZERO);
    here.admits(false);
    enrolled(here, phone("a"));
    here.tell(new Asked("want", here.ledger.now(), phone("a").id(), Wish.PROVISION, "eve"));
    here.tell(new Asked("away", here.ledger.now(), phone("a").id(), Wish.WITHDRAW, "eve"));
    here.rows.change("UPDATE entry SET state = 'GONE', due_millis = NULL");
    here.admits(true);
    rounds(here, 3);
    assertThat(here.facts()).isEqualTo(3);
    assertThat(here.rows.all("SELECT generation FROM entry")).containsExactly("1");
  }

  @Test
  final void whatTheLedgerHearsMeanwhileIsNewerThanWhatWasLeftOut() {
    Reconciling here = new Reconciling(database, new QuietMdm(), Duration.ZERO);
    here.admits(false);
    Instant now = here.ledger.now().minusSeconds(60);
    for (String id : List.of("a", "b")) {
      Device device =
          Device.enrolled(new EnrollmentId(id), Platform.IOS).ownerHint("ann@b.org").build();
      here.tell(new Enrolled("e " + id, now, device));
    }
    here.admits(true);
    DeviceOwner bob = DeviceOwner.of("bob@b.org");
    here.ledger.accept(
        HERE.tenant(),
        HERE.instance(),
        List.of(
            new OwnerChanged("bob", now.plusSeconds(1), phone("a").id(), bob),
            new CheckedOut("out", now.plusSeconds(1), phone("b").id())));
    here.reconcile();
    assertThat(here.registered("LEFT")).containsExactly("b");
    assertThat(here.rows.all("SELECT enrollment FROM entry WHERE withdrawal IS NULL"))
        .containsExactly("a");
    assertThat(here.rows.all("SELECT device FROM enrollment WHERE enrollment = 'a'").get(0))
        .contains("bob@b.org");
  }

  @Test
  final void aPauseStopsClaimsAndTakesFactsInAllTheSame() {
    QuietMdm.Listing mdm = new QuietMdm.Listing();
    mdm.lists(phones("a"));
    Reconciling here = new Reconciling(database, mdm);
    Fleet fleet = new Fleet(database);
    Instance everywhere = new Instance(HERE.tenant(), "");
    here.guards.pause(HERE, "eve", "the MDM is moved");
    here.guards.pause(everywhere, "eve", "holidays");
    here.reconcile();
    assertThat(here.rows.all("SELECT state FROM entry")).containsExactly("REQUESTED");
    assertThat(fleet.claim(Lane.RESOLVE)).isEmpty();
    assertThat(here.guards.resume(HERE)).isTrue();
    assertThat(here.guards.resume(HERE)).isFalse();
    assertThat(fleet.claim(Lane.RESOLVE)).isEmpty();
    assertThat(here.guards()).containsExactly("pause: holidays");
    assertThat(here.guards.resume(everywhere)).isTrue();
    assertThat(fleet.claim(Lane.RESOLVE)).hasSize(1);
  }

  @Test
  final void oneNodeAtATimeReadsAList() {
    QuietMdm.Listing mdm = new QuietMdm.Listing();
    mdm.lists(phones("a"), phones("b"));
    Reconciling here = new Reconciling(database, mdm);
    Reconciler other = here.node("node-2", GONE);
    mdm.meanwhile(other::step);
    here.step();
    assertThat(mdm.asked).as("the other node leaves it alone").containsExactly("");
    other.step();
    assertThat(mdm.asked).as("and takes the next page").containsExactly("", "1");
    here.apply();
    assertThat(here.registered("ENROLLED")).containsExactly("a", "b");
  }

  @Test
  final void aNodeThatWasTooSlowSavesNothing() {
    QuietMdm.Listing mdm = new QuietMdm.Listing();
    mdm.lists(phones("a"), phones("b"));
    Reconciling here = new Reconciling(database, mdm);
    Reconciler other = here.node("node-2", GONE);
    mdm.meanwhile(
        () -> {
          here.passes(Duration.ofMinutes(4));
          while (other.step() > 0) {
            here.apply();
          }
        });
    here.step();
    assertThat(mdm.asked).containsExactly("", "", "1");
    assertThat(here.pass("list")).startsWith(" | 2 | 0 gone");
    here.apply();
    assertThat(here.registered("ENROLLED")).containsExactly("a", "b");
  }

  @Test
  final void theKeysOfOldFactsAreForgottenOnceADayByOneNode() {
    Reconciling here = new Reconciling(database, new QuietMdm(), Duration.ZERO);
    enrolled(here, phone("old"), phone("young"), phone("waiting"));
    String to = "UPDATE inbox SET received_millis = received_millis - ? WHERE enrollment = ?";
    here.rows.change(to, Duration.ofDays(31).toMillis(), "old");
    here.rows.change(to, Duration.ofDays(29).toMillis(), "young");
    here.rows.change(to, Duration.ofDays(31).toMillis(), "waiting");
    here.rows.change("UPDATE inbox SET due_millis = 0 WHERE enrollment = 'waiting'");
    JdbcLedger ledger = new JdbcLedger(database, (of, device) -> true);
    Forgetting one = new Forgetting(database, ledger, HERE.tenant(), "node-1");
    Forgetting other = new Forgetting(database, ledger, HERE.tenant(), "node-2");
    assertThat(one.step() + other.step()).isEqualTo(1);
    assertThat(here.rows.all("SELECT enrollment FROM inbox ORDER BY id"))
        .containsExactly("young", "waiting");
    here.rows.change(to, Duration.ofDays(2).toMillis(), "young");
    here.passes(Duration.ofHours(23));
    assertThat(one.step()).isZero();
    here.passes(Duration.ofHours(2));
    assertThat(other.step()).isEqualTo(1);
    assertThat(here.rows.all("SELECT enrollment FROM inbox")).containsExactly("waiting");
  }

  private static void enrolled(Reconciling here, Device... devices) {
    for (Device device : devices) {
      here.tell(new Enrolled("enrolled " + device.id(), here.ledger.now(), device));
    }
  }

  private static void rounds(Reconciling here, int times) {
    for (int i = 0; i < times; i++) {
      here.passes(QUARTER);
      here.reconcile();
    }
  }
}
