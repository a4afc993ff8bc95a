package io.kalends.testkit.mdm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kalends.enrollment.Device;
import io.kalends.enrollment.DeviceOwner;
import io.kalends.enrollment.EnrollmentId;
import io.kalends.enrollment.Platform;
import io.kalends.event.ProvisioningEvent;
import io.kalends.event.ProvisioningEvent.CheckedOut;
import io.kalends.event.ProvisioningEvent.CommandError;
import io.kalends.event.ProvisioningEvent.CommandReported;
import io.kalends.event.ProvisioningEvent.CommandStatus;
import io.kalends.event.ProvisioningEvent.Enrolled;
import io.kalends.event.ProvisioningEvent.OwnerChanged;
import io.kalends.event.ProvisioningEvent.ProfilesReported;
import io.kalends.event.ProvisioningEvent.ReEnrolled;
import io.kalends.event.ProvisioningEvent.UserChannelReady;
import io.kalends.failure.PermanentFailure;
import io.kalends.failure.TemporaryFailure;
import io.kalends.mdm.CommandPoller;
import io.kalends.mdm.EnrollmentLister;
import io.kalends.mdm.Installation;
import io.kalends.mdm.MdmProvider;
import io.kalends.mdm.ProfileQuery;
import io.kalends.testkit.SettableClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The fake itself: what is built on it is worth no more than this. */
class FakeMdmTest {

  private static final Device IPHONE = device("iphone", Platform.IOS);
  private static final Device ANDROID = device("android", Platform.ANDROID);
  private static final Device MAC = device("mac", Platform.MACOS);
  private static final Device MAC_USER =
      Device.enrolled(new EnrollmentId("mac:anna"), Platform.MACOS).userChannelOf(MAC.id()).build();
  private static final UUID ONE = UUID.fromString("00000000-0000-4000-8000-000000000001");
  private static final UUID TWO = UUID.fromString("00000000-0000-4000-8000-000000000002");
  private static final String OLD = "NotARealPasswordButALongOne4711o";
  private static final String NEW = "NotARealPasswordButALongOne4711n";

  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-22T08:00:00Z"));
  private final Road road = new Road(clock);
  private final Troubles troubles = Troubles.onDemand();
  private final FakeMdm mdm = new FakeMdm(road.check(), troubles, clock);
  private final MdmProvider provider = mdm.provider();
  private final List<ProvisioningEvent> told = new ArrayList<>();

  FakeMdmTest() {
    mdm.tellTo(told::addAll);
  }

  @Test
  void aDeviceHoldsWhatItWasSentOnceItConnected() {
    mdm.enroll(IPHONE);
    provider.install(IPHONE, road.profile(IPHONE, OLD), ONE);
    assertThat(mdm.liveProfiles(IPHONE.id())).isEmpty();
    assertThat(mdm.isQuiet()).isFalse();
    assertThat(mdm.connect()).isEqualTo(1);
    assertThat(mdm.liveProfiles(IPHONE.id()))
        .singleElement()
        .satisfies(
            held -> {
              assertThat(held.userName()).isEqualTo("u_1");
              assertThat(held.password().reveal()).isEqualTo(OLD);
            });
    mdm.tell();
    assertThat(told).hasSize(2).first().isInstanceOf(Enrolled.class);
    assertThat(answers(ONE)).containsExactly(CommandStatus.ACKNOWLEDGED);
    assertThat(mdm.isQuiet()).isTrue();
  }

  @Test
  void aProfileWithTheSameIdentifierReplacesTheOneBefore() {
    mdm.enroll(IPHONE);
    provider.install(IPHONE, road.profile(IPHONE, OLD), ONE);
    provider.install(IPHONE, road.profile(IPHONE, NEW), TWO);
    mdm.connect();
    assertThat(passwords(IPHONE)).containsExactly(NEW);
  }

