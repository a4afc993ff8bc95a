package io.kalends;

import io.kalends.account.DeviceLabel;
import io.kalends.enrollment.Device;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Labels that a person recognises in the calendar service's list and that we find again: the
 * device's name, and a tag that no other entry or attempt has. The tag is drawn and not derived: a
 * ledger restored from a backup counts its generations again, and must not give a new credential
 * the label of an old one.
 */
final class Labels {

  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";

  /** 51 bits: two of 50,000 labels agree once in a million fleets. */
  private static final int TAG_CHARS = 10;

  private final RandomGenerator random;

  Labels(RandomGenerator random) {
    this.random = random;
  }

  DeviceLabel next(Device device) {
    return DeviceLabel.of(humanPart(device), tag());
  }

  private static String humanPart(Device device) {
    return device.name().or(device::model).orElse(device.platform().name());
  }

  private String tag() {
    return random
        .ints(TAG_CHARS, 0, ALPHABET.length())
        .mapToObj(i -> ALPHABET.substring(i, i + 1))
        .collect(Collectors.joining());
  }
}
