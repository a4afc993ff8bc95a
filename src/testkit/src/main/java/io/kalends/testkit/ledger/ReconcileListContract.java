package io.kalends.testkit.ledger;

import static io.kalends.testkit.ledger.Fleet.HERE;
import static io.kalends.testkit.ledger.Reconciling.phone;
import static io.kalends.testkit.ledger.Reconciling.phones;
import static org.assertj.core.api.Assertions.assertThat;

import io.kalends.enrollment.Device;
import io.kalends.enrollment.EnrollmentId;
import io.kalends.enrollment.Platform;
import io.kalends.event.ProvisioningEvent.CheckedIn;
import io.kalends.event.ProvisioningEvent.CheckedOut;
import io.kalends.event.ProvisioningEvent.Enrolled;
import io.kalends.event.ProvisioningEvent.UserChannelReady;
import io.kalends.failure.PermanentFailure;
import io.kalends.failure.TemporaryFailure;
import io.kalends.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an MDM's list makes of the registry, whichever database keeps it. */
public abstract class ReconcileListContract {

  private static final EnrollmentId MAC = new EnrollmentId("mac");

  private Database database;
  private QuietMdm.Listing mdm;
  private Reconciling here;

  /** For subclasses. */
  protected ReconcileListContract() {}

  /**
   * Opens an empty ledger's database.
   *
   * @return closed by the contract
   */
  protected abstract Database open();

  @BeforeEach
  final void openLedger() {
    database = open();
    mdm = new QuietMdm.Listing();
    here = new Reconciling(database, mdm);
  }

  @AfterEach
  final void closeLedger() {
    database.close();
  }

  @Test
  final void whatIsListedIsEnrolledOnceThoughItStandsOnTwoPages() {
    mdm.lists(phones("a", "b", "b"), phones("b", "c"));
    here.reconcile();
    assertThat(here.registered("ENROLLED")).containsExactly("a", "b", "c");
    assertThat(here.facts()).isEqualTo(3);
    assertThat(here.rows.all("SELECT generation, state FROM entry"))
        .containsExactly("1 | REQUESTED", "1 | REQUESTED", "1 | REQUESTED");
  }

  @Test
  final void aListThatTellsNothingNewTellsNothing() {
    Device told = Device.enrolled(phone("a").id(), Platform.IOS).ownerHint("ann@b.org").build();
    here.tell(new Enrolled("e", Instant.EPOCH, told));
    mdm.lists(
        List.of(
            Device.enrolled(phone("a").id(), Platform.IOS)
                .ownerHint("Ann@B.org ")
                .name("an\0n\ud800")
                .build()));
    here.reconcile();
    assertThat(here.facts()).isEqualTo(2);
    again();
    assertThat(here.facts()).isEqualTo(2);
    mdm.lists(List.of(Device.enrolled(phone("a").id(), Platform.IOS).osVersion("18").build()));
    again();
    assertThat(here.facts()).isEqualTo(3);
    assertThat(here.rows.all("SELECT device FROM enrollment").get(0))
        .contains("\"osVersion\":\"18\"", "\"owner\":\"ann@b.org\"", "an\ufffdn\ufffd");
  }

  @Test
  final void anOwnerNoColumnHoldsKeepsNobodyElseOut() {
    mdm.lists(
        List.of(
            phone("a"),
            Device.enrolled(phone("b").id(), Platform.IOS).ownerHint("e\0ve").build(),
            phone("c")));
    here.reconcile();
    assertThat(here.registered("ENROLLED")).containsExactly("a", "c");
    assertThat(here.pass("list")).isEqualTo(" | 1 | 0 gone, 0 held back");
  }

  @Test
  final void whatIsMissingAndComesBackHasNotLeft() {
    listed("a", "b");
    mdm.lists(phones("b"));
    here.days(2);
    mdm.lists(phones("a", "b"));
    again();
    mdm.lists(phones("b"));
    here.days(2);
    assertThat(here.registered("ENROLLED")).containsExactly("a", "b");
  }

  @Test
  final void whatIsMissingForTooLongIsWithdrawn() {
    listed("a", "b");
    mdm.lists(phones("b"));
    here.days(3);
    assertThat(here.registered("LEFT")).isEmpty();
    here.days(1);
    assertThat(here.registered("LEFT")).containsExactly("a");
    assertThat(
            here.rows.all(
                "SELECT enrollment, device_holds FROM entry WHERE withdrawal =" + " 'checked out'"))
        .containsExactly("a | 0");
    assertThat(here.guards()).isEmpty();
  }

