package io.kalends.issuer.access;

import java.util.List;

/**
 * What may be set about letting devices in.
 *
 * @param realm shown by a device that asks its owner for a password; printable ASCII without quotes
 *     and backslashes
 * @param trustedProxies whose word on the client's address is taken: addresses or ranges, for
 *     example {@code 10.0.0.0/8} or {@code ::1}
 * @param guesses how many wrong answers are given
 */
public record AccessRules(String realm, List<String> trustedProxies, GuessLimits guesses) {

  /** A proxy on the same machine, and room for an office with many devices. */
  public static final AccessRules DEFAULT =
      new AccessRules("Kalends", List.of("127.0.0.0/8", "::1"), GuessLimits.DEFAULT);

  /** Checks realm and addresses. */
  public AccessRules {
    if (!realm.matches("[\\x20-\\x7e&&[^\"\\\\]]{1,100}")) {
      throw new IllegalArgumentException(
          "realm: must have 1 to 100 printable ASCII characters, none of them \" or \\");
    }
    trustedProxies = List.copyOf(trustedProxies);
    trustedProxies.forEach(AddressRange::of);
  }

  /**
   * The same believing other proxies.
   *
   * @param proxies addresses or ranges; empty to believe nobody
   * @return new rules
   */
  public AccessRules trusting(List<String> proxies) {
    return new AccessRules(realm, proxies, guesses);
  }

  /**
   * The same with other limits.
   *
   * @param limits how many wrong answers are given
   * @return new rules
   */
  public AccessRules limitedTo(GuessLimits limits) {
    return new AccessRules(realm, trustedProxies, limits);
  }
}
