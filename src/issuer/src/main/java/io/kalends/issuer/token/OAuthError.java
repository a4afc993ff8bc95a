package io.kalends.issuer.token;

/**
 * What OAuth can be refused with: the numbers of the cloud service, each with the HTTP status it
 * has at the token endpoints v2 and v3 and the nearest word of RFC 6749. Texts are for people;
 * callers decide on the number.
 */
public enum OAuthError {
  /** A field is missing. */
  FIELD_MISSING(20001, "invalid_request", "A required field is missing."),
  /** The app's secret is wrong. */
  CLIENT_SECRET_WRONG(20002, "invalid_client", "The client secret is invalid."),
  /** Nobody was given this code. */
  CODE_UNKNOWN(20003, "invalid_grant", "The authorization code is not found."),
  /** The code is older than five minutes. */
  CODE_EXPIRED(20004, "invalid_grant", "The authorization code has expired."),
  /** No user access token, or one that no longer counts. */
  ACCESS_TOKEN_INVALID(20005, "invalid_token", "The user access token is invalid."),
  /** The person is not there any more. */
  USER_MISSING(20008, "invalid_grant", "The user does not exist."),
  /** The app is not installed in the person's tenant. */
  APP_NOT_INSTALLED(20009, "unauthorized_client", "The app is not installed in the tenant."),
  /** The person may not use the app. */
  APP_NOT_AVAILABLE(20010, "invalid_grant", "The user is outside the app's availability range."),
  /** The person left. */
  USER_RESIGNED(20021, "invalid_token", "The user has resigned."),
  /** The person is suspended. */
  USER_FROZEN(20022, "invalid_token", "The user is frozen."),
  /** The person never signed in. */
  USER_UNREGISTERED(20023, "invalid_token", "The user is not registered."),
  /** The code or refresh token is another app's. */
  OTHER_CLIENT(20024, "invalid_grant", "The code or refresh token belongs to another client."),
  /** Nobody was given this refresh token, or at another endpoint. */
  REFRESH_TOKEN_INVALID(20026, "invalid_grant", "The refresh token is invalid."),
  /** The app asks for more than it may. */
  SCOPE_NOT_THE_APPS(20027, "invalid_scope", "The app does not have a requested scope."),
  /** The redirect address is not registered. */
  REDIRECT_NOT_REGISTERED(20029, "invalid_request", "The redirect URI is not registered."),
  /** Neither a code nor a refresh token. */
  GRANT_TYPE_UNSUPPORTED(20036, "unsupported_grant_type", "The grant type is not supported."),
  /** Too old, or too long since the consent. */
  REFRESH_TOKEN_EXPIRED(20037, "invalid_grant", "The refresh token has expired."),
  /** No such app. */
  APP_UNKNOWN(20048, "invalid_client", "The app does not exist."),
  /** The verifier does not fit the challenge. */
  PKCE_FAILED(20049, "invalid_grant", "The PKCE code challenge failed."),
  /** A fault of the issuer. */
  SERVER_ERROR(20050, "server_error", "Internal server error; try again."),
  /** What was sent cannot be read. */
  REQUEST_MALFORMED(20063, "invalid_request", "The request is malformed."),
  /** Taken back. */
  REFRESH_TOKEN_REVOKED(20064, "invalid_grant", "The refresh token has been revoked."),
  /** The code came before. */
  CODE_USED(20065, "invalid_grant", "The authorization code has been used."),
  /** The person is suspended, has left or never signed in. */
  USER_STATUS_INVALID(20066, "invalid_grant", "The user's status is invalid."),
  /** The narrowing list names a scope twice. */
  SCOPE_DUPLICATE(20067, "invalid_scope", "The scope list contains duplicates."),
  /** The narrowing list names a scope that was not granted. */
  SCOPE_NOT_GRANTED(20068, "invalid_scope", "The scope list contains scopes not granted."),
  /** The app was stopped. */
  APP_DISABLED(20069, "unauthorized_client", "The app is disabled."),
  /** HTTP Basic and credentials in the body. */
  TWO_CLIENT_AUTHENTICATIONS(
      20070, "invalid_request", "More than one client authentication method was used."),
  /** Not the address the code was sent to. */
  REDIRECT_MISMATCH(20071, "invalid_grant", "The redirect URI does not match."),
  /** Shutting down. */
  UNAVAILABLE(20072, "temporarily_unavailable", "The server is temporarily unavailable."),
  /** The refresh token came before. */
  REFRESH_TOKEN_USED(20073, "invalid_grant", "The refresh token has been used."),
  /** The app's switch is off. */
  REFRESH_NOT_ALLOWED(20074, "unauthorized_client", "The app is not allowed to refresh tokens."),
  /** A company rule wants something of the person first. */
  POLICY_CHALLENGE(21000, "access_denied", "An access policy requires a challenge."),
  /** A company rule forbids it. */
  POLICY_DENIED(21001, "access_denied", "Denied by an access policy.");

  private final int code;
  private final String word;
  private final String text;

  OAuthError(int code, String word, String text) {
    this.code = code;
    this.word = word;
    this.text = text;
  }

  /** The number. */
  public int code() {
    return code;
  }

  /** The HTTP status at the token endpoints v2 and v3. */
  public int status() {
    return switch (this) {
      case SERVER_ERROR -> 500;
      case UNAVAILABLE -> 503;
      default -> 400;
    };
  }

  /** The nearest word of RFC 6749, sent as {@code error}. */
  public String word() {
    return word;
  }

  /** For people, in English. */
  public String text() {
    return text;
  }
}
