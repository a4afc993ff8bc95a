package io.kalends.adapters.folder;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kalends.delivery.ManagedConfiguration;
import io.kalends.delivery.ProfileIdentity;
import io.kalends.delivery.UnsignedProfile;
import io.kalends.enrollment.Device;
import io.kalends.enrollment.EnrollmentId;
import io.kalends.enrollment.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** Devices and what is delivered to them in this package's tests, and a look at what arrived. */
final class Deliveries {

  static final String FAKE_PASSWORD = "FakePasswordOnlyForTests0123456789";
  static final UUID ATTEMPT = new UUID(7, 7);
  static final Device IPHONE = device("00008101-001A2D3E4F50802E", Platform.IOS);
  static final Device PIXEL = device("enterprises/LC0/devices/../7", Platform.ANDROID);
  static final ManagedConfiguration DAVX5 =
      new ManagedConfiguration(
          "com.davdroid.managed",
          Map.of(
              "login_base_url",
              "https://caldav.example.org/",
              "login_user_name",
              "张伟",
              "login_password",
              FAKE_PASSWORD,
              "login_credentials_lock",
              1));

  private Deliveries() {}

  static UnsignedProfile unsigned(String text) {
    return new UnsignedProfile(identity(), text.getBytes(UTF_8));
  }

  static ProfileIdentity identity() {
    return new ProfileIdentity("a", new UUID(1, 1), "b", new UUID(2, 2));
  }

  static Device device(String id, Platform platform) {
    return Device.enrolled(new EnrollmentId(id), platform).build();
  }

  static Device user(String id, Platform platform, Device parent) {
    return Device.enrolled(new EnrollmentId(id), platform).userChannelOf(parent.id()).build();
  }

  static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(
        Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
  }
}
