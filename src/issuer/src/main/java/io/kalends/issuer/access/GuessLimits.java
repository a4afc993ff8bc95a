package io.kalends.issuer.access;

import java.time.Duration;

/**
 * How many wrong pairs of user name and password are answered 401 before the answer is 429. A right
 * pair passes all the same.
 *
 * @param perUser in any window, for one user name, known or not; 1 to 1000
 * @param perAddress in any window, for one client address (IPv6: its /64); 1 to 1000
 * @param window one second to one day
 */
public record GuessLimits(int perUser, int perAddress, Duration window) {

  /** What a window can hold at most. */
  static final int MAX = 1000;

  /** 30 a user and 100 an address in ten minutes. */
  public static final GuessLimits DEFAULT = new GuessLimits(30, 100, Duration.ofMinutes(10));

  /** Checks the ranges. */
  public GuessLimits {
    if (perUser < 1 || perUser > MAX) {
      throw new IllegalArgumentException("guesses per user: must be between 1 and " + MAX);
    }
    if (perAddress < 1 || perAddress > MAX) {
      throw new IllegalArgumentException("guesses per address: must be between 1 and " + MAX);
    }
    if (window.compareTo(Duration.ofSeconds(1)) < 0 || window.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException("window of guesses: must be between 1 s and 1 day");
    }
  }
}