  @Test
  final void whatComesBackAfterItsEndIsNotMissingFromBefore() {
    listed("a", "b");
    mdm.lists(phones("b"));
    here.days(4);
    Enrolled back = new Enrolled("back", here.ledger.now().plusSeconds(60), phone("a"));
    mdm.meanwhile(() -> here.tell(back));
    again();
    assertThat(here.registered("ENROLLED")).containsExactly("a", "b");
    here.days(2);
    assertThat(here.registered("ENROLLED")).containsExactly("a", "b");
  }

  @Test
  final void whatEnrollsWhileAListIsReadIsNotMissingFromIt() {
    mdm.lists(phones("a"), phones("b"));
    mdm.meanwhile(() -> here.tell(new Enrolled("new", Instant.EPOCH, phone("c"))));
    here.reconcile();
    assertThat(absent()).isEmpty();
    again();
    assertThat(absent()).containsExactly("c");
  }

  @Test
  final void whatIsHeardOfHasNotLeftThoughNoListHasIt() {
    listed("a", "b");
    mdm.lists(phones("b"));
    here.days(3);
    here.tell(new CheckedIn("alive", here.ledger.now(), phone("a").id()));
    here.days(1);
    assertThat(here.registered("ENROLLED")).containsExactly("a", "b");
  }

  @Test
  final void aUserChannelIsInNoListAndLeavesWithItsDevice() {
    Device mac = Device.enrolled(MAC, Platform.MACOS).build();
    Device user =
        Device.enrolled(new EnrollmentId("mac:user"), Platform.MACOS).userChannelOf(MAC).build();
    mdm.lists(List.of(mac, phone("a")));
    here.reconcile();
    here.tell(new UserChannelReady("user", here.ledger.now(), user));
    here.days(5);
    assertThat(here.registered("ENROLLED")).containsExactly("a", "mac", "mac:user");
    mdm.lists(phones("a"));
    here.days(4);
    assertThat(here.registered("LEFT")).containsExactly("mac", "mac:user");
    assertThat(here.rows.all("SELECT enrollment, withdrawal FROM entry WHERE device_holds = 0"))
        .containsExactly("mac:user | checked out");
  }

  @Test
  final void moreThanFiveAndMoreThanTwoInAHundredAreNotBelieved() {
    mdm.lists(phones(0, 20));
    here.reconcile();
    mdm.lists(phones(0, 14));
    here.days(5);
    assertThat(here.registered("LEFT")).isEmpty();
    assertThat(here.guards())
        .singleElement()
        .asString()
        .contains("withdrawals: 6 of 20 enrollments are gone, more than the 5");
    mdm.lists(phones(0, 20));
    again();
    assertThat(here.guards()).as("lifted, as all are back").isEmpty();
    mdm.lists(phones(0, 15));
    here.days(4);
    assertThat(here.registered("LEFT")).hasSize(5);
  }

  @Test
  final void twoInAHundredOfManyAreBelieved() {
    mdm.lists(phones(0, 400));
    here.reconcile();
    mdm.lists(phones(0, 392));
    here.days(4);
    assertThat(here.registered("LEFT")).hasSize(8);
  }

  @Test
  final void whatAPersonAllowsHappensOnce() {
    mdm.lists(phones(0, 40));
    here.reconcile();
    mdm.lists(phones(0, 30));
    here.days(4);
    assertThat(here.guards.allowWithdrawals(HERE, "eve")).hasValue(10);
    assertThat(here.guards.allowWithdrawals(HERE, "eve")).as("asked twice").isEmpty();
    again();
    assertThat(here.registered("LEFT")).hasSize(10);
    assertThat(here.guards()).isEmpty();
    mdm.lists(phones(0, 20));
    here.days(4);
    assertThat(here.registered("LEFT")).hasSize(10);
    assertThat(here.guards()).hasSize(1);
  }

  @Test
  final void aPermissionIsForNoMoreThanThereWereAndUsedUpWhenItIsNotNeeded() {
    mdm.lists(phones(0, 40));
    here.reconcile();
    mdm.lists(phones(0, 30));
    here.days(4);
    here.guards.allowWithdrawals(HERE, "eve");
    here.rows.change("UPDATE enrollment SET absent_since_millis = 0, seen_millis = 0");
    mdm.lists(List.of());
    again();
    assertThat(here.registered("LEFT")).isEmpty();
    assertThat(here.guards()).singleElement().asString().contains("all 40 enrollments");
    here.guards.allowWithdrawals(HERE, "eve");
    mdm.lists(phones(0, 40));
    again();
    assertThat(here.guards()).isEmpty();
    mdm.lists(phones(0, 30));
    here.days(4);
    assertThat(here.registered("LEFT")).isEmpty();
  }

