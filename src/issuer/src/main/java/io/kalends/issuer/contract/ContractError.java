package io.kalends.issuer.contract;

/**
 * What a call can be refused with: the gateway's generic codes and the calendar's own. Texts are
 * for people; callers decide on the code.
 *
 * <p>The official error list prints no HTTP statuses for gateway codes. Some were seen in the
 * field; the others are assumed to be 400 and can be set, see {@link #isStatusAssumed()}.
 */
public enum ContractError {
  /** No token, or none after {@code Bearer}. */
  TOKEN_MISSING(99991661, 400, false, "Missing access token for authorization."),
  /** A user token was asked for and a tenant token came, or the tenant token is bad or expired. */
  TENANT_TOKEN(99991663, 400, false, "Invalid access token for authorization."),
  /** An app token that is bad or expired. Sent by the sandbox only. */
  APP_TOKEN(99991664, 400, true, "Invalid app access token."),
  /** The other spelling for a bad tenant token. Sent by the sandbox only. */
  TENANT_TOKEN_BAD(99991665, 400, true, "Invalid tenant access token."),
  /** Neither a user token nor a tenant token by its look. */
  TOKEN_SHAPE(99991671, 400, true, "Invalid access token: must start with u- or t-."),
  /** A user token nobody here granted, or one where a tenant token is asked for. */
  TOKEN_UNKNOWN(99991668, 400, false, "Invalid access token for authorization."),
  /** An old way of refusing refresh tokens. Sent by the sandbox only. */
  REFRESH_TOKEN(99991669, 400, true, "Invalid refresh token."),
  /** A user token of yesterday. */
  TOKEN_EXPIRED(99991677, 400, true, "Authentication token expired."),
  /** The app a token was granted to is registered no more. */
  APP_UNKNOWN(99991543, 400, true, "app_id or app_secret is invalid"),
  /** The app was stopped by an administrator. */
  APP_DISABLED(99991662, 400, true, "the app is disabled in the tenant"),
  /** The app is not installed in the user's tenant. */
  NOT_INSTALLED(99991673, 400, true, "the app is not installed in the tenant"),
  /** The app may not be called from this address. */
  ADDRESS_REFUSED(99991401, 400, true, "the caller's ip is not on the app's allow list"),
  /** The app may not ask for this. */
  APP_SCOPE_MISSING(99991672, 400, false, "Access denied: the app lacks a required scope."),
  /** The user has not granted this. */
  USER_SCOPE_MISSING(99991679, 400, true, "Unauthorized: the user has not granted the scope."),
  /** The token allows nothing at all. */
  NO_PERMISSION(99991676, 400, true, "Unauthorized: the token carries no permission."),
  /** Too many calls of one app in one tenant. */
  RATE_LIMITED(99991400, 429, false, "request trigger frequency limit"),
  /** The tenant's calls of this month are used up. */
  QUOTA_USED_UP(99991403, 400, true, "the tenant's monthly api quota is used up"),
  /** Parameters the gateway itself refuses. */
  FIELD_VALIDATION(99992402, 400, true, "field validation failed"),
  /** Internal errors of the gateway. Sent by the sandbox only. */
  GATEWAY_INTERNAL(2200, 500, true, "internal error"),
  /** Internal errors of the gateway. Sent by the sandbox only. */
  GATEWAY_UNREACHABLE(1500, 500, true, "internal error"),
  /** Internal errors of the gateway. Sent by the sandbox only. */
  GATEWAY_FAILED(5000, 500, true, "internal error"),
  /** A policy wants more proof of who is there. Sent by the sandbox only. */
  ACCESS_CHALLENGE(21000, 400, true, "access policy: challenge required"),
  /** A policy forbids. Sent by the sandbox only. */
  ACCESS_DENIED(21001, 400, true, "access policy: access denied"),
  /** The body is not what the contract asks for. */
  INVALID_PARAMETERS(190002, 400, false, "invalid parameters in request"),
  /** A fault of the issuer. */
  INTERNAL(190003, 500, false, "internal service error"),
  /** Too many calls of this method, by whomever. */
  METHOD_LIMITED(190004, 429, false, "method rate limited"),
  /** Too many calls of this app, in whichever tenant. */
  APP_LIMITED(190005, 429, false, "app rate limited"),
  /** App and tenant are in different data regions. */
  WRONG_UNIT(190006, 403, false, "wrong unit for app tenant"),
  /** The app has no bot. */
  NO_BOT(190007, 404, false, "app bot_id not found"),
  /** The same user's last call is not done yet. */
  CONTENTION(190010, 429, false, "current operation rate limited"),
  /** The user left. */
  USER_GONE(195100, 404, false, "user is dismiss or not exist in the tenant");

  private static final int FIRST_CALENDAR_CODE = 190_000;
  private static final int LAST_CALENDAR_CODE = 199_999;

  private final int code;
  private final int status;
  private final boolean statusAssumed;
  private final String text;

  ContractError(int code, int status, boolean statusAssumed, String text) {
    this.code = code;
    this.status = status;
    this.statusAssumed = statusAssumed;
    this.text = text;
  }

  /**
   * The code in the body.
   *
   * @return never 0
   */
  public int code() {
    return code;
  }

  /**
   * The HTTP status, documented or seen, else assumed.
   *
   * @return 400 to 599
   */
  public int status() {
    return status;
  }

  /**
   * Whether nobody has seen the status of this code.
   *
   * @return true when it may be set otherwise
   */
  public boolean isStatusAssumed() {
    return statusAssumed;
  }

  /**
   * Whether the gateway refuses before the calendar sees the call; such a body has no {@code data}.
   */
  public boolean isGateway() {
    return code < FIRST_CALENDAR_CODE || code > LAST_CALENDAR_CODE;
  }

  /**
   * The text in the body.
   *
   * @return for people; it may change
   */
  public String text() {
    return text;
  }
}
