package io.kalends.testkit.mdm;

import io.kalends.enrollment.Device;
import io.kalends.enrollment.DeviceOwner;

/** How an MDM's description of a device changes. */
final class Descriptions {

  private Descriptions() {}

  static Device ownedBy(Device device, DeviceOwner owner) {
    Device.Builder changed =
        Device.enrolled(device.id(), device.platform()).ownerHint(owner.address());
    device.parent().ifPresent(changed::userChannelOf);
    device.name().ifPresent(changed::name);
    device.model().ifPresent(changed::model);
    device.osVersion().ifPresent(changed::osVersion);
    device.serialNumber().ifPresent(changed::serialNumber);
    return changed.build();
  }
}
