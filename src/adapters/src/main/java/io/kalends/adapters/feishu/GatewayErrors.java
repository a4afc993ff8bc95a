package io.kalends.adapters.feishu;

import static io.kalends.adapters.feishu.ErrorRow.Sort.APP;
import static io.kalends.adapters.feishu.ErrorRow.Sort.CONSENT;
import static io.kalends.adapters.feishu.ErrorRow.Sort.QUOTA;
import static io.kalends.adapters.feishu.ErrorRow.Sort.REFUSED;
import static io.kalends.adapters.feishu.ErrorRow.Sort.TENANT;
import static io.kalends.adapters.feishu.ErrorRow.Sort.THROTTLED;
import static io.kalends.adapters.feishu.ErrorRow.Sort.TOKEN;
import static io.kalends.adapters.feishu.ErrorRow.Sort.UNCERTAIN;

import java.util.List;

/** The codes of the gateway in front of every method (generic error codes, 2025-08). */
final class GatewayErrors {

  private static final String USER_TOKEN =
      "store the owner's user_access_token, not a tenant's or an app's token";

  static final List<ErrorRow> ROWS =
      List.of(
          new ErrorRow(99991677, TOKEN, "user token expired", Fixes.AUTHORIZE),
          new ErrorRow(99991668, TOKEN, "user token invalid", Fixes.AUTHORIZE),
          new ErrorRow(99991679, CONSENT, "the user did not grant the scope", Fixes.AUTHORIZE),
          new ErrorRow(99991676, CONSENT, "token without permission", Fixes.AUTHORIZE),
          new ErrorRow(99991669, CONSENT, "refresh token illegal", Fixes.AUTHORIZE),
          new ErrorRow(99991672, APP, "the app lacks the scope", Fixes.SCOPES),
          new ErrorRow(99991543, APP, "App ID or Secret unknown", Fixes.CONSOLE + "compare both"),
          new ErrorRow(
              99991401,
              APP,
              "caller's IP address not allowed",
              Fixes.SECURITY + "add this server to the IP allow list"),
          new ErrorRow(99991662, TENANT, "app disabled", Fixes.ENABLE),
          new ErrorRow(99991673, TENANT, "app not installed in the tenant", Fixes.INSTALL),
          new ErrorRow(99991400, THROTTLED, "request frequency limited", Fixes.LATER),
          new ErrorRow(
              99991403, QUOTA, "monthly API quota used up", "admin console: buy or await quota"),
          new ErrorRow(99991661, REFUSED, "no token in the request", Fixes.REPORT),
          new ErrorRow(99991663, REFUSED, "a tenant token, or an invalid one", USER_TOKEN),
          new ErrorRow(99991664, REFUSED, "app token invalid", USER_TOKEN),
          new ErrorRow(99991665, REFUSED, "tenant token invalid", USER_TOKEN),
          new ErrorRow(99991671, REFUSED, "token of the wrong shape", USER_TOKEN),
          new ErrorRow(99992402, REFUSED, "field validation failed", Fixes.REPORT),
          new ErrorRow(
              21000, CONSENT, "access policy challenge", "open Feishu/Lark and pass its check"),
          new ErrorRow(
              21001, TENANT, "denied by access policy", "admin console > Security: allow this app"),
          new ErrorRow(1500, UNCERTAIN, "internal error", Fixes.SUPPORT),
          new ErrorRow(2200, UNCERTAIN, "internal error", Fixes.SUPPORT),
          new ErrorRow(5000, UNCERTAIN, "internal error", Fixes.SUPPORT));

  private GatewayErrors() {}
}
