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
  /** A tenant token, which this API does not take. */
  TENANT_TOKEN(99991663, 400, false, "Invalid access token: a user access token is required."),
  /** Neither a user token nor a tenant token by its look. */
  TOKEN_SHAPE(99991671, 400, true, "Invalid access token: must start with u- or t-."),
  /** A user token nobody here granted. */
  TOKEN_UNKNOWN(99991668, 400, false, "Invalid access token for authorization."),
  /** A user token of yesterday. */
  TOKEN_EXPIRED(99991677, 400, true, "Authentication token expired."),
  /** The app may not ask for this. */
  APP_SCOPE_MISSING(99991672, 400, false, "Access denied: the app lacks a required scope."),
  /** The user has not granted this. */
  USER_SCOPE_MISSING(99991679, 400, true, "Unauthorized: the user has not granted the scope."),
  /** Too many calls of one app in one tenant. */
  RATE_LIMITED(99991400, 429, false, "request trigger frequency limit"),
  /** The body is not what the contract asks for. */
  INVALID_PARAMETERS(190002, 400, false, "invalid parameters in request"),
  /** A fault of the issuer. */
  INTERNAL(190003, 500, false, "internal service error"),
  /** The user left. */
  USER_GONE(195100, 404, false, "user is dismiss or not exist in the tenant");

  private static final int FIRST_GATEWAY_CODE = 1_000_000;

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

  /** The gateway refused before the calendar saw the call: the body has no {@code data}. */
  boolean isGateway() {
    return code >= FIRST_GATEWAY_CODE;
  }

  String text() {
    return text;
  }
}
