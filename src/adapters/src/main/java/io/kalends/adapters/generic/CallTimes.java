package io.kalends.adapters.generic;

import io.kalends.settings.Settings;
import java.time.Duration;
import java.util.Set;

/**
 * How long one call may take.
 *
 * @param connect for a connection, for its TLS handshake, and for a free place
 * @param response the longest silence while an answer is awaited
 * @param deadline for the whole call, however slowly it proceeds
 */
record CallTimes(Duration connect, Duration response, Duration deadline) {

  static final Set<String> KEYS = Set.of("connectTimeout", "responseTimeout", "deadline");

  private static final Duration LONGEST = Duration.ofMinutes(5);

  static CallTimes from(Settings settings) {
    return new CallTimes(
        bounded(settings, "connectTimeout", Duration.ofSeconds(5)),
        bounded(settings, "responseTimeout", Duration.ofSeconds(30)),
        bounded(settings, "deadline", Duration.ofSeconds(45)));
  }

  private static Duration bounded(Settings settings, String key, Duration byDefault) {
    Duration duration = settings.duration(key, byDefault);
    if (duration.toMillis() < 1 || duration.compareTo(LONGEST) > 0) {
      throw settings.invalid(key, "must be from PT0.001S to " + LONGEST);
    }
    return duration;
  }
}
