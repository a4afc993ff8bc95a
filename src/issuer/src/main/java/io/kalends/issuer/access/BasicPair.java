package io.kalends.issuer.access;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * What a device sent to prove itself (RFC 7617). It shows itself nowhere: people type passwords
 * into the field for the user name.
 *
 * @param userName empty when the header could not be read
 * @param password empty when the header could not be read
 */
record BasicPair(String userName, String password) {

  /** Longer than anything ever issued; what is longer is not worth decoding. */
  private static final int MAX_ENCODED = 1024;

  private static final String SCHEME = "Basic";

  /** Nobody: no credential has an empty password. It is looked up like any other. */
  private static final BasicPair UNREADABLE = new BasicPair("", "");

  /** Whether a device tried this scheme at all; without it there is nothing to answer but how. */
  static boolean isIn(List<String> authorization) {
    return authorization.stream().anyMatch(BasicPair::isBasic);
  }

  /**
   * Reads the header.
   *
   * @param authorization every value sent
   * @return a pair that nobody has when it is not one value, not Base64, not UTF-8, too long,
   *     without colon, or holds control characters
   */
  static BasicPair of(List<String> authorization) {
    if (authorization.size() != 1) {
      return UNREADABLE;
    }
    String encoded = authorization.get(0).substring(SCHEME.length()).strip();
    if (encoded.length() > MAX_ENCODED) {
      return UNREADABLE;
    }
    try {
      String pair =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(Base64.getDecoder().decode(encoded)))
              .toString();
      int colon = pair.indexOf(':');
      if (colon < 0 || pair.chars().anyMatch(Character::isISOControl)) {
        return UNREADABLE;
      }
      return new BasicPair(pair.substring(0, colon), pair.substring(colon + 1));
    } catch (IllegalArgumentException | CharacterCodingException e) {
      return UNREADABLE;
    }
  }

  private static boolean isBasic(String value) {
    return value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        && (value.length() == SCHEME.length() || value.charAt(SCHEME.length()) == ' ');
  }

  @Override
  public String toString() {
    return "BasicPair";
  }
}
