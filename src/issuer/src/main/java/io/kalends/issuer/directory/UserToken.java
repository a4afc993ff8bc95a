package io.kalends.issuer.directory;

import java.util.regex.Pattern;

/**
 * A user access token, known by its hash only.
 *
 * @param hash of the token
 */
public record UserToken(SecretHash hash) {

  /** Feishu's user tokens begin with {@code u-} or, being JWTs, with {@code eyJ}. */
  private static final Pattern SHAPE = Pattern.compile("(u-|eyJ)[A-Za-z0-9._~+/=-]{0,4093}");

  /** Shorter ones can be guessed. */
  private static final int MIN_LENGTH = 20;

  /**
   * Recognises a token.
   *
   * @param clear the token itself; not kept
   * @return its hash
   * @throws InvalidDirectory when no user token looks like this, or it is too short to be one
   */
  public static UserToken of(String clear) {
    if (!looksRight(clear) || clear.length() < MIN_LENGTH) {
      throw new InvalidDirectory(
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
    return new UserToken(SecretHash.sent(clear));
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
}
