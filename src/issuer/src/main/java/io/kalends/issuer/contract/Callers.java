package io.kalends.issuer.contract;

import io.kalends.edge.Request;
import io.kalends.issuer.directory.App;
import io.kalends.issuer.directory.Directory;
import io.kalends.issuer.directory.UserToken;
import io.kalends.issuer.token.Access;
import io.kalends.issuer.token.AccessTokens;
import java.time.Clock;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

/**
 * Finds out which user calls through which app, and whether both may, in the order in which the
 * gateway checks: the token, the app, the address, what the app may ask for, what the user granted.
 */
final class Callers {

  private final Directory directory;
  private final AccessTokens tokens;
  private final Clock clock;

  Callers(Directory directory, AccessTokens tokens, Clock clock) {
    this.directory = directory;
    this.tokens = tokens;
    this.clock = clock;
  }

  /** The app that calls, and what its token stands for. */
  record Caller(App app, Access access) {}

  /**
   * Whose token came with the request.
   *
   * @throws Refusal when the token is missing, of another kind, unknown, expired, or app or user
   *     may not make CalDAV configurations
   */
  Caller caller(Request request) {
    Access access = access(request);
    App app = directory.app(access.app()).orElseThrow(() -> new Refusal(ContractError.APP_UNKNOWN));
    if (!app.has(App.Switch.ENABLED)) {
      throw new Refusal(ContractError.APP_DISABLED);
    }
    if (!app.tenants().contains(access.person().tenant())) {
      throw new Refusal(ContractError.NOT_INSTALLED);
    }
    if (!app.mayBeCalledFrom(request.remote())) {
      throw new Refusal(ContractError.ADDRESS_REFUSED);
    }
    if (Collections.disjoint(app.scopes(), App.CALDAV_SCOPES)) {
      throw Refusal.needing(ContractError.APP_SCOPE_MISSING, App.CALDAV_SCOPES);
    }
    if (access.scopes().isEmpty()) {
      throw Refusal.needing(ContractError.NO_PERMISSION, App.CALDAV_SCOPES);
    }
    Set<String> granted = new HashSet<>(access.scopes());
    granted.retainAll(app.scopes());
    if (Collections.disjoint(granted, App.CALDAV_SCOPES)) {
      throw Refusal.needing(ContractError.USER_SCOPE_MISSING, App.CALDAV_SCOPES);
    }
    return new Caller(app, access);
  }

  private Access access(Request request) {
    Bearer bearer = Bearer.of(request);
    if (bearer.isTenants()) {
      throw new Refusal(ContractError.TENANT_TOKEN);
    }
    if (!bearer.isAlone() || !UserToken.looksRight(bearer.token())) {
      throw new Refusal(ContractError.TOKEN_SHAPE);
    }
    Access access =
        tokens
            .find(UserToken.sent(bearer.token()))
            .filter(found -> !found.revoked())
            .orElseThrow(() -> new Refusal(ContractError.TOKEN_UNKNOWN));
    if (!clock.instant().isBefore(access.expires())) {
      throw new Refusal(ContractError.TOKEN_EXPIRED);
    }
    return access;
  }
}
