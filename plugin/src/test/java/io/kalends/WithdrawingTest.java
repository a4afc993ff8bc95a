package io.kalends;

import static org.assertj.core.api.Assertions.assertThat;

import io.kalends.delivery.Proof;
import io.kalends.failure.PermanentFailure;
import io.kalends.failure.PermanentFailure.Reason;
import io.kalends.failure.TemporaryFailure;
import io.kalends.ledger.Claim.Lane;
import io.kalends.ledger.Entry;
import io.kalends.ledger.Entry.SourceHalf;
import io.kalends.ledger.Saving;
import io.kalends.ledger.State;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WithdrawingTest {

  private final TestMdm mdm = new TestMdm();
  private final TestSource.Revoking revoking = new TestSource.Revoking();
  private final Journey journey = new Journey(revoking, mdm).in(Lane.SOURCE);
  private final TestSource.Probing probing = new TestSource.Probing();
  private final Journey owing = new Journey(probing, mdm).in(Lane.SOURCE);

  @Test
  void whatWasNeverMintedIsGoneAtOnce() {
    for (Entry entry : new Entry[] {journey.requested(), journey.resolved()}) {
      Saving gone = journey.in(Lane.RESOLVE).take(Journey.leaving(entry));
      assertThat(gone.entry().state()).isEqualTo(State.GONE);
      assertThat(gone.detail()).contains("asked by admin");
      assertThat(gone.due()).isEmpty();
    }
  }

  @Test
  void theIdOfTheRemovalIsSavedBeforeAnythingIsTakenAway() {
    for (Entry entry : new Entry[] {journey.minted(), journey.sent(), journey.installed()}) {
      Saving begun = journey.take(Journey.leaving(entry));
      assertThat(begun.entry().state()).isEqualTo(State.REMOVING);
      assertThat(begun.entry().removeAttempt()).isPresent();
      assertThat(begun.entry().sourceHalf()).isEqualTo(SourceHalf.LIVE);
    }
    assertThat(revoking.live).isNotEmpty();
    assertThat(mdm.removals).isEmpty();
  }

  @Test
  void itIsRevokedFirstAndThenRemovedAndThenConfirmed() {
    Saving revoked = journey.take(journey.removing());
    assertThat(revoked.entry().sourceHalf()).isEqualTo(SourceHalf.REVOKED);
    assertThat(revoking.live).isEmpty();
    assertThat(mdm.removals).isEmpty();
    Saving removed = journey.in(Lane.MDM).take(revoked.entry());
    assertThat(removed.entry().state()).isEqualTo(State.REMOVE_SENT);
    assertThat(mdm.removals).containsExactly(Journey.REMOVAL);
    assertThat(journey.wait(removed)).isEqualTo(Duration.ofMinutes(15));
  }

  @Test
  void bothHalvesAreTriedUntilTheySucceedWhateverTheyAnswer() {
    Entry removing = journey.removing().failedOnceMore();
    revoking.fate.add(new PermanentFailure(Reason.REFUSED, "revoke: 400"));
    Saving notYet = journey.take(removing);
    assertThat(notYet.entry().sourceHalf()).isEqualTo(SourceHalf.LIVE);
    assertThat(notYet.entry().failures()).isEqualTo(2);
    assertThat(notYet.due()).isPresent();
    Entry revoked = journey.take(notYet.entry()).entry();
    mdm.fate.add(new PermanentFailure(Reason.REFUSED, "remove: 400"));
    Saving notGone = journey.in(Lane.MDM).take(revoked);
    assertThat(notGone.entry().state()).isEqualTo(State.REMOVING);
    assertThat(notGone.entry().hold()).isEmpty();
    assertThat(journey.take(notGone.entry()).entry().state()).isEqualTo(State.REMOVE_SENT);
    assertThat(mdm.removals).containsExactly(Journey.REMOVAL, Journey.REMOVAL);
  }

  @Test
  void theDeviceIsLeftAloneWhereALaterOneIsOnItOrItHoldsNothing() {
    Entry revoked = journey.removing().sourceHalf(SourceHalf.REVOKED);
    assertGone(journey.in(Lane.MDM).amid(Journey.REPLACED).take(revoked));
    assertGone(journey.amid(Journey.LEFT).take(revoked));
    Entry wiped = revoked.withdrawing(new Entry.Withdrawal("wiped", false));
    assertGone(journey.amid(Journey.ALONE).take(wiped));
    assertThat(mdm.removals).isEmpty();
  }

  @Test
  void theSourceIsNotLeftAloneThen() {
    Saving gone = journey.amid(Journey.REPLACED).take(journey.removing());
    assertGone(gone);
    assertThat(gone.entry().sourceHalf()).isEqualTo(SourceHalf.REVOKED);
    assertThat(revoking.live).isEmpty();
  }

  @Test
  void whereNobodyConfirmsTheRemovalIsTheEnd() {
    mdm.highest = Proof.ACCEPTED;
    Saving gone = journey.in(Lane.MDM).take(journey.removing().sourceHalf(SourceHalf.REVOKED));
    assertGone(gone);
    assertThat(gone.detail()).contains("nobody confirms");
    assertThat(mdm.removals).hasSize(1);
  }

  @Test
  void aDeviceThatNeverConfirmsIsGivenTwoWeeks() {
    Saving waiting = journey.in(Lane.MDM).after(Duration.ofDays(13)).take(journey.removeSent());
    assertThat(waiting.entry().state()).isEqualTo(State.REMOVE_SENT);
    Saving gone = journey.after(Duration.ofDays(14)).take(journey.removeSent());
    assertGone(gone);
    assertThat(gone.detail()).contains("device did not confirm");
  }

  @Test
  void aDeviceThatLeavesMeanwhileNeedNotConfirm() {
    assertGone(journey.in(Lane.MDM).amid(Journey.LEFT).take(journey.removeSent()));
  }

  @Test
  void whatCannotBeRevokedIsOwedAndSaysWhoCanDeleteItWhere() {
    Saving owed = owing.take(owing.removing());
    assertThat(owed.entry().sourceHalf()).isEqualTo(SourceHalf.OWED);
    assertThat(owed.detail()).contains("alice@example.org", "tag4711");
    Saving gone = owing.in(Lane.MDM).amid(Journey.LEFT).take(owed.entry());
    assertGone(gone);
    assertThat(gone.entry().account()).as("kept to try it").isPresent();
    assertThat(owing.wait(gone)).isEqualTo(Duration.ofDays(1));
  }

  @Test
  void whatIsOwedIsTriedUntilItNoLongerLogsIn() {
    Entry gone = owing.removing().sourceHalf(SourceHalf.OWED).removeSent().gone();
    Saving still = owing.in(Lane.SOURCE).after(Duration.ofDays(1)).take(gone);
    assertThat(owing.wait(still)).isEqualTo(Duration.ofDays(1));
    assertThat(owing.wait(owing.after(Duration.ofDays(31)).take(gone)))
        .isGreaterThan(Duration.ofDays(5));
    probing.fate.add(new TemporaryFailure("probe: no route"));
    assertThat(owing.after(Duration.ofDays(1)).take(gone).entry().sourceHalf())
        .isEqualTo(SourceHalf.OWED);
    probing.logsIn = false;
    Saving closed = owing.take(gone);
    assertThat(closed.entry().sourceHalf()).isEqualTo(SourceHalf.CLOSED);
    assertThat(closed.entry().account()).isEmpty();
    assertThat(closed.due()).isEmpty();
  }

  private static void assertGone(Saving saving) {
    assertThat(saving.entry().state()).isEqualTo(State.GONE);
  }
}
