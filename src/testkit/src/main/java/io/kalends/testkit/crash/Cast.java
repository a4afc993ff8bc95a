package io.kalends.testkit.crash;

import io.kalends.enrollment.Device;
import io.kalends.enrollment.EnrollmentId;
import io.kalends.enrollment.Platform;

/** The people and devices of a life. The devices' names tell whose a credential's label is. */
final class Cast {

  static final String ANNA = "anna@example.com";
  static final String BEN = "ben@example.com";
  static final String CARA = "cara@example.com";
  static final String DORA = "dora@example.com";

  static final Device IPHONE =
      Device.enrolled(new EnrollmentId("iphone-1"), Platform.IOS)
          .name("Green iPhone")
          .ownerHint(ANNA)
          .build();
  static final Device MAC =
      Device.enrolled(new EnrollmentId("mac-1"), Platform.MACOS)
          .name("Grey Mac")
          .ownerHint(BEN)
          .build();
  static final Device MAC_USER =
      Device.enrolled(new EnrollmentId("mac-1:user-1"), Platform.MACOS)
          .userChannelOf(MAC.id())
          .name("Grey Mac")
          .ownerHint(BEN)
          .build();
  static final Device ANDROID =
      Device.enrolled(new EnrollmentId("android-1"), Platform.ANDROID)
          .name("Red Android")
          .ownerHint(CARA)
          .build();

  private Cast() {}
}
