package io.kalends.issuer.contract;

import io.kalends.issuer.directory.App;
import io.kalends.store.Database;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * The calls a tenant's custom apps have left this month. Counted in the database, so that all nodes
 * share it and a restart forgets nothing; without a quota nothing is written.
 */
final class MonthlyQuota {

  /** Where the cloud service counts its days. */
  private static final ZoneOffset BEIJING = ZoneOffset.ofHours(8);

  private static final int LENGTH_OF_MONTH = "2026-11".length();

  private final Database database;
  private final long calls;
  private final Clock clock;

  MonthlyQuota(Database database, long calls, Clock clock) {
    this.database = database;
    this.calls = calls;
    this.clock = clock;
  }

  void pass(App app, String tenant) {
    if (calls == Long.MAX_VALUE || app.kind() != App.Kind.CUSTOM) {
      return;
    }
    String month =
        LocalDate.ofInstant(clock.instant(), BEIJING).toString().substring(0, LENGTH_OF_MONTH);
    if (calls == 0 || !count(tenant, month)) {
      throw new Refusal(ContractError.QUOTA_USED_UP);
    }
  }

  private boolean count(String tenant, String month) {
    return database.write(
        "count call",
        connection -> {
          try (PreparedStatement count =
              connection.prepareStatement(
                  "INSERT INTO monthly_calls (tenant, month, calls) VALUES (?, ?, 1)"
                      + " ON CONFLICT (tenant, month) DO UPDATE"
                      + " SET calls = monthly_calls.calls + 1 WHERE monthly_calls.calls < ?"
                      + " RETURNING calls")) {
            count.setString(1, tenant);
            count.setString(2, month);
            count.setLong(3, calls);
            try (ResultSet row = count.executeQuery()) {
              return row.next();
            }
          }
        });
  }
}
