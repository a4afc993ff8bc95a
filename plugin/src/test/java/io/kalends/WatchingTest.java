package io.kalends;

import static org.assertj.core.api.Assertions.assertThat;

import io.kalends.delivery.Proof;
import io.kalends.event.ProvisioningEvent.CommandReported;
import io.kalends.event.ProvisioningEvent.CommandStatus;
import io.kalends.failure.TemporaryFailure;
import io.kalends.ledger.Claim.Lane;
import io.kalends.ledger.Entry;
import io.kalends.ledger.Hold;
import io.kalends.ledger.Saving;
import io.kalends.ledger.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** From the MDM to the first login: what is asked, when, and what follows from the answers. */
class WatchingTest {

  private final TestMdm mdm = new TestMdm();
  private final Journey journey = new Journey(new TestSource(), mdm);

  @Test
  void aSilentDeviceIsAskedAfterLessAndLessOftenAndHeldAfterAWeek() {
    assertThat(nextAfter(Duration.ofMinutes(15))).isEqualTo(Duration.ofHours(1));
    assertThat(nextAfter(Duration.ofHours(1))).isEqualTo(Duration.ofHours(6));
    assertThat(nextAfter(Duration.ofHours(6))).isEqualTo(Duration.ofHours(30));
    Entry sent = journey.sent();
    assertThat(journey.after(Duration.ofDays(6)).take(sent).entry().hold()).isEmpty();
    Saving held = journey.after(Duration.ofDays(7)).take(sent);
    assertThat(held.entry().hold().orElseThrow().cause()).isEqualTo(Hold.Cause.DEVICE_SILENT);
    assertThat(held.due()).as("asking goes on").isPresent();
    Saving again = journey.after(Duration.ofDays(8)).take(held.entry());
    assertThat(again.entry().hold()).isEqualTo(held.entry().hold());
    assertThat(again.detail()).as("told once").isEmpty();
  }

  @Test
  void whereNobodyTellsTheMdmIsAskedSoon() {
    TestMdm.Asked asked = new TestMdm.Asked();
    Journey polling = new Journey(new TestSource(), asked);
    Saving sent = polling.take(polling.minted());
    assertThat(polling.wait(sent)).isEqualTo(Duration.ofSeconds(5));
    asked.answers.add(
        new CommandReported(
            "poll-1",
            Journey.NOW,
            polling.phone.id(),
            Journey.ATTEMPT,
            CommandStatus.ACKNOWLEDGED,
            List.of()));
    Saving polled = polling.after(Duration.ofSeconds(5)).take(sent.entry());
    assertThat(polled.effects()).containsExactly(new Saving.Learnt(asked.answers.get(0)));
    assertThat(polled.entry().state()).as("moved by the fact alone").isEqualTo(State.SENT);
    assertThat(asked.polled).containsExactly(Journey.ATTEMPT);
  }

  @Test
  void anMdmThatCannotBeAskedNowIsAskedNextTime() {
    TestMdm.Asked asked = new TestMdm.Asked();
    Journey polling = new Journey(new TestSource(), asked);
    Instant at = Journey.NOW.plusSeconds(900);
    asked.fate.add(new TemporaryFailure("poll: 503", null, at, null));
    Saving saving = polling.after(Duration.ofSeconds(5)).take(polling.sent());
    assertThat(saving.due()).contains(at);
    assertThat(saving.entry().failures()).isZero();
    assertThat(saving.detail()).isEqualTo("poll: 503");
  }

  @Test
  void aDeviceThatLogsInHasItWhateverTheMdmSays() {
    TestSource.Watched source = new TestSource.Watched();
    Journey watched = new Journey(source, mdm);
    source.used = Optional.of(Journey.NOW);
    Saving saving = watched.take(watched.sent());
    assertThat(saving.entry().state()).isEqualTo(State.INSTALLED);
    assertThat(saving.entry().proof()).isEqualTo(Proof.FIRST_LOGIN);
  }

