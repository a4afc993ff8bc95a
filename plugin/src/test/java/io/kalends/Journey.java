package io.kalends;

import io.kalends.account.DeviceLabel;
import io.kalends.davx5.Davx5Builder;
import io.kalends.davx5.Davx5Licence;
import io.kalends.davx5.Davx5Plan;
import io.kalends.davx5.Davx5Settings;
import io.kalends.davx5.Davx5Templates;
import io.kalends.delivery.DeliveryForm;
import io.kalends.delivery.Exposure;
import io.kalends.delivery.Proof;
import io.kalends.enrollment.Device;
import io.kalends.enrollment.DeviceOwner;
import io.kalends.enrollment.EnrollmentId;
import io.kalends.enrollment.Platform;
import io.kalends.ledger.Claim;
import io.kalends.ledger.Claim.Lane;
import io.kalends.ledger.Claim.Surroundings;
import io.kalends.ledger.Entry;
import io.kalends.ledger.EntryKey;
import io.kalends.ledger.Ledger.Pace;
import io.kalends.ledger.Saving;
import io.kalends.mdm.InstallReference;
import io.kalends.profile.ProfileBuilder;
import io.kalends.profile.ProfileNaming;
import io.kalends.profile.ProfileTemplates;
import io.kalends.signing.MovableClock;
import io.kalends.store.sealing.Sealer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** One road without a ledger: entries in every state, and the step that comes next. */
final class Journey {

  static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  static final Duration LEASE = Duration.ofMinutes(4);
  static final Surroundings ALONE = new Surroundings(false, false, true, false);
  static final Surroundings REPLACING = new Surroundings(false, true, true, false);
  static final Surroundings REPLACED = new Surroundings(true, false, true, false);
  static final Surroundings LEFT = new Surroundings(false, false, false, false);
  static final Surroundings OWNER_UNSURE = new Surroundings(false, false, true, true);
  static final UUID ATTEMPT = UUID.fromString("00000000-0000-4000-8000-00000000000a");
  static final UUID REMOVAL = UUID.fromString("00000000-0000-4000-8000-00000000000b");

  final MovableClock clock = new MovableClock(NOW);
  final TestSource source;
  final TestMdm mdm;
  final Kalends kalends;
  final Device phone = device("alice@example.org");
  private final Steps steps;
  private Lane lane = Lane.MDM;
  private Instant since = NOW;
  private Surroundings surroundings = ALONE;

  Journey(TestSource source, TestMdm mdm) {
    this(source, mdm, road -> road);
  }

  Journey(TestSource source, TestMdm mdm, UnaryOperator<Kalends.Builder> settings) {
    this.source = source;
    this.mdm = mdm;
    this.kalends = settings.apply(road(source, mdm).clock(clock)).build();
    this.steps = new Steps(kalends.road(), new Setback(new Backoff(new Random(4711))));
  }

  static Kalends.Builder road(TestSource source, TestMdm mdm) {
    return Kalends.between(source, mdm)
        .named("acme", "mdm")
        .pace(new Pace("calendar", 0, 0))
        .sealer(Sealer.ephemeral(new SecureRandom()))
        .unsignedProfiles(new ProfileBuilder(ProfileTemplates.builtIn(), ProfileNaming.of("acme")))
        .davx5(
            new Davx5Builder(
                Davx5Templates.builtIn(),
                Davx5Settings.defaults().withLicence(Davx5Licence.sample()),
                Davx5Plan.ourPassword()))
        .allowing(Set.of(Exposure.CLEAR_IN_MDM, Exposure.CLEAR_IN_PROFILE));
  }

  static Device device(String owner) {
    return Device.enrolled(new EnrollmentId("udid-1"), Platform.ANDROID)
        .name("Alice's phone")
        .ownerHint(owner)
        .build();
  }

  /** The next claim is of this lane. */
  Journey in(Lane other) {
    lane = other;
    return this;
  }

  /** The next claim finds this around its entry. */
  Journey amid(Surroundings other) {
    surroundings = other;
    return this;
  }

  /** The next claim's entry came into its state so long ago. */
  Journey after(Duration age) {
    since = clock.instant().minus(age);
    return this;
  }

  Saving take(Entry entry) {
    Instant now = clock.instant();
    Claim claim = new Claim(entry, lane, 7, true, since, now.plus(LEASE), surroundings);
    return steps.take(Turn.of(claim, clock, now));
  }

  Duration wait(Saving saving) {
    return Duration.between(clock.instant(), saving.due().orElseThrow());
  }

  Entry requested() {
    return requested(phone);
  }

  Entry requested(Device device) {
    return Entry.open(new EntryKey("acme", "mdm", device.id(), 2), device);
  }

  Entry resolved() {
    return requested()
        .resolved(
            new Entry.Target(
                DeviceOwner.of("alice@example.org"),
                DeliveryForm.MANAGED_CONFIGURATION,
                Exposure.CLEAR_IN_MDM));
  }

  Entry minting() {
    return resolved().minting(DeviceLabel.of("Alice's phone", "tag4711"));
  }

  /** Really minted, so that its account can be opened. */
  Entry minted() {
    return kalends.road().provisioner().mint(minting()).sending(ATTEMPT);
  }

  Entry sent() {
    return minted().sent(new InstallReference("reference"));
  }

  Entry installed() {
    return sent().installed(Proof.ACKNOWLEDGED);
  }

  static Entry leaving(Entry entry) {
    return entry.withdrawing(new Entry.Withdrawal("asked by admin", true));
  }

  Entry removing() {
    return leaving(installed()).removing(REMOVAL);
  }

  /** As it comes back from the ledger once its step is saved. */
  Entry removeSent() {
    return removing().sourceHalf(Entry.SourceHalf.REVOKED).removeSent();
  }
}
