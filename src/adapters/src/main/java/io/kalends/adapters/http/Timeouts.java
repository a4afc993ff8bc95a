package io.kalends.adapters.http;

import io.kalends.settings.Settings;
import java.time.Duration;
import java.util.Set;

/**
 * How long one call may take.
 *
 * @param connect for a TCP connection, for its TLS handshake, and for one to become free
 * @param response the longest silence while an answer is awaited
 * @param deadline for the whole call, however slowly it proceeds
 */
public record Timeouts(Duration connect, Duration response, Duration deadline) {

  /** The settings read here. */
  public static final Set<String> KEYS = Set.of("connectTimeout", "responseTimeout", "deadline");

  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  /** Five seconds, half a minute, three quarters of a minute. */
  public static final Timeouts USUAL =
      new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(45));

  /** Checks itself. */
  public Timeouts {
    requireBounded("connectTimeout", connect);
    requireBounded("responseTimeout", response);
    requireBounded("deadline", deadline);
  }

  /**
   * Reads an instance's settings.
   *
   * @param settings {@link #KEYS}, each of which may be left out
   * @return what they say, and the usual for the rest
   * @throws io.kalends.settings.InvalidSetting naming the key and the fix
   */
  public static Timeouts from(Settings settings) {
    return new Timeouts(
        duration(settings, "connectTimeout", USUAL.connect),
        duration(settings, "responseTimeout", USUAL.response),
        duration(settings, "deadline", USUAL.deadline));
  }

  private static Duration duration(Settings settings, String key, Duration byDefault) {
    Duration duration = settings.duration(key, byDefault);
    if (!isBounded(duration)) {
      throw settings.invalid(key, "must be from PT0.001S to " + LONGEST);
    }
    return duration;
  }

  /**
   * Checks one duration.
   *
   * @param name for the complaint
   * @param duration to be from 1 ms to 5 minutes
   * @throws IllegalArgumentException when it is not
   */
  public static void requireBounded(String name, Duration duration) {
    if (!isBounded(duration)) {
      throw new IllegalArgumentException(name + " must be from 1 ms to " + LONGEST);
    }
  }

  private static boolean isBounded(Duration duration) {
    return duration.compareTo(SHORTEST) >= 0 && duration.compareTo(LONGEST) <= 0;
  }
}
