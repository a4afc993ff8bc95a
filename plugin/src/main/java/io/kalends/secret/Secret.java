package io.kalends.secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A password or token. It shows itself nowhere: {@link #toString()} is a mask, it cannot be
 * serialised (Jackson finds no property, Java finds no {@code Serializable}), comparing takes the
 * same time for any two secrets of one length, and all of them have the same hash code. {@link
 * #reveal()} is the one way out; every call of it is worth a look in review.
 */
public final class Secret {

  /** What is shown in place of any secret. */
  public static final String MASK = "***";

  private final String value;

  private Secret(String value) {
    this.value = value;
  }

  /**
   * Wraps a secret.
   *
   * @param value the secret itself, not empty
   * @return the guarded secret
   */
  public static Secret of(String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("a secret must not be empty");
    }
    return new Secret(value);
  }

  /**
   * Hands the secret out, to be put where it belongs and nowhere else.
   *
   * @return the secret itself
   */
  public String reveal() {
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret that
        && MessageDigest.isEqual(
            value.getBytes(StandardCharsets.UTF_8), that.value.getBytes(StandardCharsets.UTF_8));
  }

  /** The same for every secret, so that no table of hashes tells one from another. */
  @Override
  public int hashCode() {
    return 0;
  }

  @Override
  public String toString() {
    return MASK;
  }
}
