package io.kalends.testkit.ledger;

import static io.kalends.testkit.ledger.Fleet.HERE;
import static org.assertj.core.api.Assertions.assertThat;

import io.kalends.ledger.Claim;
import io.kalends.ledger.Claim.Lane;
import io.kalends.ledger.Entry;
import io.kalends.ledger.Hold;
import io.kalends.ledger.Ledger;
import io.kalends.ledger.Saving;
import io.kalends.mdm.InstallReference;
import io.kalends.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What a save does beyond its entry: what others said meanwhile is kept, generations follow each
 * other in order, and the receipt tells all of it. To be run on each database the ledger stands on.
 */
@Timeout(120)
public abstract class SavingContract {

  private Database database;
  private Fleet fleet;
  private LedgerRows rows;

  /** For the class that says which database. */
  protected SavingContract() {}

  /**
   * Opens an empty ledger's database; the contract closes it.
   *
   * @return with the ledger's schema, and nothing in it
   */
  protected abstract Database open();

  @BeforeEach
  final void openDatabase() {
    database = open();
    fleet = new Fleet(database);
    rows = fleet.rows;
  }

  @AfterEach
  final void closeDatabase() {
    database.close();
  }

  @Test
  final void aWithdrawalThatArrivesDuringAStepIsNotLost() {
    rows.enroll("device", "ENROLLMENT");
    Claim claim = fleet.one(Lane.RESOLVE);
    rows.withdraw("device", 1, "device checked out", false);
    Instant tomorrow = fleet.ledger.now().plus(Duration.ofDays(1));
    fleet.saved(claim, Saving.at(claim.entry().held(missing()), "no consent", tomorrow));
    Claim next = fleet.one(Lane.RESOLVE);
    assertThat(next.entry().withdrawal())
        .contains(new Entry.Withdrawal("device checked out", false));
    assertThat(next.entry().hold()).isEmpty();
  }

  @Test
  final void aDeviceThatIsWipedDuringAStepHoldsNothingAfterIt() {
    fleet.installed("device");
    rows.withdraw("device", 1, "owner left", true);
    rows.change("UPDATE entry SET due_millis = 1");
    Claim claim = fleet.one(Lane.SOURCE);
    rows.withdraw("device", 1, "owner left", false);
    Instant tomorrow = fleet.ledger.now().plus(Duration.ofDays(1));
    fleet.saved(claim, Saving.at(claim.entry(), "the source is away", tomorrow));
    assertThat(fleet.one(Lane.SOURCE).entry().withdrawal())
        .contains(new Entry.Withdrawal("owner left", false));
  }

  @Test
  final void aWithdrawalTheStepKnewOfIsNoReasonToHurry() {
    fleet.installed("device");
    rows.withdraw("device", 1, "owner left", true);
    rows.change("UPDATE entry SET due_millis = 1");
    Claim claim = fleet.one(Lane.SOURCE);
    Hold hold = new Hold(Hold.Cause.ADMINISTRATOR, fleet.ledger.now(), "the key has expired");
    fleet.saved(claim, Saving.resting(claim.entry().held(hold), ""));
    assertThat(rows.entry("device", 1, "hold, due_millis")).isEqualTo("ADMINISTRATOR | null");
  }

  @Test
  final void whatTheMdmSaysAboutTheOwnerDuringAWatchIsWatchedAgain() {
    fleet.installed("device");
    rows.ownerChanges("device");
    rows.change("UPDATE entry SET due_millis = 1");
    Claim watch = fleet.one(Lane.SOURCE);
    assertThat(watch.surroundings().ownerMayHaveChanged()).isTrue();
    rows.ownerChanges("device");
    fleet.saved(watch, Saving.resting(watch.entry(), "").and(new Saving.OwnerConfirmed()));
    Claim again = fleet.one(Lane.SOURCE);
    assertThat(again.surroundings().ownerMayHaveChanged()).isTrue();
    fleet.saved(again, Saving.resting(again.entry(), "").and(new Saving.OwnerConfirmed()));
    rows.change("UPDATE entry SET due_millis = 1");
    assertThat(fleet.one(Lane.SOURCE).surroundings().ownerMayHaveChanged()).isFalse();
  }

  @Test
  final void theOwnerIsTheOneOfTheClaimThatLookedHimUp() {
    rows.enroll("device", "ENROLLMENT");
    Claim claim = fleet.one(Lane.RESOLVE);
    rows.ownerChanges("device");
    fleet.resolve(claim, "alice@example.org");
    assertThat(fleet.one(Lane.MINT).surroundings().ownerMayHaveChanged()).isTrue();
  }

