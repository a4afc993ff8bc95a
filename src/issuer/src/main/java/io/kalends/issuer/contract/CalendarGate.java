package io.kalends.issuer.contract;

import io.kalends.issuer.directory.App;
import io.kalends.issuer.directory.Directory;

/**
 * What stands between a caller who may call and the method: the gateway's limit and quota, then the
 * calendar's own limiter, then whether app and tenant fit together. In this order, so that a call
 * the gateway turns away costs neither quota nor the calendar's patience.
 */
final class CalendarGate {

  private final RateLimit gateway;
  private final MonthlyQuota quota;
  private final RateLimit method;
  private final RateLimit app;
  private final Directory directory;
  private final boolean requiresBot;

  CalendarGate(
      RateLimit gateway,
      MonthlyQuota quota,
      RateLimit method,
      RateLimit app,
      Directory directory,
      boolean requiresBot) {
    this.gateway = gateway;
    this.quota = quota;
    this.method = method;
    this.app = app;
    this.directory = directory;
    this.requiresBot = requiresBot;
  }

  void pass(App caller, String tenant) {
    gateway.pass(caller.id(), tenant);
    quota.pass(caller, tenant);
    method.pass();
    app.pass(caller.id());
    if (!caller.unit().equals(directory.tenant(tenant).unit())) {
      throw new Refusal(ContractError.WRONG_UNIT);
    }
    if (requiresBot && !caller.has(App.Switch.BOT)) {
      throw new Refusal(ContractError.NO_BOT);
    }
  }
}