  @Test
  void theSameAttemptIsOneCommand() {
    mdm.enroll(IPHONE);
    provider.install(IPHONE, road.profile(IPHONE, OLD), ONE);
    provider.install(IPHONE, road.profile(IPHONE, OLD), ONE);
    assertThat(mdm.connect()).isEqualTo(1);
    provider.install(IPHONE, road.profile(IPHONE, OLD), ONE);
    assertThat(mdm.connect()).isZero();
  }

  @Test
  void aProfileThatAStrangerSignedIsRefusedByTheDevice() {
    mdm.enroll(IPHONE);
    provider.install(IPHONE, new Road(clock).profile(IPHONE, OLD), ONE);
    mdm.connect();
    mdm.tell();
    assertThat(mdm.liveProfiles(IPHONE.id())).isEmpty();
    assertThat(answers(ONE)).containsExactly(CommandStatus.ERROR);
  }

  @Test
  void aMacTakesAccountsOnItsUserChannelOnly() {
    mdm.enroll(MAC);
    mdm.enroll(MAC_USER);
    assertThat(provider.accepts(MAC).forms()).isEmpty();
    assertThat(provider.accepts(MAC_USER).forms()).isNotEmpty();
    provider.install(MAC, road.profile(MAC, OLD), ONE);
    provider.install(MAC_USER, road.profile(MAC_USER, OLD), TWO);
    mdm.connect();
    mdm.tell();
    assertThat(answers(ONE)).containsExactly(CommandStatus.ERROR);
    assertThat(answers(TWO)).containsExactly(CommandStatus.ACKNOWLEDGED);
    assertThat(told).anyMatch(UserChannelReady.class::isInstance);
  }

  @Test
  void anAndroidPhoneTakesOverItsConfiguration() {
    mdm.enroll(ANDROID);
    provider.install(ANDROID, Road.values(OLD), ONE);
    mdm.connect();
    assertThat(passwords(ANDROID)).containsExactly(OLD);
    provider.remove(Installation.unanswered(ANDROID, ONE), TWO);
    mdm.connect();
    assertThat(passwords(ANDROID)).isEmpty();
  }

  @Test
  void whatIsRemovedIsGoneAndWhatWasNeverThereIsAnsweredAsNotInstalled() {
    mdm.enroll(IPHONE);
    provider.install(IPHONE, road.profile(IPHONE, OLD), ONE);
    provider.remove(Installation.unanswered(IPHONE, ONE), TWO);
    mdm.connect();
    assertThat(mdm.liveProfiles(IPHONE.id())).isEmpty();
    UUID again = UUID.randomUUID();
    provider.remove(Installation.unanswered(IPHONE, UUID.randomUUID()), again);
    mdm.connect();
    mdm.tell();
    assertThat(answers(TWO)).containsExactly(CommandStatus.ACKNOWLEDGED);
    assertThat(told)
        .last()
        .isInstanceOfSatisfying(
            CommandReported.class,
            report ->
                assertThat(report.errors())
                    .containsExactly(new CommandError("MCMDMErrorDomain", 12_075)));
  }

  @Test
  void aWipedDeviceHoldsNothingAndItsQueueIsGone() {
    mdm.enroll(IPHONE);
    provider.install(IPHONE, road.profile(IPHONE, OLD), ONE);
    mdm.connect();
    provider.install(IPHONE, road.profile(IPHONE, NEW), TWO);
    mdm.enroll(IPHONE);
    assertThat(mdm.connect()).isZero();
    assertThat(mdm.liveProfiles(IPHONE.id())).isEmpty();
    mdm.tell();
    assertThat(told).last().isInstanceOf(ReEnrolled.class);
  }

  @Test
  void aMacThatLeavesTakesItsUserChannelsAlong() {
    mdm.enroll(MAC);
    mdm.enroll(MAC_USER);
    provider.install(MAC_USER, road.profile(MAC_USER, OLD), ONE);
    mdm.connect();
    mdm.checkOut(MAC.id());
    mdm.tell();
    assertThat(mdm.enrolled()).isEmpty();
    assertThat(mdm.liveProfiles(MAC_USER.id())).isEmpty();
    assertThat(told).last().isInstanceOf(CheckedOut.class);
    assertThatThrownBy(() -> provider.install(MAC_USER, road.profile(MAC_USER, NEW), TWO))
        .isInstanceOf(PermanentFailure.class);
    provider.remove(Installation.unanswered(MAC_USER, ONE), TWO);
    assertThat(mdm.isQuiet()).isTrue();
  }

