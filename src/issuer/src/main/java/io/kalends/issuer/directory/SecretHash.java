package io.kalends.issuer.directory;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A long random secret, known by its SHA-256 only: enough to recognise it, useless to whoever reads
 * it.
 *
 * @param sha256 64 hexadecimal digits in lower case
 */
public record SecretHash(String sha256) {

  private static final int MIN_LENGTH = 16;
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  /** Checks the digits. */
  public SecretHash {
    if (!SHA256.matcher(sha256).matches()) {
      throw new InvalidDirectory("sha256", "must have 64 hexadecimal digits in lower case");
    }
  }

  /**
   * Recognises a secret.
   *
   * @param clear the secret itself, not kept
   * @return its hash
   * @throws InvalidDirectory when it is too short to be safe as a plain hash
   */
  public static SecretHash of(String clear) {
    if (clear.length() < MIN_LENGTH) {
      throw new InvalidDirectory("secret", "must have " + MIN_LENGTH + " characters or more");
    }
    return sent(clear);
  }

  /**
   * Recognises what a client sent, however short.
   *
   * @param clear not kept
   * @return its hash
   */
  public static SecretHash sent(String clear) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(clear.getBytes(UTF_8));
      return new SecretHash(HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "SecretHash";
  }
}
