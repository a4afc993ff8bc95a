package io.kalends.issuer.contract;

import io.kalends.issuer.directory.App;
import io.kalends.issuer.directory.Directory;
import io.kalends.issuer.directory.UserToken;
import io.kalends.issuer.http.Request;
import io.kalends.issuer.token.Access;
import io.kalends.issuer.token.AccessTokens;
import java.time.Clock;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds out who calls and whether they may, in the order in which the gateway checks. */
final class Callers {

  private static final String SCHEME = "Bearer ";
  private static final String TENANT = "t-";

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
   * @throws Refusal when the token is missing, of another kind, unknown, expired, or neither app
   *     nor user may make CalDAV configurations
   */
  Caller caller(Request request) {
    Access access = access(request);
    App app =
        directory.app(access.app()).orElseThrow(() -> new Refusal(ContractError.TOKEN_UNKNOWN));
    if (access.revoked()) {
      throw new Refusal(ContractError.TOKEN_UNKNOWN);
    }
    if (!clock.instant().isBefore(access.expires())) {
      throw new Refusal(ContractError.TOKEN_EXPIRED);
    }
    if (Collections.disjoint(app.scopes(), App.CALDAV_SCOPES)) {
      throw new Refusal(ContractError.APP_SCOPE_MISSING, App.CALDAV_SCOPES, Map.of());
    }
    Set<String> granted = new HashSet<>(access.scopes());
    granted.retainAll(app.scopes());
    if (Collections.disjoint(granted, App.CALDAV_SCOPES)) {
      throw new Refusal(ContractError.USER_SCOPE_MISSING, App.CALDAV_SCOPES, Map.of());
    }
    return new Caller(app, access);
  }

  private Access access(Request request) {
    List<String> sent = request.header("authorization");
    // The real gateway misses the token too when the prefix is absent or spelt otherwise.
    if (sent.isEmpty() || !sent.get(0).startsWith(SCHEME)) {
      throw new Refusal(ContractError.TOKEN_MISSING);
    }
    String token = sent.get(0).substring(SCHEME.length()).strip();
    if (token.isEmpty()) {
      throw new Refusal(ContractError.TOKEN_MISSING);
    }
    if (token.startsWith(TENANT)) {
      throw new Refusal(ContractError.TENANT_TOKEN);
    }
    // Two tokens: whichever was checked, someone in between may have checked the other.
    if (sent.size() > 1 || !UserToken.looksRight(token)) {
      throw new Refusal(ContractError.TOKEN_SHAPE);
    }
    return tokens
        .find(UserToken.sent(token))
        .orElseThrow(() -> new Refusal(ContractError.TOKEN_UNKNOWN));
  }
}
