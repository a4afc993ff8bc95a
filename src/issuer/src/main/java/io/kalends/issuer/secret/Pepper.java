package io.kalends.issuer.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret that turns a password into what is stored: HMAC-SHA-256. Kept outside the database, so
 * that a stolen database alone proves nothing about any password. Shows itself nowhere.
 */
public final class Pepper {

  /** How long a pepper is. */
  public static final int BYTES = 32;

  private final SecretKeySpec key;

  /** Copied for every hash: finding and keying one anew costs as much as the hash. */
  private final Mac keyed;

  private Pepper(SecretKeySpec key) {
    this.key = key;
    this.keyed = keyed(key);
  }

  /**
   * A pepper from elsewhere, for example a key store.
   *
   * @param secret 32 random bytes
   * @return holding a copy
   */
  public static Pepper of(byte[] secret) {
    if (secret.length != BYTES) {
      throw new IllegalArgumentException("a pepper must have " + BYTES + " bytes");
    }
    return new Pepper(new SecretKeySpec(secret, "HmacSHA256"));
  }

  /**
   * What is stored in place of a secret.
   *
   * @param secret long and random
   * @return 32 bytes
   */
  public byte[] hash(String secret) {
    return mac().doFinal(secret.getBytes(UTF_8));
  }

  private Mac mac() {
    try {
      return (Mac) keyed.clone();
    } catch (CloneNotSupportedException e) {
      // Some providers beside the JDK's own cannot: then it costs what it costs.
      return keyed(key);
    }
  }

  private static Mac keyed(SecretKeySpec key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "Pepper";
  }
}
