package io.kalends.testkit.mdm;

import io.kalends.delivery.Acceptance;
import io.kalends.delivery.Configuration;
import io.kalends.delivery.DeliveryForm;
import io.kalends.delivery.Proof;
import io.kalends.enrollment.Channel;
import io.kalends.enrollment.Device;
import io.kalends.enrollment.EnrollmentId;
import io.kalends.enrollment.Platform;
import io.kalends.event.ProvisioningEvent;
import io.kalends.failure.PermanentFailure;
import io.kalends.failure.PermanentFailure.Reason;
import io.kalends.failure.TemporaryFailure;
import io.kalends.finding.Finding;
import io.kalends.mdm.CommandPoller;
import io.kalends.mdm.DeviceLookup;
import io.kalends.mdm.EnrollmentLister;
import io.kalends.mdm.InstallReference;
import io.kalends.mdm.Installation;
import io.kalends.mdm.MdmProvider;
import io.kalends.mdm.ProfileQuery;
import io.kalends.mdm.ProviderHealth;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The fake as Kalends calls it; whatever of it an ability is asked for. */
final class FakeServer
    implements MdmProvider, DeviceLookup, EnrollmentLister, CommandPoller, ProfileQuery {

  private static final Duration SLOW_DOWN = Duration.ofSeconds(30);
  private static final List<String> LIMITS =
      List.of("This is a fake for tests: its devices are simulated.");

  private final FakeMdm mdm;
  private final Troubles troubles;
  private final Clock clock;

  FakeServer(FakeMdm mdm, Troubles troubles, Clock clock) {
    this.mdm = mdm;
    this.troubles = troubles;
    this.clock = clock;
  }

  @Override
  public Acceptance accepts(Device device) {
    if (device.platform() == Platform.ANDROID) {
      return new Acceptance(
          List.of(DeliveryForm.MANAGED_CONFIGURATION), Proof.ACKNOWLEDGED, LIMITS);
    }
    if (device.platform() == Platform.MACOS && device.channel() == Channel.DEVICE) {
      return Acceptance.none("A Mac takes CalDAV accounts on its user channel only.");
    }
    return new Acceptance(
        List.of(DeliveryForm.SIGNED_PROFILE, DeliveryForm.UNSIGNED_PROFILE),
        Proof.ACKNOWLEDGED,
        LIMITS);
  }

  @Override
  public InstallReference install(Device device, Configuration configuration, UUID attempt) {
    trouble("install on " + device.id());
    if (!mdm.install(device.id(), configuration, attempt)) {
      throw new PermanentFailure(
          Reason.NOT_DELIVERABLE, "install on " + device.id() + ": not enrolled at the fake MDM");
    }
    return answered("install on " + device.id(), new InstallReference("command " + attempt));
  }

  @Override
  public void remove(Installation installation, UUID attempt) {
    EnrollmentId id = installation.device().id();
    trouble("remove from " + id);
    mdm.remove(id, installation.attempt(), attempt);
    answered("remove from " + id, attempt);
  }

  @Override
  public ProviderHealth check() {
    return new ProviderHealth(true, List.of(Finding.warning("provider", LIMITS.get(0))));
  }

  @Override
  public Optional<Device> find(EnrollmentId id) {
    trouble("look up " + id);
    return mdm.enrolled().stream().filter(device -> device.id().equals(id)).findFirst();
  }

  /** Two a page, so that every pass has several. */
  @Override
  public Page list(String cursor) {
    trouble("list");
    List<Device> all = mdm.enrolled();
    int from = cursor.isEmpty() ? 0 : Math.min(Integer.parseInt(cursor), all.size());
    int to = Math.min(from + 2, all.size());
    return new Page(
        all.subList(from, to),
        to < all.size() ? Optional.of(Integer.toString(to)) : Optional.empty());
  }

  @Override
  public List<ProvisioningEvent> poll(Installation installation, UUID attempt) {
    trouble("poll " + attempt);
    return mdm.answersTo(attempt);
  }

  @Override
  public void askProfiles(Device device, UUID attempt) {
    trouble("ask " + device.id());
    mdm.queue(device.id(), new Command.ListProfiles(attempt));
  }

  @Override
  public void close() {
    // Holds nothing of its own.
  }

  private void trouble(String operation) {
    if (troubles.hits(Trouble.THROTTLED_UNTIL)) {
      throw new TemporaryFailure(operation + ": 429", null, clock.instant().plus(SLOW_DOWN), null);
    }
    if (troubles.hits(Trouble.THROTTLED)) {
      throw new TemporaryFailure(operation + ": 429");
    }
    if (troubles.hits(Trouble.DOWN)) {
      throw new TemporaryFailure(operation + ": 503");
    }
  }

  private <T> T answered(String operation, T answer) {
    if (troubles.hits(Trouble.EARLY)) {
      mdm.connect();
      mdm.tell();
    }
    if (troubles.hits(Trouble.CUT_OFF)) {
      throw new TemporaryFailure(operation + ": the connection broke before the answer");
    }
    return answer;
  }
}