  @Test
  final void aProvenGenerationSupersedesTheEarlierOnes() {
    fleet.installed("device");
    rows.open("device", "BULK");
    fleet.resolve();
    fleet.mint();
    Claim third = fleet.one(Lane.MDM);
    assertThat(third.surroundings().earlierLive()).isTrue();
    Entry sent = third.entry().sending(UUID.randomUUID()).sent(new InstallReference("r"));
    fleet.saved(third, Saving.resting(sent, "sent").and(new Saving.Supersede()));
    Claim first = fleet.one(Lane.SOURCE);
    assertThat(first.entry().key().generation()).isEqualTo(1);
    assertThat(first.entry().withdrawal())
        .contains(new Entry.Withdrawal("superseded by generation 2", true));
    assertThat(first.surroundings().laterDelivered()).isTrue();
    assertThat(rows.history("device"))
        .contains(
            "1 | kalends | INSTALLED ACKNOWLEDGED | INSTALLED ACKNOWLEDGED"
                + " | superseded by generation 2");
    fleet.saved(first, Fleet.removing(first, fleet.ledger.now()));
    assertThat(rows.entry("device", 2, "withdrawal, state")).isEqualTo("null | SENT");
  }

  @Test
  final void aReopenedEnrollmentWaitsUntilTheEarlierGenerationIsOutOfTheWay() {
    fleet.installed("device");
    rows.withdraw("device", 1, "another owner", true);
    rows.change("UPDATE entry SET due_millis = 1");
    Claim source = fleet.one(Lane.SOURCE);
    fleet.saved(
        source, Fleet.removing(source, fleet.ledger.now()).and(new Saving.Reopen("owner changed")));
    assertThat(rows.entry("device", 2, "state, hold, cause, due_millis, priority"))
        .isEqualTo("REQUESTED | EARLIER_GENERATION | owner changed | null | ENROLLMENT");
    assertThat(fleet.claim(Lane.RESOLVE)).isEmpty();
    Claim device = fleet.one(Lane.MDM);
    fleet.saved(
        device,
        Saving.resting(device.entry().removeSent(), "").and(new Saving.Reopen("owner changed")));
    assertThat(rows.all("SELECT count(*) FROM entry")).containsExactly("2");
    assertThat(fleet.one(Lane.RESOLVE).entry().key().generation()).isEqualTo(2);
    assertThat(rows.history("device"))
        .contains(
            "2 | kalends |  | REQUESTED, waiting for EARLIER_GENERATION | owner changed",
            "2 | kalends | REQUESTED, waiting for EARLIER_GENERATION | REQUESTED"
                + " | no earlier generation is in the way");
  }

  @Test
  final void whatIsGoneIsNeverDueUnlessItIsOwed() {
    for (String device : List.of("revoked", "owed")) {
      fleet.installed(device);
      rows.withdraw(device, 1, "device checked out", false);
    }
    rows.change("UPDATE entry SET due_millis = 1");
    Instant soon = fleet.ledger.now().plus(Duration.ofDays(1));
    for (Claim claim : fleet.claim(Lane.SOURCE)) {
      boolean owed = claim.entry().key().enrollment().value().equals("owed");
      Entry.SourceHalf half = owed ? Entry.SourceHalf.OWED : Entry.SourceHalf.REVOKED;
      Entry gone = claim.entry().removing(UUID.randomUUID()).sourceHalf(half).gone();
      fleet.saved(claim, Saving.at(gone, "", soon));
    }
    assertThat(rows.entry("revoked", 1, "due_millis, state")).isEqualTo("null | GONE");
    assertThat(rows.entry("owed", 1, "due_millis")).isEqualTo("" + soon.toEpochMilli());
  }

  @Test
  final void factsThatWaitedForTheStepAreTriedAgainAfterIt() {
    rows.enroll("device", "ENROLLMENT");
    rows.enroll("other", "ENROLLMENT");
    rows.waitingFact("device");
    rows.waitingFact("other");
    Claim claim = fleet.claim(Lane.RESOLVE).get(0);
    fleet.saved(claim, Saving.resting(claim.entry().held(missing()), ""));
    String enrollment = claim.entry().key().enrollment().value();
    assertThat(
            rows.all(
                "SELECT enrollment FROM inbox WHERE due_millis <= ?",
                fleet.ledger.now().toEpochMilli()))
        .containsExactly(enrollment);
  }

