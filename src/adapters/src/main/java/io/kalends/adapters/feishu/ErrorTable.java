package io.kalends.adapters.feishu;

import static io.kalends.adapters.feishu.ErrorRow.Sort.APP;
import static io.kalends.adapters.feishu.ErrorRow.Sort.CONSENT;
import static io.kalends.adapters.feishu.ErrorRow.Sort.OWNER_GONE;
import static io.kalends.adapters.feishu.ErrorRow.Sort.QUOTA;
import static io.kalends.adapters.feishu.ErrorRow.Sort.REFUSED;
import static io.kalends.adapters.feishu.ErrorRow.Sort.TENANT;
import static io.kalends.adapters.feishu.ErrorRow.Sort.THROTTLED;
import static io.kalends.adapters.feishu.ErrorRow.Sort.TOKEN;
import static io.kalends.adapters.feishu.ErrorRow.Sort.UNCERTAIN;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Every code known to come from the method (generate_caldav_conf page, 2024-07-10), from the
 * calendar domain beside it, from the gateway (generic error codes, 2025-08) and from the token
 * endpoint. {@code src/docs/adapters/feishu.md} shows the same table to administrators.
 */
final class ErrorTable {

  /** The one permission needed. */
  static final String SCOPE = "calendar:settings.caldav:create";

  private static final String SCOPES =
      "developer console > Permissions & Scopes: enable " + SCOPE + " and publish a version";
  private static final String CONSOLE = "developer console > Credentials & Basic Info: ";
  private static final String AUTHORIZE = "sign in to Feishu/Lark and allow " + SCOPE;
  private static final String USER_TOKEN =
      "store the owner's user_access_token, not a tenant's or an app's token";
  private static final String REPORT = "report it with the log id: the request is at fault";
  private static final String OFFBOARD = "withdraw what this person's devices carry";
  private static final String LATER = "asked again later";
  private static final String SUPPORT = "give the log id to the service's support if it persists";

  private static final List<ErrorRow> ROWS =
      List.of(
          // The method's own page.
          new ErrorRow(190002, REFUSED, "invalid parameters in request", REPORT),
          new ErrorRow(190003, UNCERTAIN, "internal service error", SUPPORT),
          new ErrorRow(190004, THROTTLED, "method rate limited", LATER),
          new ErrorRow(190005, THROTTLED, "app rate limited", LATER),
          new ErrorRow(
              190006,
              APP,
              "wrong unit for app tenant",
              CONSOLE + "compare App ID and Secret, and that app and tenant share a data region"),
          new ErrorRow(
              190007,
              APP,
              "app bot_id not found",
              "developer console > Add Features: enable the bot and publish a version"),
          new ErrorRow(190010, THROTTLED, "current operation rate limited", LATER),
          new ErrorRow(195100, OWNER_GONE, "user is dismissed or not in the tenant", OFFBOARD),
          // The calendar domain beside it.
          new ErrorRow(190011, TENANT, "tenant encryption key deleted", "restore the tenant's key"),
          new ErrorRow(190012, TENANT, "tenant encryption key deleted", "restore the tenant's key"),
          new ErrorRow(190014, REFUSED, "invalid parameters", REPORT),
          // The gateway.
          new ErrorRow(99991677, TOKEN, "user token expired", AUTHORIZE),
          new ErrorRow(99991668, TOKEN, "user token invalid", AUTHORIZE),
          new ErrorRow(99991679, CONSENT, "the user did not grant the scope", AUTHORIZE),
          new ErrorRow(99991676, CONSENT, "token without permission", AUTHORIZE),
          new ErrorRow(99991669, CONSENT, "refresh token illegal", AUTHORIZE),
          new ErrorRow(99991672, APP, "the app lacks the scope", SCOPES),
          new ErrorRow(99991543, APP, "App ID or Secret unknown", CONSOLE + "compare both"),
          new ErrorRow(
              99991401,
              APP,
              "caller's IP address not allowed",
              "developer console > Security Settings: add this server to the IP allow list"),
          new ErrorRow(
              99991662, TENANT, "app disabled", "admin console > Workplace > the app: enable it"),
          new ErrorRow(
              99991673,
              TENANT,
              "app not installed in the tenant",
              "admin console > Workplace: install the app"),
          new ErrorRow(99991400, THROTTLED, "request frequency limited", LATER),
          new ErrorRow(
              99991403, QUOTA, "monthly API quota used up", "admin console: buy or await quota"),
          new ErrorRow(99991661, REFUSED, "no token in the request", REPORT),
          new ErrorRow(99991663, REFUSED, "a tenant token, or an invalid one", USER_TOKEN),
          new ErrorRow(99991664, REFUSED, "app token invalid", USER_TOKEN),
          new ErrorRow(99991665, REFUSED, "tenant token invalid", USER_TOKEN),
          new ErrorRow(99991671, REFUSED, "token of the wrong shape", USER_TOKEN),
          new ErrorRow(99992402, REFUSED, "field validation failed", REPORT),
          new ErrorRow(
              21000, CONSENT, "access policy challenge", "open Feishu/Lark and pass its check"),
          new ErrorRow(
              21001, TENANT, "denied by access policy", "admin console > Security: allow this app"),
          new ErrorRow(1500, UNCERTAIN, "internal error", SUPPORT),
          new ErrorRow(2200, UNCERTAIN, "internal error", SUPPORT),
          new ErrorRow(5000, UNCERTAIN, "internal error", SUPPORT),
          // The token endpoint, should a gateway pass its answer through.
          new ErrorRow(20005, TOKEN, "token invalid", AUTHORIZE),
          new ErrorRow(20026, CONSENT, "refresh token invalid", AUTHORIZE),
          new ErrorRow(20037, CONSENT, "refresh token expired", AUTHORIZE),
          new ErrorRow(20064, CONSENT, "refresh token revoked", AUTHORIZE),
          new ErrorRow(20073, CONSENT, "refresh token already used", AUTHORIZE),
          new ErrorRow(20002, APP, "App Secret wrong", CONSOLE + "compare the App Secret"),
          new ErrorRow(
              20074,
              APP,
              "app may not refresh tokens",
              "developer console > Security Settings: allow refreshing user_access_token"),
          new ErrorRow(20008, OWNER_GONE, "user does not exist", OFFBOARD),
          new ErrorRow(20021, OWNER_GONE, "user resigned", OFFBOARD),
          new ErrorRow(20022, OWNER_GONE, "user frozen", OFFBOARD),
          new ErrorRow(20066, OWNER_GONE, "user status invalid", OFFBOARD),
          new ErrorRow(20050, UNCERTAIN, "internal error", SUPPORT),
          new ErrorRow(20072, UNCERTAIN, "service unavailable", SUPPORT));

  private static final Map<Long, ErrorRow> BY_CODE =
      ROWS.stream().collect(Collectors.toUnmodifiableMap(ErrorRow::code, Function.identity()));

  private ErrorTable() {}

  static Optional<ErrorRow> row(long code) {
    return Optional.ofNullable(BY_CODE.get(code));
  }

  static List<ErrorRow> rows() {
    return ROWS;
  }
}
