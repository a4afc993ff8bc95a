package io.kalends.issuer.contract;

import io.kalends.issuer.account.App;
import io.kalends.issuer.account.User;
import io.kalends.issuer.account.UserToken;
import io.kalends.issuer.account.Users;
import io.kalends.issuer.http.Request;
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

  private final Users users;
  private final Clock clock;

  Callers(Users users, Clock clock) {
    this.users = users;
    this.clock = clock;
  }

  /**
   * The user whose token came with the request.
   *
   * @throws Refusal when the token is missing, of another kind, unknown, expired, or neither app
   *     nor user may make CalDAV configurations
   */
  User caller(Request request) {
    User user = user(request);
    if (!clock.instant().isBefore(user.tokenExpires())) {
      throw new Refusal(ContractError.TOKEN_EXPIRED);
    }
    if (Collections.disjoint(user.app().scopes(), App.CALDAV_SCOPES)) {
      throw new Refusal(ContractError.APP_SCOPE_MISSING, App.CALDAV_SCOPES, Map.of());
    }
    Set<String> granted = new HashSet<>(user.scopes());
    granted.retainAll(user.app().scopes());
    if (Collections.disjoint(granted, App.CALDAV_SCOPES)) {
      throw new Refusal(ContractError.USER_SCOPE_MISSING, App.CALDAV_SCOPES, Map.of());
    }
    return user;
  }

  private User user(Request request) {
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
    return users
        .byToken(UserToken.sent(token))
        .orElseThrow(() -> new Refusal(ContractError.TOKEN_UNKNOWN));
  }
}
