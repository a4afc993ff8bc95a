package io.kalends.testkit.crash;

import static io.kalends.testkit.crash.Cast.ANDROID;
import static io.kalends.testkit.crash.Cast.ANNA;
import static io.kalends.testkit.crash.Cast.BEN;
import static io.kalends.testkit.crash.Cast.CARA;
import static io.kalends.testkit.crash.Cast.DORA;
import static io.kalends.testkit.crash.Cast.IPHONE;
import static io.kalends.testkit.crash.Cast.MAC;
import static io.kalends.testkit.crash.Cast.MAC_USER;

import io.kalends.enrollment.Device;
import io.kalends.enrollment.DeviceOwner;
import io.kalends.event.ProvisioningEvent.Wish;
import io.kalends.testkit.mdm.FakeMdm;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One act of a life: what happens in the world, and how the world must look some time after.
 *
 * @param name for people
 * @param happens in the world
 * @param owners who must have exactly one live account, by device; all other devices none
 * @param renewed whose account must be another than before the act
 */
record Act(
    String name, Consumer<FakeMdm> happens, Map<Device, String> owners, Set<Device> renewed) {

  static final List<Act> LIFE =
      List.of(
          new Act(
              "an iPhone, a Mac and an Android phone enroll",
              mdm -> List.of(IPHONE, MAC, ANDROID).forEach(mdm::enroll),
              Map.of(IPHONE, ANNA, ANDROID, CARA),
              Set.of()),
          new Act(
              "somebody logs in on the Mac",
              mdm -> mdm.enroll(MAC_USER),
              Map.of(IPHONE, ANNA, MAC_USER, BEN, ANDROID, CARA),
              Set.of()),
          new Act(
              "the iPhone's account is rotated",
              mdm -> mdm.ask(IPHONE.id(), Wish.ROTATE),
              Map.of(IPHONE, ANNA, MAC_USER, BEN, ANDROID, CARA),
              Set.of(IPHONE)),
          new Act(
              "the iPhone is given to somebody else",
              mdm -> mdm.handOver(IPHONE.id(), DeviceOwner.of(DORA)),
              Map.of(IPHONE, DORA, MAC_USER, BEN, ANDROID, CARA),
              Set.of(IPHONE)),
          new Act(
              "the iPhone is wiped and enrolls again",
              mdm -> mdm.enroll(mdm.enrolled().get(0)),
              Map.of(IPHONE, DORA, MAC_USER, BEN, ANDROID, CARA),
              Set.of(IPHONE)),
          new Act(
              "the Mac leaves management",
              mdm -> mdm.checkOut(MAC.id()),
              Map.of(IPHONE, DORA, ANDROID, CARA),
              Set.of()),
          new Act(
              "the Android phone's account is taken away",
              mdm -> mdm.ask(ANDROID.id(), Wish.WITHDRAW),
              Map.of(IPHONE, DORA),
              Set.of()));

  /** Every device that ever appears. */
  static final List<Device> DEVICES = List.of(IPHONE, MAC, MAC_USER, ANDROID);
}