  @Test
  void aDeviceThatIsAsleepOrSaysNotNowKeepsItsCommands() {
    mdm.enroll(IPHONE);
    provider.install(IPHONE, road.profile(IPHONE, OLD), ONE);
    mdm.sleep(IPHONE.id(), true);
    assertThat(mdm.connect()).isZero();
    mdm.sleep(IPHONE.id(), false);
    troubles.next(Trouble.NOT_NOW, Trouble.NOT_NOW);
    mdm.connect();
    mdm.connect();
    mdm.connect();
    mdm.tell();
    assertThat(answers(ONE))
        .containsExactly(CommandStatus.NOT_NOW, CommandStatus.NOT_NOW, CommandStatus.ACKNOWLEDGED);
    assertThat(told.stream().map(ProvisioningEvent::key).distinct()).hasSize(told.size());
  }

  @Test
  void anErrorChainLeavesTheDeviceAsItWas() {
    mdm.enroll(IPHONE);
    provider.install(IPHONE, road.profile(IPHONE, OLD), ONE);
    troubles.next(Trouble.ERROR);
    mdm.connect();
    mdm.tell();
    assertThat(mdm.liveProfiles(IPHONE.id())).isEmpty();
    assertThat(answers(ONE)).containsExactly(CommandStatus.ERROR);
  }

  @Test
  void answersComeTwiceAndOutOfOrderWithTheKeysTheyHad() {
    mdm.enroll(IPHONE);
    mdm.tell();
    troubles.next(Trouble.LATE, Trouble.TWICE);
    mdm.enroll(ANDROID);
    mdm.checkIn(IPHONE.id());
    mdm.tell();
    mdm.tell();
    assertThat(told.stream().map(ProvisioningEvent::key))
        .containsExactly("fake:enrolled:1", "fake:enrolled:2", "fake:seen:3", "fake:enrolled:2");
  }

  @Test
  void aLostAnswerIsFoundByAsking() {
    MdmProvider asking = mdm.provider(CommandPoller.class, ProfileQuery.class);
    mdm.enroll(IPHONE);
    asking.install(IPHONE, road.profile(IPHONE, OLD), ONE);
    Installation installation = Installation.unanswered(IPHONE, ONE);
    assertThat(((CommandPoller) asking).poll(installation, ONE)).isEmpty();
    troubles.next(Trouble.LOST);
    mdm.connect();
    mdm.tell();
    assertThat(answers(ONE)).isEmpty();
    assertThat(((CommandPoller) asking).poll(installation, ONE)).hasSize(1);
    ((ProfileQuery) asking).askProfiles(IPHONE, TWO);
    mdm.connect();
    mdm.tell();
    assertThat(told)
        .last()
        .isInstanceOfSatisfying(
            ProfilesReported.class, report -> assertThat(report.profiles()).hasSize(1));
  }

  @Test
  void anAnswerCanComeBeforeTheCallReturns() {
    mdm.enroll(IPHONE);
    troubles.next(Trouble.EARLY);
    provider.install(IPHONE, road.profile(IPHONE, OLD), ONE);
    assertThat(answers(ONE)).containsExactly(CommandStatus.ACKNOWLEDGED);
  }

