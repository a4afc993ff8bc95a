package io.kalends.issuer.account;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A user access token, known by its SHA-256 only: enough to recognise it, useless to whoever reads
 * it. Tokens are long and random, so no slow hash is needed.
 *
 * @param sha256 64 hexadecimal digits in lower case
 */
public record UserToken(String sha256) {

  /** Feishu's user tokens begin with {@code u-} or, being JWTs, with {@code eyJ}. */
  private static final Pattern SHAPE = Pattern.compile("(u-|eyJ)[A-Za-z0-9._~+/=-]{0,4093}");

  /** Shorter ones can be guessed. */
  private static final int MIN_LENGTH = 20;

  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  /** Checks the digits. */
  public UserToken {
    if (!SHA256.matcher(sha256).matches()) {
      throw new InvalidUsers("tokenSha256", "must have 64 hexadecimal digits in lower case");
    }
  }

  /**
   * Recognises a token.
   *
   * @param clear the token itself; not kept
   * @return its hash
   * @throws InvalidUsers when no user token looks like this, or it is too short to be one
   */
  public static UserToken of(String clear) {
    if (!looksRight(clear) || clear.length() < MIN_LENGTH) {
      throw new InvalidUsers(
          "token",
          "must begin with u- or eyJ, go on with letters, digits or . _ ~ + / = - and have "
              + MIN_LENGTH
              + " characters or more");
    }
    return sent(clear);
  }

  /**
   * Recognises what a client sent, however short.
   *
   * @param clear of the right shape; not kept
   * @return its hash
   */
  public static UserToken sent(String clear) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(clear.getBytes(UTF_8));
      return new UserToken(HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /**
   * Whether this could be a user token at all.
   *
   * @param clear what a client sent
   * @return true when the shape is right; says nothing about its being known
   */
  public static boolean looksRight(String clear) {
    return SHAPE.matcher(clear).matches();
  }

  @Override
  public String toString() {
    return "UserToken";
  }
}