  @Test
  final void anEmptyListWithdrawsNobodyUnasked() {
    listed("a", "b", "c");
    mdm.lists(List.of());
    here.days(10);
    assertThat(here.registered("ENROLLED")).containsExactly("a", "b", "c");
    assertThat(here.guards()).singleElement().asString().contains("as if the MDM's list were");
  }

  @Test
  final void aListThatFailsInTheMiddleGoesOnThereAndNobodyIsJudgedByHalfOfIt() {
    mdm.lists(phones("a"), phones("b"), phones("c"));
    here.reconcile();
    mdm.fails("1", new TemporaryFailure("the MDM is away"));
    here.passes(Duration.ofDays(4));
    mdm.asked.clear();
    here.reconcile();
    assertThat(mdm.asked).containsExactly("", "1");
    assertThat(here.waits("list")).isBetween(55L, 60L);
    assertThat(here.pass("list")).isEqualTo("1 | 2 | the MDM is away");
    here.passes(Duration.ofMinutes(1));
    here.reconcile();
    assertThat(absent()).isEmpty();
    mdm.works();
    mdm.asked.clear();
    here.passes(Duration.ofMinutes(1));
    here.reconcile();
    assertThat(mdm.asked).containsExactly("1", "2");
    assertThat(here.registered("ENROLLED")).containsExactly("a", "b", "c");
    assertThat(here.pass("list")).isEqualTo(" | 2 | 0 gone, 0 held back");
    assertThat(here.waits("list")).isBetween(295L, 300L);
  }

  @Test
  final void aHalfReadListIsBegunAnewWhenItIsOld() {
    mdm.lists(phones("a"), phones("b"));
    mdm.fails("1", new TemporaryFailure("the MDM is away"));
    here.reconcile();
    mdm.works();
    mdm.asked.clear();
    here.passes(Duration.ofHours(7));
    here.reconcile();
    assertThat(mdm.asked).containsExactly("", "1");
    assertThat(here.pass("list")).startsWith(" | 2 |");
  }

  @Test
  final void anMdmIsAskedAgainWhenItWantsToBe() {
    Instant at = here.ledger.now().plus(Duration.ofHours(2));
    mdm.fails("", TemporaryFailure.throttled("too many calls", at, null));
    here.reconcile();
    assertThat(here.waits("list")).isBetween(7_190L, 7_200L);
    here.passes(Duration.ofHours(2));
    Instant never = here.ledger.now().plus(Duration.ofDays(4_000));
    mdm.fails("", TemporaryFailure.throttled("too many calls", never, null));
    here.reconcile();
    assertThat(here.waits("list")).isBetween(86_390L, 86_400L);
  }

  @Test
  final void aCursorThatIsRefusedIsNotAskedForAgain() {
    mdm.lists(phones("a"), phones("b"));
    mdm.fails("1", new PermanentFailure(PermanentFailure.Reason.REFUSED, "no such page"));
    here.reconcile();
    assertThat(here.waits("list")).isBetween(895L, 900L);
    mdm.works();
    mdm.asked.clear();
    here.passes(Duration.ofMinutes(15));
    here.reconcile();
    assertThat(mdm.asked).containsExactly("", "1");
  }

  @Test
  final void aListThatGoesInCirclesEndsAndJudgesNobody() {
    mdm.lists(phones("a"), phones("b"));
    here.reconcile();
    mdm.goesInCircles();
    mdm.asked.clear();
    again();
    assertThat(mdm.asked).containsExactly("", "1");
    assertThat(here.pass("list")).contains("names one page as its own next");
  }

  @Test
  final void aListThatKnowsBetterThanAnOldCheckOutBringsADeviceBack() {
    listed("a", "b");
    here.tell(new CheckedOut("out", here.ledger.now(), phone("a").id()));
    assertThat(here.registered("LEFT")).containsExactly("a");
    again();
    assertThat(here.registered("ENROLLED")).containsExactly("a", "b");
    assertThat(here.rows.all("SELECT generation FROM entry WHERE enrollment = 'a' ORDER BY id"))
        .containsExactly("1", "2");
  }

  private void listed(String... ids) {
    mdm.lists(phones(ids));
    here.reconcile();
  }

  private void again() {
    here.passes(Reconciling.EVERY);
    here.reconcile();
  }

  private List<String> absent() {
    return here.rows.all("SELECT enrollment FROM enrollment WHERE absent_since_millis IS NOT NULL");
  }
}
