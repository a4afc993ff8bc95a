package io.kalends.testkit.mdm;

import io.kalends.delivery.Configuration;
import io.kalends.enrollment.Channel;
import io.kalends.enrollment.Device;
import io.kalends.enrollment.DeviceOwner;
import io.kalends.enrollment.EnrollmentId;
import io.kalends.event.ProvisioningEvent;
import io.kalends.event.ProvisioningEvent.CheckedIn;
import io.kalends.event.ProvisioningEvent.CheckedOut;
import io.kalends.event.ProvisioningEvent.CommandReported;
import io.kalends.event.ProvisioningEvent.CommandStatus;
import io.kalends.event.ProvisioningEvent.Enrolled;
import io.kalends.event.ProvisioningEvent.InstalledProfile;
import io.kalends.event.ProvisioningEvent.OwnerChanged;
import io.kalends.event.ProvisioningEvent.ProfilesReported;
import io.kalends.event.ProvisioningEvent.ReEnrolled;
import io.kalends.event.ProvisioningEvent.UserChannelReady;
import io.kalends.mdm.MdmProvider;
import io.kalends.signing.SignatureCheck;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * An MDM server and the simulated devices it manages. Devices act when a test says so ({@link
 * #enroll}, {@link #connect}); what there is to tell waits until {@link #tell}, and is told again
 * until it is taken. {@link #liveProfiles} is the truth that no answer can bend. Safe for use by
 * several threads.
 *
 * <pre>
 * FakeMdm mdm = new FakeMdm(SignatureCheck.of(anchors, clock), Troubles.onDemand(), clock);
 * mdm.tellTo(events -&gt; ledger.accept("acme", "fake", events));
 * mdm.enroll(device);
 * mdm.tell();
 * ... mdm.provider(CommandPoller.class) ...
 * mdm.connect();
 * assertThat(mdm.liveProfiles(device.id())).hasSize(1);
 * </pre>
 */
public final class FakeMdm {

  private final ProfileOpener opener;
  private final Troubles troubles;
  private final Clock clock;
  private final Map<EnrollmentId, FakeDevice> devices = new LinkedHashMap<>();
  private final Map<UUID, String> identifiers = new HashMap<>();
  private final Map<UUID, List<ProvisioningEvent>> answers = new HashMap<>();
  private final Outbox outbox = new Outbox();
  private Consumer<List<ProvisioningEvent>> sink = events -> {};
  private int facts;

  /**
   * A server without devices.
   *
   * @param signatures how its devices check signed profiles
   * @param troubles what it does to its callers and listeners
   * @param clock of the server and the devices
   */
  public FakeMdm(SignatureCheck signatures, Troubles troubles, Clock clock) {
    this.opener = new ProfileOpener(signatures);
    this.troubles = troubles;
    this.clock = clock;
  }

  /**
   * The port to it.
   *
   * @param abilities of {@link io.kalends.mdm.CommandPoller}, {@link io.kalends.mdm.ProfileQuery},
   *     {@link io.kalends.mdm.EnrollmentLister} and {@link io.kalends.mdm.DeviceLookup}: those it
   *     shall have
   * @return has exactly these
   */
  public MdmProvider provider(Class<?>... abilities) {
    return Abilities.only(MdmProvider.class, new FakeServer(this, troubles, clock), abilities);
  }

  /**
   * Sets who is told: what stands for the webhook.
   *
   * @param listener takes facts in; when it throws, it is told again
   */
  public synchronized void tellTo(Consumer<List<ProvisioningEvent>> listener) {
    sink = listener;
  }

  /**
   * A device enrolls. One that is known was wiped before: its profiles and commands are gone.
   *
   * @param device a Mac's or Shared iPad's user channel is one of its own
   */
  public synchronized void enroll(Device device) {
    Optional<FakeDevice> known = Optional.ofNullable(devices.get(device.id()));
    known.ifPresentOrElse(
        again -> {
          familyOf(device.id()).forEach(each -> each.clear(each == again));
          again.describe(device);
        },
        () -> devices.put(device.id(), new FakeDevice(device, opener)));
    String key = key("enrolled");
    if (device.channel() == Channel.USER) {
      outbox.add(new UserChannelReady(key, clock.instant(), device), troubles::hits);
    } else if (known.isPresent()) {
      outbox.add(new ReEnrolled(key, clock.instant(), device), troubles::hits);
    } else {
      outbox.add(new Enrolled(key, clock.instant(), device), troubles::hits);
    }
  }

  /**
   * A device leaves management, and its user channels with it; what was installed is gone.
   *
   * @param id which
   */
  public synchronized void checkOut(EnrollmentId id) {
    familyOf(id).forEach(each -> each.clear(false));
    outbox.add(new CheckedOut(key("left"), clock.instant(), id), troubles::hits);
  }

  /**
   * A device is given to somebody else.
   *
   * @param id which
   * @param owner the new one
   */
  public synchronized void handOver(EnrollmentId id, DeviceOwner owner) {
    FakeDevice device = known(id);
    device.describe(Descriptions.ownedBy(device.description(), owner));
    outbox.add(new OwnerChanged(key("owner"), clock.instant(), id, owner), troubles::hits);
  }

  /**
   * Somebody at the console asks for something; told like everything else.
   *
   * @param id for which device
   * @param wish what
   */
  public synchronized void ask(EnrollmentId id, ProvisioningEvent.Wish wish) {
    outbox.add(
        new ProvisioningEvent.Asked(key("asked"), clock.instant(), id, wish, "administrator"),
        troubles::hits);
  }

  /**
   * A device is seen.
   *
   * @param id which
   */
  public synchronized void checkIn(EnrollmentId id) {
    outbox.add(new CheckedIn(key("seen"), clock.instant(), id), troubles::hits);
  }

  /**
   * A device goes to sleep, or wakes up. Asleep it works nothing.
   *
   * @param id which
   * @param asleep true while it sleeps
   */
  public synchronized void sleep(EnrollmentId id, boolean asleep) {
    known(id).sleep(asleep);
  }

  /**
   * All devices that are awake connect and work what waits for them.
   *
   * @return how many commands were answered
   */
  public synchronized int connect() {
    int answered = 0;
    for (FakeDevice device : devices.values()) {
      List<FakeDevice.Answer> given = device.connect(troubles::hits);
      given.forEach(answer -> answered(device, answer));
      answered += given.size();
    }
    return answered;
  }

  /**
   * Tells what there is to tell, each fact in a request of its own.
   *
   * @return how many facts were taken
   */
  public synchronized int tell() {
    return outbox.tell(sink);
  }

  /**
   * Whether everything was told and every command answered.
   *
   * @return false while something waits
   */
  public synchronized boolean isQuiet() {
    return outbox.size() == 0 && devices.values().stream().allMatch(each -> each.waiting() == 0);
  }

  /**
   * How often a listener threw.
   *
   * @return each of these facts was told again
   */
  public synchronized int refusals() {
    return outbox.refused();
  }

  /**
   * What is really on a device.
   *
   * @param id which
   * @return its calendar accounts; empty when it never enrolled
   */
  public synchronized List<LiveProfile> liveProfiles(EnrollmentId id) {
    return Optional.ofNullable(devices.get(id)).map(FakeDevice::profiles).orElse(List.of());
  }

  /**
   * What is managed.
   *
   * @return in the order in which they first enrolled
   */
  public synchronized List<Device> enrolled() {
    return devices.values().stream()
        .filter(FakeDevice::isEnrolled)
        .map(FakeDevice::description)
        .toList();
  }

  synchronized boolean install(EnrollmentId id, Configuration configuration, UUID attempt) {
    FakeDevice device = devices.get(id);
    if (device == null || !device.isEnrolled()) {
      return false;
    }
    String identifier = ProfileOpener.identifierOf(configuration);
    if (identifiers.putIfAbsent(attempt, identifier) == null) {
      device.queue(new Command.Install(attempt, configuration));
    }
    return true;
  }

  synchronized void remove(EnrollmentId id, UUID installed, UUID attempt) {
    String identifier = identifiers.getOrDefault(installed, "never installed");
    if (identifiers.putIfAbsent(attempt, identifier) == null) {
      queue(id, new Command.Remove(attempt, identifier));
    }
  }

  synchronized void queue(EnrollmentId id, Command command) {
    FakeDevice device = devices.get(id);
    if (device != null && device.isEnrolled()) {
      device.queue(command);
    }
  }

  synchronized List<ProvisioningEvent> answersTo(UUID attempt) {
    return List.copyOf(answers.getOrDefault(attempt, List.of()));
  }

  private void answered(FakeDevice device, FakeDevice.Answer answer) {
    ProvisioningEvent event = event(device, answer);
    answers.computeIfAbsent(answer.command().attempt(), attempt -> new ArrayList<>()).add(event);
    outbox.add(event, troubles::hits);
  }

  private ProvisioningEvent event(FakeDevice device, FakeDevice.Answer answer) {
    EnrollmentId id = device.description().id();
    if (answer.command() instanceof Command.ListProfiles
        && answer.status() == CommandStatus.ACKNOWLEDGED) {
      return new ProfilesReported(
          key("profiles"),
          clock.instant(),
          id,
          device.profiles().stream()
              .map(held -> new InstalledProfile(held.identifier(), held.uuid()))
              .toList());
    }
    return new CommandReported(
        key("answer"),
        clock.instant(),
        id,
        answer.command().attempt(),
        answer.status(),
        answer.errors());
  }

  private List<FakeDevice> familyOf(EnrollmentId id) {
    known(id);
    return devices.values().stream()
        .filter(
            each ->
                each.description().id().equals(id)
                    || each.description().parent().filter(id::equals).isPresent())
        .toList();
  }

  private FakeDevice known(EnrollmentId id) {
    return Optional.ofNullable(devices.get(id))
        .orElseThrow(() -> new IllegalArgumentException("nothing called " + id + " ever enrolled"));
  }

  private String key(String kind) {
    facts++;
    return "fake:" + kind + ":" + facts;
  }
}
