package io.kalends.issuer.token;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a client has to know the answer to when it brings the code (RFC 7636).
 *
 * @param method {@code S256} or {@code plain}; empty for none
 * @param value of the method; empty for none
 */
public record Challenge(String method, String value) {

  /** Also the form of a verifier: RFC 7636, sections 4.1 and 4.2. */
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._~-]{43,128}");

  private static final Set<String> METHODS = Set.of("", "plain", "S256");

  /** No PKCE. */
  public static final Challenge NONE = new Challenge("", "");

  /** Checks both. */
  public Challenge {
    if (!METHODS.contains(method) || value.isEmpty() != method.isEmpty()) {
      throw new IllegalArgumentException("code_challenge_method: must be S256 or plain");
    }
    if (!value.isEmpty() && !FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "code_challenge: must have 43 to 128 characters out of A-Z a-z 0-9 - . _ ~");
    }
  }

  /**
   * Whether this is the answer.
   *
   * @param verifier as sent; empty when none was. One that nobody asked for is wrong as well: the
   *     challenge was taken out of the client's request on its way (RFC 9700, section 2.1.1)
   */
  boolean isMetBy(String verifier) {
    if (method.isEmpty()) {
      return verifier.isEmpty();
    }
    return FORM.matcher(verifier).matches()
        && MessageDigest.isEqual(
            value.getBytes(US_ASCII),
            (method.equals("S256") ? hashed(verifier) : verifier).getBytes(US_ASCII));
  }

  private static String hashed(String verifier) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return method;
  }
}
