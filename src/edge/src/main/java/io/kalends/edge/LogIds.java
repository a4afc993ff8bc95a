package io.kalends.edge;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;

/** Makes the id of an exchange, which support asks for: the time in UTC and 20 random digits. */
final class LogIds {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final int RANDOM_BYTES = 10;

  private final Clock clock;
  private final SecureRandom random;

  LogIds(Clock clock, SecureRandom random) {
    this.clock = clock;
    this.random = random;
  }

  String next() {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return TIME.format(clock.instant()) + HexFormat.of().withUpperCase().formatHex(bytes);
  }
}
