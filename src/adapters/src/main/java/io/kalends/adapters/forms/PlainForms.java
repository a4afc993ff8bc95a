package io.kalends.adapters.forms;

import io.kalends.delivery.Acceptance;
import io.kalends.delivery.DeliveryForm;
import io.kalends.delivery.Proof;
import io.kalends.enrollment.Channel;
import io.kalends.enrollment.Device;
import io.kalends.enrollment.Platform;
import java.util.List;

/** What an outside system takes that passes on whatever it is given. */
public final class PlainForms {

  private PlainForms() {}

  /**
   * What can be delivered to a device at all: profiles, signed by preference, to Apple's platforms
   * on the channel that takes CalDAV accounts; a managed configuration to Android.
   *
   * @param device the enrollment to be served
   * @param highestProof the highest rung the outside system can report by itself
   * @param limits what it cannot promise
   * @return the forms, or why there are none
   */
  public static Acceptance of(Device device, Proof highestProof, List<String> limits) {
    Platform platform = device.platform();
    boolean user = device.channel() == Channel.USER;
    if (platform == Platform.MACOS && !user) {
      return Acceptance.none(
          "macOS takes CalDAV accounts on the user channel only; deliver to a user enrollment of "
              + device.id());
    }
    if (user && platform != Platform.MACOS && platform != Platform.IPADOS) {
      return Acceptance.none(
          platform + " has no user channel; deliver to the device enrollment of " + device.id());
    }
    List<DeliveryForm> forms =
        platform.readsProfiles()
            ? List.of(DeliveryForm.SIGNED_PROFILE, DeliveryForm.UNSIGNED_PROFILE)
            : List.of(DeliveryForm.MANAGED_CONFIGURATION);
    return new Acceptance(forms, highestProof, limits);
  }
}
