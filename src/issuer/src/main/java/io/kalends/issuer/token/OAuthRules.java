package io.kalends.issuer.token;

import java.time.Duration;

/**
 * How long what is granted lasts.
 *
 * @param access a user access token
 * @param refresh a refresh token of the endpoints v2 and v3
 * @param refreshV1 a refresh token of the old OIDC pair
 * @param code an authorization code, and a consent page that waits for its answer
 * @param cap after a person's consent, whatever was refreshed in between
 */
public record OAuthRules(
    Duration access, Duration refresh, Duration refreshV1, Duration code, Duration cap) {

  // Before CONTRACT, which is checked with them.
  private static final Duration LEAST = Duration.ofSeconds(1);
  private static final Duration MOST = Duration.ofDays(3650);

  /** What the contract says. */
  public static final OAuthRules CONTRACT =
      new OAuthRules(
          Duration.ofHours(2),
          Duration.ofDays(7),
          Duration.ofDays(30),
          Duration.ofMinutes(5),
          Duration.ofDays(365));

  /** The scope without which no refresh token is given. */
  public static final String OFFLINE_ACCESS = "offline_access";

  /** Checks the figures. */
  public OAuthRules {
    check("access", access);
    check("refresh", refresh);
    check("refreshV1", refreshV1);
    check("code", code);
    check("cap", cap);
  }

  private static void check(String field, Duration value) {
    if (value.compareTo(LEAST) < 0 || value.compareTo(MOST) > 0) {
      throw new IllegalArgumentException(field + ": must be between one second and 3650 days");
    }
  }
}
