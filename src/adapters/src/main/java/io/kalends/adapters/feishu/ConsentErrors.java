package io.kalends.adapters.feishu;

import static io.kalends.adapters.feishu.ErrorRow.Sort.APP;
import static io.kalends.adapters.feishu.ErrorRow.Sort.CONSENT;
import static io.kalends.adapters.feishu.ErrorRow.Sort.OWNER_GONE;
import static io.kalends.adapters.feishu.ErrorRow.Sort.REFUSED;
import static io.kalends.adapters.feishu.ErrorRow.Sort.TENANT;
import static io.kalends.adapters.feishu.ErrorRow.Sort.TRANSIENT;

import java.util.List;

/**
 * The codes only the token endpoint (page get-user-access-token, 2026-05, v2 and v3) and {@code
 * user_info} answer with.
 */
final class ConsentErrors {

  private static final String SIGN_IN = "sign in to Feishu/Lark again";
  private static final String AGAIN = "the service asks to send it again";

  static final List<ErrorRow> ROWS =
      List.of(
          new ErrorRow(20001, REFUSED, "a field is missing", Fixes.REPORT),
          new ErrorRow(20063, REFUSED, "request malformed", Fixes.REPORT),
          new ErrorRow(20036, REFUSED, "grant_type not supported", Fixes.REPORT),
          new ErrorRow(20067, REFUSED, "scope named twice", Fixes.REPORT),
          new ErrorRow(20068, REFUSED, "scope that was not granted", Fixes.REPORT),
          new ErrorRow(20070, REFUSED, "two ways of client authentication", Fixes.REPORT),
          new ErrorRow(20003, CONSENT, "code unknown", SIGN_IN),
          new ErrorRow(20004, CONSENT, "code expired", SIGN_IN + ", within five minutes"),
          new ErrorRow(20065, CONSENT, "code already used", SIGN_IN),
          new ErrorRow(20049, CONSENT, "proof key (PKCE) does not match", SIGN_IN),
          new ErrorRow(
              20024,
              APP,
              "code or refresh token of another app",
              Fixes.CONSOLE + "compare the App ID with the one the owner consented to"),
          new ErrorRow(
              20071,
              APP,
              "redirect URL differs from the one consented with",
              Fixes.SECURITY + "register the redirect URL exactly as it is used"),
          new ErrorRow(20009, TENANT, "app not installed in the tenant", Fixes.INSTALL),
          new ErrorRow(
              20048,
              TENANT,
              "app does not exist",
              Fixes.CONSOLE + "compare the App ID; app and service must be of one brand"),
          new ErrorRow(20069, TENANT, "app disabled", Fixes.ENABLE),
          new ErrorRow(
              20010,
              TENANT,
              "user outside the app's availability range",
              "admin console > Workplace > the app: widen its availability to this person"),
          new ErrorRow(20023, OWNER_GONE, "user not registered", Fixes.OFFBOARD),
          new ErrorRow(20050, TRANSIENT, "internal error", AGAIN),
          new ErrorRow(20072, TRANSIENT, "service unavailable", AGAIN));

  private ConsentErrors() {}
}
