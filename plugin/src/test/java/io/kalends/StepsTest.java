package io.kalends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kalends.enrollment.Device;
import io.kalends.enrollment.EnrollmentId;
import io.kalends.enrollment.Platform;
import io.kalends.failure.TemporaryFailure;
import io.kalends.ledger.Claim;
import io.kalends.ledger.Claim.Lane;
import io.kalends.ledger.Entry;
import io.kalends.ledger.Hold;
import io.kalends.ledger.Saving;
import io.kalends.ledger.State;
import io.kalends.signing.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What all steps share, and the first of them. */
class StepsTest {

  private final TestSource source = new TestSource();
  private final TestMdm mdm = new TestMdm();
  private final Journey journey = new Journey(source, mdm).in(Lane.RESOLVE);

  @Test
  void aRequestIsResolvedAndSaysForWhomAndHow() {
    Saving saving = journey.take(journey.requested());
    assertThat(saving.entry().state()).isEqualTo(State.RESOLVED);
    assertThat(saving.detail())
        .contains("alice@example.org", "MANAGED_CONFIGURATION", "clear-in-mdm");
  }

  @Test
  void theMdmIsCheckedOnceAMinuteAndNotOnceADevice() {
    for (int i = 0; i < 100; i++) {
      journey.take(journey.requested());
    }
    assertThat(mdm.checks).isEqualTo(1);
    journey.clock.set(Journey.NOW.plusSeconds(61));
    journey.take(journey.requested());
    assertThat(mdm.checks).isEqualTo(2);
  }

  @Test
  void anMdmThatIsNotUsableIsWaitedFor() {
    mdm.usable = false;
    Saving saving = journey.take(journey.requested());
    assertThat(saving.entry().state()).isEqualTo(State.REQUESTED);
    assertThat(saving.entry().hold()).isEmpty();
    assertThat(saving.due()).isPresent();
    mdm.usable = true;
    journey.clock.set(Journey.NOW.plusSeconds(11));
    assertThat(journey.take(saving.entry()).entry().state()).isEqualTo(State.RESOLVED);
  }

  @Test
  void aDeviceOfNobodyWaitsAndIsLookedAtAgain() {
    Device unowned = Device.enrolled(new EnrollmentId("udid-1"), Platform.ANDROID).build();
    Saving saving = journey.take(journey.requested(unowned));
    assertThat(saving.entry().hold().orElseThrow().cause()).isEqualTo(Hold.Cause.OWNER_UNKNOWN);
    assertThat(journey.wait(saving)).isLessThanOrEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void nothingIsMintedForSomebodyWhoseDeviceItNoLongerIs() {
    Saving saving = journey.in(Lane.MINT).amid(Journey.OWNER_UNSURE).take(handedOn(false));
    assertThat(source.mints).isZero();
    assertThat(saving.entry().state()).isEqualTo(State.RESOLVED);
    assertThat(saving.entry().mintAttempts()).isZero();
    assertWithdrawnForBob(saving);
  }

  @Test
  void nothingIsSentToSomebodyElsesDevice() {
    Saving saving = journey.in(Lane.MDM).amid(Journey.OWNER_UNSURE).take(handedOn(true));
    assertThat(mdm.installs).isEmpty();
    assertThat(saving.entry().state()).isEqualTo(State.MINTED);
    assertThat(saving.entry().withdrawal().orElseThrow().deviceHolds()).isTrue();
    assertWithdrawnForBob(saving);
  }

  @Test
  void theSameOwnerUnderAnotherNameChangesNothingButThatItIsKnown() {
    Saving saving = journey.in(Lane.SOURCE).amid(Journey.OWNER_UNSURE).take(journey.installed());
    assertThat(saving.entry().withdrawal()).isEmpty();
    assertThat(saving.effects()).containsExactly(new Saving.OwnerConfirmed());
  }

  @Test
  void aDirectoryThatCannotAnswerHoldsUpAMintWithoutCountingIt() {
    Journey asking =
        new Journey(
                source,
                mdm,
                road ->
                    road.owners(
                        device -> {
                          throw new TemporaryFailure("owner: directory away");
                        }))
            .in(Lane.MINT)
            .amid(Journey.OWNER_UNSURE);
    Saving saving = asking.take(asking.minting());
    assertThat(source.mints).isZero();
    assertThat(saving.entry().state()).isEqualTo(State.RESOLVED);
    assertThat(saving.entry().mintAttempts()).isZero();
    assertThat(saving.detail()).contains("directory away");
  }

  @Test
  void aFaultOfOursIsTriedAgainAndHeldAtTheFifth() {
    Entry entry = journey.minted();
    for (int i = 0; i < 5; i++) {
      assertThat(entry.hold()).isEmpty();
      mdm.fate.add(new IllegalStateException("a bug"));
      Saving saving = journey.in(Lane.MDM).take(entry);
      assertThat(saving.entry().state()).isEqualTo(State.MINTED);
      entry = saving.entry();
    }
    assertThat(entry.hold().orElseThrow().cause()).isEqualTo(Hold.Cause.FAULT);
    assertThat(entry.failures()).isEqualTo(5);
  }

  @Test
  void theEndOfTheProcessIsNotCaught() {
    Journey dying =
        new Journey(
                source,
                mdm,
                road ->
                    road.owners(
                        device -> {
                          throw new AssertionError("the process died here");
                        }))
            .in(Lane.RESOLVE);
    Entry requested = dying.requested();
    assertThatThrownBy(() -> dying.take(requested)).isInstanceOf(AssertionError.class);
  }

  @Test
  void aNodeWhoseClockIsBehindWaitsAsLongAsTheOthers() {
    MovableClock behind = new MovableClock(Journey.NOW.minus(Duration.ofMinutes(5)));
    Steps steps = new Steps(journey.kalends.road(), new Setback(new Backoff(new Random(1))));
    Instant at = behind.instant().plusSeconds(40);
    source.fate.add(new TemporaryFailure("mint: busy", null, at, null));
    Claim claim =
        new Claim(
            journey.minting(),
            Lane.MINT,
            1,
            true,
            Journey.NOW,
            Journey.NOW.plus(Journey.LEASE),
            Journey.ALONE);
    Saving saving = steps.take(Turn.of(claim, behind, Journey.NOW));
    assertThat(saving.due()).contains(Journey.NOW.plusSeconds(40));
  }

  private Entry handedOn(boolean minted) {
    Device bobs = Journey.device("bob@example.org");
    Entry minting =
        journey
            .requested(bobs)
            .resolved(journey.resolved().target().orElseThrow())
            .minting(journey.minting().label().orElseThrow());
    return minted
        ? journey.kalends.road().provisioner().mint(minting).sending(Journey.ATTEMPT)
        : minting;
  }

  private static void assertWithdrawnForBob(Saving saving) {
    assertThat(saving.entry().withdrawal().orElseThrow().reason()).isEqualTo("owner changed");
    assertThat(saving.detail()).contains("alice@example.org", "bob@example.org");
    assertThat(saving.effects())
        .containsExactly(
            new Saving.OwnerConfirmed(), new Saving.Reopen("owner:bob@example.org:after:2"));
  }
}