  @Test
  final void aPossibleOrphanIsListedOnce() {
    rows.enroll("device", "ENROLLMENT");
    fleet.resolve();
    Claim claim = fleet.one(Lane.MINT);
    Saving.PossibleOrphan orphan =
        new Saving.PossibleOrphan("calendar", claim.entry().label().orElseThrow(), "log-4711");
    fleet.saved(claim, Saving.resting(claim.entry().mintLost(), "").and(orphan).and(orphan));
    assertThat(
            rows.all(
                "SELECT enrollment, generation, api, owner, label, exchange_id"
                    + " FROM possible_orphan"))
        .containsExactly(
            "device | 1 | calendar | device@example.org | "
                + claim.entry().label().orElseThrow()
                + " | log-4711");
  }

  @Test
  final void aPauseEndsWhenTheOtherSideSaysAndSimultaneousRefusalsCountOnce() {
    for (String device : List.of("a", "b", "c")) {
      rows.enroll(device, "ENROLLMENT");
    }
    fleet.resolve();
    Instant said = fleet.ledger.now().plus(Duration.ofMinutes(10));
    for (Claim claim : fleet.claim(Lane.MINT)) {
      Saving.Pause pause = new Saving.Pause("calendar", Optional.of(said), "429");
      fleet.saved(claim, Saving.resting(claim.entry().notMinted(), "").and(pause));
    }
    assertThat(rows.all("SELECT pauses, paused_until_millis, reason FROM pace"))
        .containsExactly("1 | " + said.toEpochMilli() + " | 429");
  }

  @Test
  final void theReceiptTellsEveryMoveAndNothingElse() {
    fleet.installed("device");
    rows.change("UPDATE entry SET due_millis = 1");
    Claim quiet = fleet.one(Lane.SOURCE);
    fleet.saved(quiet, Saving.resting(quiet.entry(), ""));
    rows.change("UPDATE entry SET due_millis = 1");
    Claim held = fleet.one(Lane.SOURCE);
    fleet.saved(held, Saving.resting(held.entry().held(missing()), "consent expired"));
    List<String> lines = rows.history("device");
    assertThat(lines.get(1)).startsWith("1 | node-1 | RESOLVED | MINTING | as ");
    assertThat(lines.subList(0, 1)).containsExactly("1 | node-1 | REQUESTED | RESOLVED | ");
    assertThat(lines.subList(2, lines.size()))
        .containsExactly(
            "1 | node-1 | MINTING | MINTED | ",
            "1 | node-1 | MINTED | INSTALLED ACKNOWLEDGED | installed",
            "1 | node-1 | INSTALLED ACKNOWLEDGED"
                + " | INSTALLED ACKNOWLEDGED, waiting for CONSENT | consent expired");
  }

  @Test
  final void aHostileTextFromOutsideIsShownAndHarmsNoSave() {
    rows.enroll("device", "ENROLLMENT");
    Claim claim = fleet.one(Lane.RESOLVE);
    String hostile = "a\0b\ud800c \ud83d\ude00";
    Hold hold = new Hold(Hold.Cause.REFUSED, fleet.ledger.now(), hostile);
    fleet.saved(claim, Saving.resting(claim.entry().held(hold), hostile));
    String shown = "a\ufffdb\ufffdc \ud83d\ude00";
    assertThat(rows.entry("device", 1, "hold_detail")).isEqualTo(shown);
    assertThat(rows.history("device").get(0)).endsWith(" | " + shown);
  }

  @Test
  final void everyColumnOfAnEntrySurvivesASave() {
    fleet.installed("device");
    rows.change("UPDATE entry SET due_millis = 1");
    Entry entry = fleet.one(Lane.SOURCE).entry();
    assertThat(entry.attempt()).isPresent();
    assertThat(entry.reference()).map(r -> r.value()).contains("reference");
    assertThat(entry.account()).isPresent();
    assertThat(entry.target()).map(t -> t.owner().address()).contains("device@example.org");
  }

  @Test
  final void theNextDueTimeIsTheEarliestOfAllThatIsAskedFor() {
    assertThat(fleet.ledger.nextDue(Set.of(HERE))).isEmpty();
    rows.enroll("device", "BULK");
    rows.change("UPDATE entry SET due_millis = 5000");
    assertThat(fleet.ledger.nextDue(Set.of(HERE))).contains(Instant.ofEpochSecond(5));
    assertThat(fleet.ledger.nextDue(Set.of(new Ledger.Instance("acme", "x")))).isEmpty();
    Claim claim = fleet.one(Lane.RESOLVE);
    assertThat(fleet.ledger.nextDue(Set.of(HERE))).contains(claim.until());
    rows.waitingFact("device");
    rows.change("UPDATE inbox SET due_millis = 7000");
    assertThat(fleet.ledger.nextDue(Set.of(HERE))).contains(Instant.ofEpochSecond(7));
  }

  private Hold missing() {
    return new Hold(Hold.Cause.CONSENT, fleet.ledger.now(), "alice has to consent");
  }
}
