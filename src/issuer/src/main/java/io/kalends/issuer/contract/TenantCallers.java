package io.kalends.issuer.contract;

import io.kalends.edge.Request;
import io.kalends.issuer.directory.App;
import io.kalends.issuer.token.AppAccess;
import io.kalends.issuer.token.AppTokens;
import java.util.Collections;
import java.util.Set;

/** Finds out which app calls for which tenant, and whether it may, in the gateway's order. */
final class TenantCallers {

  private final AppTokens tokens;
  private final MonthlyQuota quota;

  TenantCallers(AppTokens tokens, MonthlyQuota quota) {
    this.tokens = tokens;
    this.quota = quota;
  }

  /**
   * Whose token came with the request.
   *
   * @param scopes any one of these is enough
   * @param limit of the method that is called
   * @throws Refusal when it may not be called like this, or too often
   */
  AppAccess caller(Request request, Set<String> scopes, RateLimit limit) {
    AppAccess access = access(Bearer.of(request));
    App app = access.app();
    if (!app.mayBeCalledFrom(request.remote())) {
      throw new Refusal(ContractError.ADDRESS_REFUSED);
    }
    if (Collections.disjoint(app.scopes(), scopes)) {
      throw Refusal.needing(ContractError.APP_SCOPE_MISSING, scopes);
    }
    limit.pass(app.id(), access.tenant());
    quota.pass(app, access.tenant());
    return access;
  }

  private AppAccess access(Bearer bearer) {
    if (!bearer.isAlone()) {
      throw new Refusal(ContractError.TOKEN_SHAPE);
    }
    if (bearer.token().startsWith("u-") || bearer.token().startsWith("eyJ")) {
      throw new Refusal(ContractError.TOKEN_UNKNOWN);
    }
    if (!bearer.isTenants()) {
      throw new Refusal(ContractError.TOKEN_SHAPE);
    }
    return tokens
        .find(bearer.token())
        .filter(AppAccess::tenantToken)
        .orElseThrow(() -> new Refusal(ContractError.TENANT_TOKEN));
  }
}
