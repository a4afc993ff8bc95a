package io.kalends.issuer.token;

import java.time.Duration;
import java.util.SortedSet;

/**
 * Tokens, seen in clear this once. It shows none of them.
 *
 * @param accessToken for the Open API
 * @param accessLife how long it lasts
 * @param scopes what it allows
 * @param refreshToken empty when there is none
 * @param refreshLife how long it lasts; zero when there is none
 */
public record Issued(
    String accessToken,
    Duration accessLife,
    SortedSet<String> scopes,
    String refreshToken,
    Duration refreshLife) {

  @Override
  public String toString() {
    return "tokens for " + accessLife + " " + scopes;
  }
}
