package io.kalends.issuer.sandbox.caldav;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;

/**
 * Who may log in. Asked at every request, so that a revoked password ends with the next one. An
 * issuer stands behind it as {@code (user, password) -> issuer.authenticate(user,
 * password).isPresent()}.
 */
@FunctionalInterface
public interface Accounts {

  /**
   * Whether this pair logs in. Called by many threads at once.
   *
   * @param userName as the client sent it: anything but a colon or a control character
   * @param password as the client sent it
   * @return false for an unknown user and for a wrong password alike
   */
  boolean accepts(String userName, String password);

  /**
   * A fixed table.
   *
   * @param passwords by user name
   * @return holding a copy; compares in constant time
   */
  static Accounts of(Map<String, String> passwords) {
    Map<String, byte[]> table = new HashMap<>();
    passwords.forEach((user, password) -> table.put(user, password.getBytes(UTF_8)));
    return (user, password) -> {
      byte[] expected = table.getOrDefault(user, new byte[0]);
      boolean same = MessageDigest.isEqual(expected, password.getBytes(UTF_8));
      return same && table.containsKey(user);
    };
  }
}
