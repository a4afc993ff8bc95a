package io.kalends;

import io.kalends.delivery.Acceptance;
import io.kalends.delivery.Configuration;
import io.kalends.delivery.DeliveryForm;
import io.kalends.delivery.Proof;
import io.kalends.enrollment.Device;
import io.kalends.event.ProvisioningEvent;
import io.kalends.mdm.CommandPoller;
import io.kalends.mdm.InstallReference;
import io.kalends.mdm.Installation;
import io.kalends.mdm.MdmProvider;
import io.kalends.mdm.ProfileQuery;
import io.kalends.mdm.ProviderHealth;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** An MDM in memory; the one inside can also be asked. */
class TestMdm implements MdmProvider {

  /** What the next installs and removals end in; when empty, all is well. */
  final Deque<RuntimeException> fate = new ArrayDeque<>();

  /** In the order in which they were asked for. */
  final List<UUID> installs = new ArrayList<>();

  final List<UUID> removals = new ArrayList<>();
  final Map<String, Configuration> held = new LinkedHashMap<>();
  Proof highest = Proof.ACKNOWLEDGED;
  DeliveryForm form = DeliveryForm.MANAGED_CONFIGURATION;
  boolean usable = true;
  int checks;

  /** What an install meets before it takes effect. */
  volatile Runnable gate = () -> {};

  /** One that tells nothing by itself. */
  static final class Asked extends TestMdm implements CommandPoller, ProfileQuery {

    final List<ProvisioningEvent> answers = new ArrayList<>();
    final List<UUID> polled = new ArrayList<>();
    final List<UUID> questions = new ArrayList<>();

    @Override
    public List<ProvisioningEvent> poll(Installation installation, UUID attempt) {
      polled.add(attempt);
      fail();
      return List.copyOf(answers);
    }

    @Override
    public void askProfiles(Device device, UUID attempt) {
      questions.add(attempt);
    }
  }

  @Override
  public Acceptance accepts(Device device) {
    return new Acceptance(List.of(form), highest, List.of());
  }

  @Override
  public InstallReference install(Device device, Configuration configuration, UUID attempt) {
    gate.run();
    return installed(device, configuration, attempt);
  }

  private synchronized InstallReference installed(
      Device device, Configuration configuration, UUID attempt) {
    installs.add(attempt);
    fail();
    held.put(device.id().value(), configuration);
    return new InstallReference("command " + attempt);
  }

  @Override
  public synchronized void remove(Installation installation, UUID attempt) {
    removals.add(attempt);
    fail();
    held.remove(installation.device().id().value());
  }

  @Override
  public synchronized ProviderHealth check() {
    checks++;
    return new ProviderHealth(usable, List.of());
  }

  @Override
  public void close() {}

  final synchronized int delivered() {
    return held.size();
  }

  final void fail() {
    RuntimeException next = fate.poll();
    if (next != null) {
      throw next;
    }
  }
}
