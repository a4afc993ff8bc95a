package io.kalends.testkit.crash;

import io.kalends.enrollment.Device;
import io.kalends.issuer.credential.Credential;
import io.kalends.testkit.mdm.FakeMdm;
import io.kalends.testkit.mdm.LiveProfile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Compares what is on the devices with what the issuer's table says. Knows no ledger class. */
final class Truths {

  private final Calendar calendar;
  private final FakeMdm mdm;
  private final boolean revocable;

  Truths(Calendar calendar, FakeMdm mdm, boolean revocable) {
    this.calendar = calendar;
    this.mdm = mdm;
    this.revocable = revocable;
  }

  /** The credential in each account that is on a device and logs in. */
  Map<Device, Long> live() {
    Map<Device, Long> found = new HashMap<>();
    for (Device device : Act.DEVICES) {
      for (LiveProfile profile : mdm.liveProfiles(device.id())) {
        calendar.openedBy(profile).ifPresent(opened -> found.put(device, opened.id()));
      }
    }
    return found;
  }

  /** What is not as an act wants it; empty when all is. */
  List<String> objections(Act act, Map<Device, Long> before) {
    List<String> objections = new ArrayList<>();
    for (Device device : Act.DEVICES) {
      Optional<String> owner = Optional.ofNullable(act.owners().get(device));
      int held = mdm.liveProfiles(device.id()).size();
      if (held != (owner.isPresent() ? 1 : 0)) {
        objections.add(device.id() + " holds " + held + " accounts");
      } else {
        owner.ifPresent(address -> objections.addAll(ofOne(device, address)));
      }
    }
    Map<Device, Long> now = live();
    act.renewed().stream()
        .filter(device -> Objects.equals(before.getOrDefault(device, 0L), now.get(device)))
        .forEach(device -> objections.add(device.id() + " still holds the account from before"));
    if (revocable && !active().equals(new TreeSet<>(now.values()))) {
      objections.add("active are " + labels(active()) + ", live are " + now);
    }
    return objections;
  }

  /** Those that log in, though nothing on a device and nothing reported as owed accounts for it. */
  Set<String> unaccounted(Set<String> owed) {
    Set<Long> live = new HashSet<>(live().values());
    return calendar.active().stream()
        .filter(credential -> !live.contains(credential.id()))
        .map(Credential::deviceName)
        .filter(label -> !owed.contains(label))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Labels under which credentials log in. */
  Set<String> activeLabels() {
    return calendar.active().stream()
        .map(Credential::deviceName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private List<String> ofOne(Device device, String owner) {
    Optional<Credential> opened = calendar.openedBy(mdm.liveProfiles(device.id()).get(0));
    if (opened.isEmpty()) {
      return List.of("the account on " + device.id() + " does not log in");
    }
    List<String> objections = new ArrayList<>();
    if (!opened.get().owner().equals(owner)) {
      objections.add(device.id() + " has " + opened.get().owner() + "'s account, not " + owner);
    }
    long newest =
        calendar.minted().stream()
            .filter(minted -> minted.deviceName().startsWith(device.name().orElseThrow()))
            .mapToLong(Credential::id)
            .max()
            .orElse(0);
    if (opened.get().id() != newest) {
      objections.add(
          device.id() + " has " + labels(Set.of(opened.get().id())) + ", not the newest");
    }
    return objections;
  }

  private Set<Long> active() {
    return calendar.active().stream()
        .map(Credential::id)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private String labels(Set<Long> ids) {
    return calendar.minted().stream()
        .filter(minted -> ids.contains(minted.id()))
        .map(minted -> minted.id() + " '" + minted.deviceName() + "'")
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