  @Test
  void refusalsAreSortedAndOnlyTheBrokenConnectionLeavesACommand() {
    mdm.enroll(IPHONE);
    for (Trouble trouble : List.of(Trouble.THROTTLED_UNTIL, Trouble.THROTTLED, Trouble.DOWN)) {
      troubles.next(trouble);
      assertThatThrownBy(() -> provider.install(IPHONE, road.profile(IPHONE, OLD), ONE))
          .isInstanceOfSatisfying(
              TemporaryFailure.class,
              failure ->
                  assertThat(failure.retryAt().isPresent())
                      .isEqualTo(trouble == Trouble.THROTTLED_UNTIL));
    }
    assertThat(mdm.connect()).isZero();
    troubles.next(Trouble.CUT_OFF);
    assertThatThrownBy(() -> provider.install(IPHONE, road.profile(IPHONE, OLD), ONE))
        .isInstanceOf(TemporaryFailure.class);
    assertThat(mdm.connect()).isEqualTo(1);
    assertThat(troubles.hit())
        .containsExactly(Trouble.THROTTLED_UNTIL, Trouble.THROTTLED, Trouble.DOWN, Trouble.CUT_OFF);
  }

  @Test
  void whatNobodyTookIsToldAgain() {
    mdm.enroll(IPHONE);
    mdm.tellTo(
        events -> {
          throw new IllegalStateException("503");
        });
    assertThat(mdm.tell()).isZero();
    assertThat(mdm.refusals()).isEqualTo(1);
    mdm.tellTo(
        events -> {
          throw new AssertionError("the listener died");
        });
    assertThatThrownBy(mdm::tell).hasMessage("the listener died");
    mdm.tellTo(told::addAll);
    assertThat(mdm.tell()).isEqualTo(1);
    assertThat(told).singleElement().isInstanceOf(Enrolled.class);
  }

  @Test
  void itCanWhatItIsAskedForAndNothingElse() {
    assertThat(provider).isNotInstanceOfAny(CommandPoller.class, EnrollmentLister.class);
    assertThat(mdm.provider(EnrollmentLister.class))
        .isInstanceOf(EnrollmentLister.class)
        .isNotInstanceOf(CommandPoller.class);
    assertThatThrownBy(() -> mdm.provider(Runnable.class))
        .hasMessageContaining("cannot be a java.lang.Runnable");
    assertThat(provider.check().findings().toString()).contains("fake");
  }

  @Test
  void itListsWhatIsEnrolledPageByPage() {
    List.of(IPHONE, ANDROID, MAC).forEach(mdm::enroll);
    EnrollmentLister lister = (EnrollmentLister) mdm.provider(EnrollmentLister.class);
    EnrollmentLister.Page first = lister.list(EnrollmentLister.START);
    EnrollmentLister.Page second = lister.list(first.next().orElseThrow());
    assertThat(first.devices()).containsExactly(IPHONE, ANDROID);
    assertThat(second.devices()).containsExactly(MAC);
    assertThat(second.next()).isEmpty();
  }

  @Test
  void aDeviceThatIsHandedOverNamesItsNewOwner() {
    mdm.enroll(IPHONE);
    mdm.handOver(IPHONE.id(), DeviceOwner.of("ben@example.org"));
    mdm.tell();
    assertThat(mdm.enrolled().get(0).ownerHint()).contains("ben@example.org");
    assertThat(told).last().isInstanceOf(OwnerChanged.class);
  }

  @Test
  void oneSeedIsOneBadDay() {
    assertThat(day(4711)).isNotEmpty().isEqualTo(day(4711)).isNotEqualTo(day(4712));
  }

  private List<Trouble> day(long seed) {
    Troubles bad = Troubles.seeded(seed, 0.3, Trouble.TWICE, Trouble.LATE);
    FakeMdm hurting = new FakeMdm(road.check(), bad, clock);
    hurting.enroll(IPHONE);
    for (int i = 0; i < 20; i++) {
      hurting.checkIn(IPHONE.id());
    }
    return bad.hit();
  }

  private List<CommandStatus> answers(UUID attempt) {
    return told.stream()
        .filter(CommandReported.class::isInstance)
        .map(CommandReported.class::cast)
        .filter(report -> report.attempt().equals(attempt))
        .map(CommandReported::status)
        .toList();
  }

  private List<String> passwords(Device device) {
    return mdm.liveProfiles(device.id()).stream().map(held -> held.password().reveal()).toList();
  }

  private static Device device(String id, Platform platform) {
    return Device.enrolled(new EnrollmentId(id), platform).name(id).build();
  }
}
