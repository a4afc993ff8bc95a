package io.kalends.issuer.token;

/**
 * What was taken back from an app: what an event is to tell it.
 *
 * @param app whose tokens they were
 * @param account the number of the person whose tokens they were
 * @param accessTokens at least one access token that still counted
 * @param refreshTokens at least one refresh token that still counted
 * @param reason why
 */
public record Revoked(
    String app, long account, boolean accessTokens, boolean refreshTokens, Reason reason) {

  /** Why, in the words of {@code auth.user_access_token.revoked_v4}. */
  public enum Reason {
    /** None given. */
    UNKNOWN,
    /** The person took it back. */
    USER,
    /** An administrator took it back. */
    ADMINISTRATOR,
    /** Something was stolen. */
    SECURITY,
    /** The person was frozen or left, or the app may no longer be used. */
    RESTRICTION
  }
}
