package io.kalends;

import static org.assertj.core.api.Assertions.assertThat;

import io.kalends.account.DeviceLabel;
import io.kalends.delivery.DeliveryForm;
import io.kalends.delivery.Exposure;
import io.kalends.delivery.Proof;
import io.kalends.enrollment.Device;
import io.kalends.enrollment.DeviceOwner;
import io.kalends.enrollment.Platform;
import io.kalends.failure.ActionRequired;
import io.kalends.failure.ActionRequired.Who;
import io.kalends.failure.PermanentFailure;
import io.kalends.failure.PermanentFailure.Reason;
import io.kalends.failure.TemporaryFailure;
import io.kalends.failure.UncertainOutcome;
import io.kalends.ledger.Entry;
import io.kalends.ledger.Hold;
import io.kalends.ledger.Saving;
import io.kalends.ledger.State;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeliveringTest {

  private final TestMdm mdm = new TestMdm();
  private final TestSource.Probing probing = new TestSource.Probing();
  private final Journey journey = new Journey(probing, mdm);

  @Test
  void whatLogsInIsSentAndWaitsForTheDevice() {
    Saving saving = journey.take(journey.minted());
    assertThat(saving.entry().state()).isEqualTo(State.SENT);
    assertThat(saving.entry().proof()).isEqualTo(Proof.ACCEPTED);
    assertThat(saving.entry().reference()).isPresent();
    assertThat(journey.wait(saving)).isEqualTo(Duration.ofMinutes(15));
    assertThat(mdm.installs).containsExactly(Journey.ATTEMPT);
    assertThat(probing.probes).isEqualTo(1);
  }

  @Test
  void aProfileIsRememberedByAllItsIds() {
    mdm.form = DeliveryForm.UNSIGNED_PROFILE;
    Entry resolved =
        journey
            .requested(
                Device.enrolled(journey.phone.id(), Platform.IOS).name("Alice's phone").build())
            .resolved(
                new Entry.Target(
                    DeviceOwner.of("alice@example.org"),
                    DeliveryForm.UNSIGNED_PROFILE,
                    Exposure.CLEAR_IN_PROFILE));
    Entry minting = resolved.minting(DeviceLabel.of("phone", "tag4711"));
    Entry minted = journey.kalends.road().provisioner().mint(minting).sending(Journey.ATTEMPT);
    assertThat(journey.take(minted).entry().profile()).isPresent();
  }

  @Test
  void whatDoesNotLogInIsTriedThriceAndThenHeld() {
    probing.logsIn = false;
    Saving first = journey.take(journey.minted());
    assertThat(first.entry().state()).isEqualTo(State.MINTED);
    assertThat(first.entry().hold()).isEmpty();
    Saving third = journey.take(journey.take(first.entry()).entry());
    assertThat(third.entry().hold().orElseThrow().cause()).isEqualTo(Hold.Cause.DOES_NOT_LOG_IN);
    assertThat(third.due()).isEmpty();
    assertThat(mdm.installs).isEmpty();
  }

  @Test
  void aFirstCredentialIsSentThoughTheCalendarCannotBeReachedFromHere() {
    Entry minted = journey.minted();
    probing.fate.add(new TemporaryFailure("probe: no route"));
    Saving saving = journey.take(minted);
    assertThat(saving.entry().state()).isEqualTo(State.SENT);
  }

  @Test
  void oneThatReplacesAnotherIsNotSentUnproven() {
    Entry minted = journey.minted();
    probing.fate.add(new TemporaryFailure("probe: no route"));
    Saving saving = journey.amid(Journey.REPLACING).take(minted);
    assertThat(saving.entry().state()).isEqualTo(State.MINTED);
    assertThat(saving.due()).isPresent();
    assertThat(mdm.installs).isEmpty();
  }

  @Test
  void aFirstOneNeedNotBeTried() {
    Journey trusting = new Journey(probing, mdm, road -> road.probingFirst(false));
    assertThat(trusting.take(trusting.minted()).entry().state()).isEqualTo(State.SENT);
    assertThat(probing.probes).isZero();
    trusting.amid(Journey.REPLACING).take(trusting.minted());
    assertThat(probing.probes).isEqualTo(1);
  }

  @Test
  void aLoginOfOursIsNotTakenForTheDevices() {
    TestSource.Able able = new TestSource.Able();
    Journey watched = new Journey(able, mdm);
    watched.take(watched.minted());
    assertThat(able.probes).isZero();
    watched.amid(Journey.REPLACING).take(watched.minted());
    assertThat(able.probes).isEqualTo(1);
  }

  @Test
  void whatFailedIsOfferedAgainUnderTheSameIdAndNotTriedAgain() {
    mdm.fate.add(new UncertainOutcome("install: time-out", null, null));
    Saving failed = journey.take(journey.minted());
    assertThat(failed.entry().state()).isEqualTo(State.MINTED);
    assertThat(failed.entry().proof()).isEqualTo(Proof.PROBED);
    assertThat(journey.wait(failed)).isLessThanOrEqualTo(Duration.ofSeconds(5));
    journey.take(failed.entry());
    assertThat(mdm.installs).containsExactly(Journey.ATTEMPT, Journey.ATTEMPT);
    assertThat(probing.probes).isEqualTo(1);
  }

  @Test
  void aRefusalForGoodAndAWrongSettingAreHeldEachInItsWay() {
    mdm.fate.add(new PermanentFailure(Reason.NOT_DELIVERABLE, "install: not supervised"));
    Saving refused = journey.take(journey.minted());
    assertThat(refused.entry().hold().orElseThrow().cause()).isEqualTo(Hold.Cause.REFUSED);
    assertThat(refused.due()).isEmpty();
    mdm.fate.add(new ActionRequired(Who.ADMINISTRATOR, "the MDM", "install: 401", null));
    Saving waiting = journey.take(journey.minted());
    assertThat(waiting.entry().hold().orElseThrow().cause()).isEqualTo(Hold.Cause.ADMINISTRATOR);
    assertThat(waiting.due()).isPresent();
    assertThat(journey.take(waiting.entry()).entry().hold()).isEmpty();
  }

  @Test
  void whereNobodyConfirmsTheRotationEndsWithTheDelivery() {
    mdm.highest = Proof.ACCEPTED;
    Saving saving = journey.amid(Journey.REPLACING).take(journey.minted());
    assertThat(saving.entry().state()).isEqualTo(State.SENT);
    assertThat(saving.effects()).containsExactly(new Saving.Supersede());
    assertThat(saving.due()).isEmpty();
    assertThat(saving.entry().account()).as("kept, since it cannot be revoked").isPresent();
  }

  @Test
  void theAccountIsErasedWhereAnotherCostsNothing() {
    mdm.highest = Proof.ACCEPTED;
    Journey revocable = new Journey(new TestSource.Revoking(), mdm);
    assertThat(revocable.take(revocable.minted()).entry().account()).isEmpty();
    Journey always =
        new Journey(new TestSource.Revoking(), mdm, road -> road.keepingSealed(KeepSealed.ALWAYS));
    assertThat(always.take(always.minted()).entry().account()).isPresent();
    Journey never =
        new Journey(new TestSource(), mdm, road -> road.keepingSealed(KeepSealed.NEVER));
    assertThat(never.take(never.minted()).entry().account()).isEmpty();
  }

  @Test
  void failuresGoOnBeingCountedUntilTheDeviceHasIt() {
    Saving saving = journey.take(journey.minted().failedOnceMore());
    assertThat(saving.entry().failures()).isEqualTo(1);
  }
}
