package io.kalends.issuer.oauth;

import io.kalends.edge.Endpoint;
import io.kalends.edge.Route;
import io.kalends.issuer.directory.AppSecrets;
import io.kalends.issuer.directory.Directory;
import io.kalends.issuer.directory.People;
import io.kalends.issuer.directory.PersonIds;
import io.kalends.issuer.secret.RandomText;
import io.kalends.issuer.token.AccessTokens;
import io.kalends.issuer.token.AppTickets;
import io.kalends.issuer.token.AppTokens;
import io.kalends.issuer.token.Grants;
import io.kalends.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The routes of OAuth and of app and tenant tokens. */
public final class OAuth {

  private static final String AUTHEN = "/open-apis/authen/";

  private OAuth() {}

  /**
   * Who exists.
   *
   * @param directory the apps
   * @param secrets of the apps
   * @param people who grant
   * @param ids their names for apps
   */
  public record Known(Directory directory, AppSecrets secrets, People people, PersonIds ids) {}

  /**
   * What was granted.
   *
   * @param grants codes and refresh tokens
   * @param tokens user access tokens
   * @param appTokens app and tenant tokens
   * @param tickets of store apps
   */
  public record Granted(
      Grants grants, AccessTokens tokens, AppTokens appTokens, AppTickets tickets) {}

  /**
   * How people come in.
   *
   * @param signIn how the consent page knows who is before it
   * @param answerWithin how long a consent page waits
   * @param draining token endpoints answer "unavailable" while it says so
   */
  public record Door(SignIn signIn, Duration answerWithin, BooleanSupplier draining) {}

  /**
   * The routes.
   *
   * @param known who exists
   * @param granted what was granted
   * @param door how people come in
   * @param database for consent pages that wait
   * @param random for their secrets
   * @param clock for expiry
   * @return for a router
   */
  public static List<Route> routes(
      Known known, Granted granted, Door door, Database database, RandomText random, Clock clock) {
    Questions questions = new Questions(database, random, door.answerWithin(), clock);
    Endpoint token =
        new TokenEndpoint(
            new Clients(known.directory(), known.secrets()), granted.grants(), door.draining());
    List<Route> routes = new ArrayList<>();
    routes.addAll(
        new Authorize(
                known.directory(),
                database,
                known.people(),
                granted.grants(),
                questions,
                door.signIn())
            .routes());
    routes.add(new Route("POST", AUTHEN + "v2/oauth/token", token));
    routes.add(new Route("POST", "/oauth/v3/token", token));
    routes.add(oidc("access_token", "authorization_code", granted, door));
    routes.add(oidc("refresh_access_token", "refresh_token", granted, door));
    routes.add(
        new Route(
            "GET",
            AUTHEN + "v1/user_info",
            new UserInfo(known.directory(), granted.tokens(), known.ids(), clock)));
    routes.addAll(
        new AppTokenEndpoints(
                known.directory(), known.secrets(), granted.appTokens(), granted.tickets(), clock)
            .routes());
    return List.copyOf(routes);
  }

  private static Route oidc(String path, String grantType, Granted granted, Door door) {
    return new Route(
        "POST",
        AUTHEN + "v1/oidc/" + path,
        new OidcEndpoint(grantType, granted.appTokens(), granted.grants(), door.draining()));
  }
}
