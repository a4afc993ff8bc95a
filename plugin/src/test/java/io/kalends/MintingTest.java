package io.kalends;

import static org.assertj.core.api.Assertions.assertThat;

import io.kalends.event.ProvisioningEvent.OwnerLeft;
import io.kalends.failure.ActionRequired;
import io.kalends.failure.ActionRequired.Who;
import io.kalends.failure.PermanentFailure;
import io.kalends.failure.PermanentFailure.Reason;
import io.kalends.failure.TemporaryFailure;
import io.kalends.failure.UncertainOutcome;
import io.kalends.ledger.Claim.Lane;
import io.kalends.ledger.Entry;
import io.kalends.ledger.Entry.SourceHalf;
import io.kalends.ledger.Hold;
import io.kalends.ledger.Saving;
import io.kalends.ledger.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The one call that can be neither repeated nor taken back. */
class MintingTest {

  private final TestSource source = new TestSource();
  private final Journey journey = new Journey(source, new TestMdm()).in(Lane.MINT);
  private final TestSource.Revoking revoking = new TestSource.Revoking();
  private final Journey revocable = new Journey(revoking, new TestMdm()).in(Lane.MINT);

  @Test
  void aMintIsSealedAndAddressedInOneSave() {
    Saving saving = journey.take(journey.minting());
    assertThat(saving.entry().state()).isEqualTo(State.MINTED);
    assertThat(saving.entry().sourceHalf()).isEqualTo(SourceHalf.LIVE);
    assertThat(saving.entry().account()).isPresent();
    assertThat(saving.entry().attempt()).isPresent();
    assertThat(saving.due()).contains(Journey.NOW);
    assertThat(saving.toString() + saving.detail()).doesNotContain(TestSource.PASSWORD);
  }

  @Test
  void onlyTheClaimThatSavedTheLabelMintsUnderIt() {
    journey.in(Lane.SOURCE).take(journey.minting());
    revocable.in(Lane.SOURCE).take(revocable.minting());
    assertThat(source.mints + revoking.mints).isZero();
  }

  @Test
  void whatWasRefusedForNowDoesNotCountAndHonoursWhenToComeBack() {
    Instant at = Journey.NOW.plusSeconds(600);
    source.fate.add(new TemporaryFailure("mint: in maintenance", null, at, "log-1"));
    Saving saving = journey.take(journey.minting());
    assertThat(saving.entry().state()).isEqualTo(State.RESOLVED);
    assertThat(saving.entry().mintAttempts()).isZero();
    assertThat(saving.entry().failures()).isEqualTo(1);
    assertThat(saving.due()).contains(at);
    assertThat(saving.detail()).contains("in maintenance", "log-1");
    assertThat(saving.effects()).isEmpty();
  }

  @Test
  void aThrottlePausesEverybody() {
    Instant at = Journey.NOW.plusSeconds(40);
    source.fate.add(TemporaryFailure.throttled("mint: 429", at, null));
    assertThat(journey.take(journey.minting()).effects())
        .containsExactly(new Saving.Pause("calendar", Optional.of(at), "mint: 429"));
  }

  @Test
  void missingConsentHoldsThisEntryAloneAndIsLookedAtFromAMinuteToADay() {
    Entry entry = journey.minting();
    for (int i = 0; i < 20; i++) {
      source.fate.add(new ActionRequired(Who.OWNER, "the consent page", "mint: 20027", null));
    }
    Saving first = journey.take(entry);
    assertThat(first.entry().hold().orElseThrow().cause()).isEqualTo(Hold.Cause.CONSENT);
    assertThat(first.entry().hold().orElseThrow().detail()).contains("the consent page");
    assertThat(first.effects()).isEmpty();
    assertThat(journey.wait(first)).isBetween(Duration.ofSeconds(30), Duration.ofMinutes(1));
    Saving last = first;
    for (int i = 0; i < 19; i++) {
      last = journey.take(last.entry().minting(entry.label().orElseThrow()));
    }
    assertThat(journey.wait(last)).isBetween(Duration.ofHours(12), Duration.ofDays(1));
    assertThat(last.detail()).as("told once, not at every look").isEmpty();
    Saving minted = journey.take(last.entry().minting(entry.label().orElseThrow()));
    assertThat(minted.entry().hold()).isEmpty();
    assertThat(minted.entry().failures()).isZero();
  }

  @Test
  void aWrongSettingStopsAllMintsAndNotTenThousandOneByOne() {
    source.fate.add(
        new ActionRequired(Who.TENANT_ADMINISTRATOR, "the console", "mint: no scope", null));
    Saving saving = journey.take(journey.minting());
    assertThat(saving.entry().state()).isEqualTo(State.RESOLVED);
    assertThat(saving.entry().hold().orElseThrow().cause()).isEqualTo(Hold.Cause.ADMINISTRATOR);
    assertThat(saving.effects())
        .containsExactly(new Saving.Pause("calendar", Optional.empty(), "mint: no scope"));
  }

