package io.kalends.adapters.feishu;

import static io.kalends.adapters.feishu.ErrorRow.Sort.APP;
import static io.kalends.adapters.feishu.ErrorRow.Sort.CONSENT;
import static io.kalends.adapters.feishu.ErrorRow.Sort.OWNER_GONE;
import static io.kalends.adapters.feishu.ErrorRow.Sort.SUPERSEDED;
import static io.kalends.adapters.feishu.ErrorRow.Sort.TOKEN;

import java.util.List;

/**
 * The codes that say a token, its owner or its app is no longer good, whoever says so (pages
 * refresh-user-access-token, 2026-05, and user_info).
 */
final class GrantErrors {

  static final List<ErrorRow> ROWS =
      List.of(
          new ErrorRow(20005, TOKEN, "token invalid", Fixes.AUTHORIZE),
          new ErrorRow(20026, CONSENT, "refresh token invalid", Fixes.AUTHORIZE),
          new ErrorRow(20037, CONSENT, "refresh token expired", Fixes.AUTHORIZE),
          new ErrorRow(20064, SUPERSEDED, "refresh token revoked", Fixes.AUTHORIZE),
          new ErrorRow(20073, SUPERSEDED, "refresh token already used", Fixes.AUTHORIZE),
          new ErrorRow(20002, APP, "App Secret wrong", Fixes.CONSOLE + "compare the App Secret"),
          new ErrorRow(
              20074,
              APP,
              "app may not refresh tokens",
              Fixes.SECURITY + "allow refreshing user_access_token, and publish a version"),
          new ErrorRow(20008, OWNER_GONE, "user does not exist", Fixes.OFFBOARD),
          new ErrorRow(20021, OWNER_GONE, "user resigned", Fixes.OFFBOARD),
          new ErrorRow(20022, OWNER_GONE, "user frozen", Fixes.OFFBOARD),
          new ErrorRow(20066, OWNER_GONE, "user status invalid", Fixes.OFFBOARD));

  private GrantErrors() {}
}
