package io.kalends.adapters.feishu;

import static io.kalends.adapters.feishu.ErrorRow.Sort.APP;
import static io.kalends.adapters.feishu.ErrorRow.Sort.CONTENDED;
import static io.kalends.adapters.feishu.ErrorRow.Sort.OWNER_GONE;
import static io.kalends.adapters.feishu.ErrorRow.Sort.REFUSED;
import static io.kalends.adapters.feishu.ErrorRow.Sort.TENANT;
import static io.kalends.adapters.feishu.ErrorRow.Sort.THROTTLED;
import static io.kalends.adapters.feishu.ErrorRow.Sort.UNCERTAIN;

import java.util.List;

/**
 * The codes of the method's own page (generate_caldav_conf, 2024-07-10) and of the calendar domain
 * beside it.
 */
final class CalendarErrors {

  static final List<ErrorRow> ROWS =
      List.of(
          new ErrorRow(190002, REFUSED, "invalid parameters in request", Fixes.REPORT),
          new ErrorRow(190003, UNCERTAIN, "internal service error", Fixes.SUPPORT),
          new ErrorRow(190004, THROTTLED, "method rate limited", Fixes.LATER),
          new ErrorRow(190005, THROTTLED, "app rate limited", Fixes.LATER),
          new ErrorRow(
              190006,
              APP,
              "wrong unit for app tenant",
              Fixes.CONSOLE
                  + "compare App ID and Secret, and that app and tenant share a data region"),
          new ErrorRow(
              190007,
              APP,
              "app bot_id not found",
              "developer console > Add Features: enable the bot and publish a version"),
          new ErrorRow(190010, CONTENDED, "current operation rate limited", Fixes.LATER),
          new ErrorRow(
              195100, OWNER_GONE, "user is dismissed or not in the tenant", Fixes.OFFBOARD),
          // The calendar domain beside it.
          new ErrorRow(190011, TENANT, "tenant encryption key deleted", "restore the tenant's key"),
          new ErrorRow(190012, TENANT, "tenant encryption key deleted", "restore the tenant's key"),
          new ErrorRow(190014, REFUSED, "invalid parameters", Fixes.REPORT),
          // The token endpoint's, should a gateway pass them through: here they leave in doubt.
          new ErrorRow(20050, UNCERTAIN, "internal error", Fixes.SUPPORT),
          new ErrorRow(20072, UNCERTAIN, "service unavailable", Fixes.SUPPORT));

  private CalendarErrors() {}
}
