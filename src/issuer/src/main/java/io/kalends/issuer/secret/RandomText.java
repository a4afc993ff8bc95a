package io.kalends.issuer.secret;

import java.security.SecureRandom;
import java.util.Base64;

/** Random names and passwords, in alphabets that survive every place they pass through. */
public final class RandomText {

  private static final String LOWER = "abcdefghijklmnopqrstuvwxyz";
  private static final String LETTERS = LOWER + "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final String DIGITS = "0123456789";
  private static final int PASSWORD_CHARACTERS = 40;
  private static final int USER_NAME_CHARACTERS = 8;

  private final SecureRandom random;

  /**
   * Draws from a source.
   *
   * @param random a strong one
   */
  public RandomText(SecureRandom random) {
    this.random = random;
  }

  /**
   * 238 bits in ASCII letters and digits, nothing that needs quoting in a URL, a shell, XML or a
   * regular expression; at least one letter, or some consoles read it as a number.
   */
  public String password() {
    String candidate;
    do {
      candidate = text(LETTERS + DIGITS, PASSWORD_CHARACTERS);
    } while (candidate.chars().noneMatch(c -> LETTERS.indexOf(c) >= 0));
    return candidate;
  }

  /** As the cloud service forms them. */
  public String userName() {
    return "u_" + text(LOWER + DIGITS, USER_NAME_CHARACTERS);
  }

  /**
   * A secret that fits a URL, a header and a form as it is.
   *
   * @param bytes how much randomness
   * @return letters, digits, {@code -} and {@code _}; four characters for three bytes
   */
  public String urlSafe(int bytes) {
    byte[] secret = new byte[bytes];
    random.nextBytes(secret);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
  }

  private String text(String alphabet, int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }
}