  @Test
  void anOwnerWhoLeftIsLearntForAllTheirDevices() {
    source.fate.add(new PermanentFailure(Reason.OWNER_GONE, "mint: 20008"));
    Saving saving = journey.take(journey.minting());
    assertThat(saving.entry().state()).isEqualTo(State.RESOLVED);
    assertThat(saving.entry().withdrawal()).isPresent();
    assertThat(saving.effects()).hasSize(1);
    Saving.Learnt learnt = (Saving.Learnt) saving.effects().get(0);
    assertThat(learnt.event()).isInstanceOf(OwnerLeft.class);
    assertThat(learnt.event().key()).contains("tag4711");
  }

  @Test
  void aRefusalForGoodWaitsForAPerson() {
    source.fate.add(new PermanentFailure(Reason.CONTRACT_BROKEN, "mint: no password in it"));
    Saving saving = journey.take(journey.minting());
    assertThat(saving.entry().hold().orElseThrow().cause()).isEqualTo(Hold.Cause.REFUSED);
    assertThat(saving.due()).isEmpty();
  }

  @Test
  void anUncertainMintIsListedAtOnceWhereItCannotBeUndone() {
    source.fate.add(new UncertainOutcome("mint: reset", null, "log-2"));
    Entry minting = journey.minting();
    Saving saving = journey.take(minting);
    assertThat(saving.entry().state()).isEqualTo(State.RESOLVED);
    assertThat(saving.entry().mintAttempts()).isEqualTo(1);
    assertThat(saving.effects())
        .containsExactly(
            new Saving.PossibleOrphan("calendar", minting.label().orElseThrow(), "log-2"));
    assertThat(saving.detail()).contains("tag4711", "alice@example.org");
  }

  @Test
  void anUncertainMintIsUndoneAfterAWhileWhereItCan() {
    revoking.fate.add(new UncertainOutcome("mint: time-out", null, null));
    Saving uncertain = revocable.take(revocable.minting());
    assertThat(uncertain.entry().state()).isEqualTo(State.MINTING);
    assertThat(revocable.wait(uncertain)).isEqualTo(Settling.GRACE);
    assertThat(revoking.live).hasSize(1);
    Saving settled = revocable.in(Lane.SOURCE).take(uncertain.entry());
    assertThat(settled.entry().state()).isEqualTo(State.RESOLVED);
    assertThat(settled.entry().mintAttempts()).isZero();
    assertThat(settled.effects()).isEmpty();
    assertThat(revoking.live).isEmpty();
  }

  @Test
  void aFaultInsideAMintIsUncertainToo() {
    revoking.fate.add(new IllegalStateException("a bug"));
    assertThat(revocable.take(revocable.minting()).entry().state()).isEqualTo(State.MINTING);
    source.fate.add(new IllegalStateException("a bug"));
    assertThat(journey.take(journey.minting()).effects())
        .hasOnlyElementsOfType(Saving.PossibleOrphan.class);
  }

  @Test
  void aMintThatWasCutOffIsRevokedAgainAndAgainUntilThatIsCertain() {
    revoking.fate.add(new TemporaryFailure("revoke: connection refused"));
    Saving again = revocable.in(Lane.SOURCE).take(revocable.minting());
    assertThat(again.entry().state()).isEqualTo(State.MINTING);
    assertThat(again.entry().failures()).isEqualTo(1);
    assertThat(revocable.take(again.entry()).entry().state()).isEqualTo(State.RESOLVED);
  }

  @Test
  void aMintThatCannotBeUndoneForGoodIsListed() {
    revoking.fate.add(new PermanentFailure(Reason.OWNER_GONE, "revoke: unknown person"));
    Saving saving = revocable.in(Lane.SOURCE).take(revocable.minting());
    assertThat(saving.effects()).hasOnlyElementsOfType(Saving.PossibleOrphan.class);
    assertThat(saving.entry().state()).isEqualTo(State.RESOLVED);
  }

  @Test
  void theThirdMintThatWasLostIsTheLast() {
    Entry second = journey.minting().mintLost().minting(journey.minting().label().orElseThrow());
    Entry third = second.mintLost().minting(journey.minting().label().orElseThrow());
    Saving afterSecond = journey.in(Lane.SOURCE).take(second);
    assertThat(afterSecond.entry().hold()).isEmpty();
    assertThat(afterSecond.due()).isPresent();
    Saving afterThird = journey.take(third);
    assertThat(afterThird.entry().hold().orElseThrow().cause())
        .isEqualTo(Hold.Cause.UNCERTAIN_MINTS);
    assertThat(afterThird.due()).isEmpty();
    assertThat(afterThird.effects()).hasSize(1);
  }

  @Test
  void oneThatIsToBeWithdrawnIsSettledFirstAndThenGone() {
    Saving settled = revocable.in(Lane.SOURCE).take(Journey.leaving(revocable.minting()));
    assertThat(settled.entry().state()).isEqualTo(State.RESOLVED);
    assertThat(settled.due()).contains(Journey.NOW);
    Saving gone = revocable.in(Lane.RESOLVE).take(settled.entry());
    assertThat(gone.entry().state()).isEqualTo(State.GONE);
    assertThat(gone.entry().sourceHalf()).isEqualTo(SourceHalf.NONE);
  }
}
