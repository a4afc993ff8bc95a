package io.kalends;

import io.kalends.delivery.Acceptance;
import io.kalends.delivery.DeliveryForm;
import io.kalends.delivery.Exposure;
import io.kalends.enrollment.Device;
import io.kalends.enrollment.DeviceOwner;
import io.kalends.enrollment.OwnerDirectory;
import io.kalends.failure.ActionRequired;
import io.kalends.failure.ActionRequired.Who;
import io.kalends.failure.PermanentFailure;
import io.kalends.failure.PermanentFailure.Reason;
import io.kalends.failure.TemporaryFailure;
import io.kalends.finding.Finding;
import io.kalends.ledger.Entry.Target;
import io.kalends.mdm.MdmProvider;
import io.kalends.mdm.ProviderHealth;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Everything that can be known before a mint, which cannot be taken back, is known before it. */
final class Preflight {

  private final OwnerDirectory owners;
  private final MdmProvider provider;
  private final Supplier<ProviderHealth> health;
  private final Map<DeliveryForm, Wrapper> wrappers;
  private final Exposure.Policy policy;

  Preflight(
      OwnerDirectory owners,
      MdmProvider provider,
      Supplier<ProviderHealth> health,
      Map<DeliveryForm, Wrapper> wrappers,
      Exposure.Policy policy) {
    this.owners = owners;
    this.provider = provider;
    this.health = health;
    this.wrappers = Map.copyOf(wrappers);
    this.policy = policy;
  }

  Target target(Device device) {
    return target(device, owner(device));
  }

  /** For an owner who was looked up already. */
  Target target(Device device, DeviceOwner owner) {
    Wrapper wrapper = allowed(device, deliverable(device));
    wrapper.preflight();
    requireUsableProvider(device);
    return new Target(owner, wrapper.form(), wrapper.exposure());
  }

  /** Whose it is, as far as anybody knows. */
  Optional<DeviceOwner> ownerOf(Device device) {
    return owners.ownerOf(device).map(OwnerDirectory.Finding::owner);
  }

  /** What is believed when no directory is named. */
  static Optional<OwnerDirectory.Finding> asTheMdmSays(Device device) {
    return device
        .ownerHint()
        .map(
            hint ->
                new OwnerDirectory.Finding(
                    DeviceOwner.of(hint), "MDM: owner field", OwnerDirectory.Confidence.LIKELY));
  }

  private DeviceOwner owner(Device device) {
    return ownerOf(device)
        .orElseThrow(
            () ->
                new ActionRequired(
                    Who.ADMINISTRATOR,
                    "the owner field of the MDM, or the owner directory",
                    "resolve " + device.id() + ": nobody knows whose device this is",
                    null));
  }

  private List<Wrapper> deliverable(Device device) {
    Acceptance acceptance = provider.accepts(device);
    List<Wrapper> possible =
        acceptance.forms().stream().map(wrappers::get).filter(Objects::nonNull).toList();
    if (possible.isEmpty()) {
      throw new PermanentFailure(
          Reason.NOT_DELIVERABLE,
          "resolve %s: no form of delivery fits; the provider takes %s. %s"
              .formatted(device.id(), acceptance.forms(), String.join(" ", acceptance.limits())));
    }
    return possible;
  }

  private Wrapper allowed(Device device, List<Wrapper> possible) {
    return possible.stream()
        .filter(wrapper -> policy.allows(wrapper.exposure()))
        .findFirst()
        .orElseThrow(
            () ->
                new ActionRequired(
                    Who.ADMINISTRATOR,
                    "setting exposure.allow",
                    "resolve %s: every form this device can take shows the password on its way;"
                            .formatted(device.id())
                        + " to accept that, name one of these in exposure.allow: "
                        + names(possible),
                    null));
  }

  private void requireUsableProvider(Device device) {
    ProviderHealth found = health.get();
    if (!found.usable()) {
      throw new TemporaryFailure(
          "resolve %s: the MDM provider is not usable, so nothing is minted: %s"
              .formatted(
                  device.id(),
                  found.findings().stream().map(Finding::text).collect(Collectors.joining("; "))));
    }
  }

  private static String names(List<Wrapper> wrappers) {
    return wrappers.stream()
        .map(wrapper -> wrapper.exposure().settingName())
        .distinct()
        .collect(Collectors.joining(", "));
  }
}
