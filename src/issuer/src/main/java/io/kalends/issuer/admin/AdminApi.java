package io.kalends.issuer.admin;

import io.kalends.edge.Route;
import io.kalends.issuer.directory.Person;
import io.kalends.issuer.secret.RandomText;
import java.time.Clock;
import java.util.List;

/** The routes of the administrator's API, all under {@code /admin/v1}. */
public final class AdminApi {

  private static final String BASE = "/admin/v1/";

  private AdminApi() {}

  /**
   * The routes.
   *
   * @param tokens whose calls are answered
   * @param grants administrators may grant tokens in people's place
   * @param all what they look after
   * @param randomText for tokens
   * @param clock for times of changes
   * @return for a router; none when there is no token
   */
  public static List<Route> routes(
      AdminTokens tokens, boolean grants, Administered all, RandomText randomText, Clock clock) {
    if (tokens.isEmpty()) {
      return List.of();
    }
    AdminGate gate = new AdminGate(tokens, clock);
    Audit audit = new Audit(all.database(), clock);
    UserCalls users = new UserCalls(all, audit);
    AppCalls apps = new AppCalls(all, audit);
    CredentialCalls credentials = new CredentialCalls(all, audit);
    TokenCalls granting = new TokenCalls(all, grants, randomText, clock, audit);
    return List.of(
        get("users", gate, users::list),
        new Route("POST", BASE + "users:import", gate.guarded(users::take), gate::bodyBytes),
        post("users:freeze", gate, users.setting("freeze user", Person.Status.FROZEN)),
        post("users:resign", gate, users.setting("resign user", Person.Status.RESIGNED)),
        post("users:return", gate, users.setting("return user", Person.Status.ACTIVE)),
        get("apps", gate, apps::list),
        post("apps/{app}/secret:rotate", gate, apps::rotate),
        post("apps/{app}/revoke", gate, apps::revoke),
        get("credentials", gate, credentials::list),
        post("credentials:revoke", gate, credentials::revokeOf),
        post("credentials:check", gate, credentials::check),
        post("credentials/{id}/revoke", gate, credentials::revoke),
        post("credentials/{id}/rotate", gate, credentials::rotate),
        post("tokens", gate, granting::grant),
        get("audit", gate, audit::list));
  }

  private static Route get(String path, AdminGate gate, AdminEndpoint endpoint) {
    return new Route("GET", BASE + path, gate.guarded(endpoint));
  }

  private static Route post(String path, AdminGate gate, AdminEndpoint endpoint) {
    return new Route("POST", BASE + path, gate.guarded(endpoint));
  }
}
