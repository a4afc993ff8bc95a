package io.kalends;

import io.kalends.account.DeviceLabel;
import io.kalends.enrollment.Device;
import io.kalends.ledger.Entry;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Labels that a person recognises in the calendar service's list and that we find again: the
 * device's name, and a tag that only this entry and this attempt have.
 */
final class Labels {

  private static final int TAG_CHARS = 10;
  private static final int BASE = 36;

  private Labels() {}

  static DeviceLabel next(Entry entry) {
    String attempt = entry.key() + "/" + (entry.mintAttempts() + 1);
    return DeviceLabel.of(humanPart(entry.device()), tag(attempt));
  }

  private static String humanPart(Device device) {
    return device.name().or(device::model).orElse(device.platform().name());
  }

  /** 51 bits of a digest: two of 50,000 devices' labels agree once in a million fleets. */
  private static String tag(String attempt) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(attempt.getBytes(StandardCharsets.UTF_8));
      return new BigInteger(1, digest).toString(BASE).substring(0, TAG_CHARS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
