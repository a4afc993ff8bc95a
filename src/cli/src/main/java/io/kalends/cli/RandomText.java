package io.kalends.cli;

import java.security.SecureRandom;
import java.util.stream.Collectors;

/** Secrets that survive every channel: ASCII letters and digits. */
final class RandomText {

  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  private RandomText() {}

  static String alphanumeric(int length, SecureRandom random) {
    return random
        .ints(length, 0, ALPHABET.length())
        .mapToObj(i -> ALPHABET.substring(i, i + 1))
        .collect(Collectors.joining());
  }
}
