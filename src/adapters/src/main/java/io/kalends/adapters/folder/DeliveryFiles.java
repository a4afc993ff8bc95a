package io.kalends.adapters.folder;

import io.kalends.davx5.Davx5Json;
import io.kalends.davx5.Davx5Link;
import io.kalends.davx5.QrCode;
import io.kalends.delivery.Configuration;
import io.kalends.delivery.ManagedConfiguration;
import io.kalends.delivery.SignedProfile;
import io.kalends.delivery.UnsignedProfile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which files a delivery becomes. */
final class DeliveryFiles {

  static final String PROFILE = "profile.mobileconfig";
  static final String DAVX5_SETTINGS = "davx5.json";
  static final String DAVX5_CODE = "davx5.svg";

  /** Every name a delivery may have; what an install does not write, it removes. */
  static final List<String> NAMES = List.of(PROFILE, DAVX5_SETTINGS, DAVX5_CODE);

  private DeliveryFiles() {}

  /**
   * Name to content; empty for a form this provider does not take.
   *
   * @throws IllegalArgumentException when no set-up code can be made of a managed configuration
   */
  static Optional<Map<String, byte[]>> of(Configuration configuration) {
    if (configuration instanceof SignedProfile profile) {
      return Optional.of(Map.of(PROFILE, profile.bytes()));
    }
    if (configuration instanceof UnsignedProfile profile) {
      return Optional.of(Map.of(PROFILE, profile.bytes()));
    }
    if (configuration instanceof ManagedConfiguration managed) {
      String code = QrCode.svg(Davx5Link.of(managed));
      return Optional.of(
          Map.of(
              DAVX5_SETTINGS,
              Davx5Json.write(managed),
              DAVX5_CODE,
              code.getBytes(StandardCharsets.UTF_8)));
    }
    return Optional.empty();
  }
}