  @Test
  void anInstalledOneRestsWhenNothingMoreCanBeSeen() {
    Saving saving = journey.in(Lane.SOURCE).take(journey.installed());
    assertThat(saving.due()).isEmpty();
    assertThat(saving.effects()).isEmpty();
    assertThat(saving.entry().account()).isPresent();
    Journey revocable = new Journey(new TestSource.Revoking(), mdm);
    assertThat(revocable.take(revocable.installed()).entry().account()).isEmpty();
  }

  @Test
  void anAcknowledgementEndsTheRotationWhereItIsTheBestThereIs() {
    assertThat(journey.amid(Journey.REPLACING).take(journey.installed()).effects())
        .containsExactly(new Saving.Supersede());
  }

  @Test
  void whereLoginsAreSeenTheRotationWaitsForTheFirstOrItsDeadline() {
    TestSource.Watched source = new TestSource.Watched();
    Journey watched = new Journey(source, mdm).amid(Journey.REPLACING);
    Saving waiting = watched.take(watched.installed());
    assertThat(waiting.effects()).isEmpty();
    assertThat(watched.wait(waiting)).isEqualTo(Duration.ofMinutes(1));
    assertThat(watched.after(Duration.ofHours(24)).take(watched.installed()).effects())
        .containsExactly(new Saving.Supersede());
    source.used = Optional.of(Journey.NOW);
    Saving seen = watched.after(Duration.ofMinutes(1)).take(watched.installed());
    assertThat(seen.effects()).containsExactly(new Saving.Supersede());
    assertThat(seen.entry().proof()).isEqualTo(Proof.FIRST_LOGIN);
    assertThat(seen.due()).isEmpty();
  }

  @Test
  void theDeadlineIsKeptAlsoWhenNoLoginIsLookedForAnyMore() {
    Journey watched =
        new Journey(
                new TestSource.Watched(), mdm, road -> road.rotationDeadline(Duration.ofDays(30)))
            .amid(Journey.REPLACING);
    Saving late = watched.after(Duration.ofDays(9)).take(watched.installed());
    assertThat(watched.wait(late)).isEqualTo(Duration.ofDays(21));
  }

  @Test
  void theFirstLoginIsLookedForThroughAWeek() {
    Journey watched = new Journey(new TestSource.Watched(), mdm);
    Entry installed = watched.installed();
    assertThat(watched.wait(watched.after(Duration.ofMinutes(1)).take(installed)))
        .isEqualTo(Duration.ofMinutes(4));
    assertThat(watched.wait(watched.after(Duration.ofHours(2)).take(installed)))
        .isLessThanOrEqualTo(Duration.ofHours(1));
    assertThat(watched.after(Duration.ofDays(9)).take(installed).due()).isEmpty();
  }

  @Test
  void aLoginBeforeItWasDeliveredProvesNothing() {
    TestSource.Able able = new TestSource.Able();
    Journey watched = new Journey(able, mdm);
    able.used = Optional.of(Journey.NOW.minusSeconds(60));
    assertThat(watched.after(Duration.ofSeconds(30)).take(watched.installed()).entry().proof())
        .isEqualTo(Proof.ACKNOWLEDGED);
    assertThat(watched.after(Duration.ofSeconds(90)).take(watched.installed()).entry().proof())
        .isEqualTo(Proof.FIRST_LOGIN);
  }

  @Test
  void aSourceThatCannotTellNowIsAskedAgainByTheSameSchedule() {
    TestSource.Watched source = new TestSource.Watched();
    Journey watched = new Journey(source, mdm);
    Entry installed = watched.installed();
    source.fate.add(new TemporaryFailure("use: 503"));
    Saving saving = watched.after(Duration.ofMinutes(1)).take(installed);
    assertThat(watched.wait(saving)).isEqualTo(Duration.ofMinutes(4));
    assertThat(saving.entry().failures()).isZero();
  }

  private Duration nextAfter(Duration age) {
    Saving saving = journey.after(age).take(journey.sent());
    return age.plus(journey.wait(saving));
  }
}
