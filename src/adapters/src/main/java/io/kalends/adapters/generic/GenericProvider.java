package io.kalends.adapters.generic;

import io.kalends.delivery.Acceptance;
import io.kalends.delivery.Configuration;
import io.kalends.delivery.Proof;
import io.kalends.enrollment.Device;
import io.kalends.event.EventReceiver;
import io.kalends.event.InboundReply;
import io.kalends.event.InboundRequest;
import io.kalends.mdm.InstallReference;
import io.kalends.mdm.Installation;
import io.kalends.mdm.MdmProvider;
import io.kalends.mdm.ProviderHealth;
import java.util.List;
import java.util.UUID;

/**
 * Any MDM that can send and take a little JSON. Facts come in by {@link Webhook}; what is to be
 * done goes out by folder or by {@link Callback}.
 */
final class GenericProvider implements MdmProvider, EventReceiver {

  private final EventReceiver in;
  private final MdmProvider out;

  GenericProvider(EventReceiver in, MdmProvider out) {
    this.in = in;
    this.out = out;
  }

  @Override
  public InboundReply receive(InboundRequest request) {
    return in.receive(request);
  }

  @Override
  public Acceptance accepts(Device device) {
    Acceptance acceptance = out.accepts(device);
    List<String> limits = acceptance.limits();
    // Whatever the way out knows, the way in can tell that a device acknowledged.
    return acceptance.forms().isEmpty()
        ? acceptance
        : new Acceptance(acceptance.forms(), Proof.ACKNOWLEDGED, limits);
  }

  @Override
  public InstallReference install(Device device, Configuration configuration, UUID attempt) {
    return out.install(device, configuration, attempt);
  }

  @Override
  public void remove(Installation installation, UUID attempt) {
    out.remove(installation, attempt);
  }

  @Override
  public ProviderHealth check() {
    return out.check();
  }

  @Override
  public void close() {
    out.close();
  }

  @Override
  public String toString() {
    return "GenericProvider[" + out + "]";
  }
}
