package io.kalends.issuer.oauth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kalends.edge.Endpoint;
import io.kalends.edge.Exchange;
import io.kalends.edge.Request;
import io.kalends.edge.Response;
import io.kalends.edge.Route;
import io.kalends.issuer.directory.App;
import io.kalends.issuer.directory.AppSecrets;
import io.kalends.issuer.directory.Directory;
import io.kalends.issuer.token.AppAccess;
import io.kalends.issuer.token.AppTickets;
import io.kalends.issuer.token.AppTokens;
import io.kalends.issuer.token.OAuthRefusal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** App and tenant tokens. Replies are flat; failures have HTTP status 200. */
final class AppTokenEndpoints {

  private static final Logger LOG = LoggerFactory.getLogger(AppTokenEndpoints.class);
  private static final String BASE = "/open-apis/auth/v3/";

  private final Directory directory;
  private final AppSecrets secrets;
  private final AppTokens tokens;
  private final AppTickets tickets;
  private final Clock clock;

  AppTokenEndpoints(
      Directory directory, AppSecrets secrets, AppTokens tokens, AppTickets tickets, Clock clock) {
    this.directory = directory;
    this.secrets = secrets;
    this.tokens = tokens;
    this.tickets = tickets;
    this.clock = clock;
  }

  /** Codes as seen in the field; that of the ticket is assumed. */
  private enum Problem {
    INVALID(10003, "invalid param"),
    TICKET(10012, "app ticket invalid"),
    SECRET(10014, "app secret invalid"),
    DISABLED(99991662, "app disabled"),
    APP_TOKEN(99991664, "invalid app access token"),
    NOT_INSTALLED(99991673, "app not installed in the tenant");

    private final int code;
    private final String text;

    Problem(int code, String text) {
      this.code = code;
      this.text = text;
    }
  }

  private static final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Problem problem;

    Refused(Problem problem) {
      super(problem.text, null, false, false);
      this.problem = problem;
    }
  }

  List<Route> routes() {
    return List.of(
        route("tenant_access_token/internal", this::tenantTokenOfCustomApp),
        route("app_access_token/internal", this::appTokenOfCustomApp),
        route("app_access_token", this::appTokenOfStoreApp),
        route("tenant_access_token", this::tenantTokenOfStoreApp),
        route("app_ticket/resend", this::resendTicket));
  }

  private ObjectNode tenantTokenOfCustomApp(Form form) {
    App app = app(form, App.Kind.CUSTOM);
    AppTokens.Made token = tokens.forTenant(app, app.tenants().iterator().next());
    return ok().put("tenant_access_token", token.text()).put("expire", left(token.expires()));
  }

  private ObjectNode appTokenOfCustomApp(Form form) {
    App app = app(form, App.Kind.CUSTOM);
    AppTokens.Made own = tokens.forApp(app);
    AppTokens.Made tenant = tokens.forTenant(app, app.tenants().iterator().next());
    // One figure for both: the shorter.
    return ok().put("app_access_token", own.text())
        .put("tenant_access_token", tenant.text())
        .put("expire", Math.min(left(own.expires()), left(tenant.expires())));
  }

  private ObjectNode appTokenOfStoreApp(Form form) {
    App app = app(form, App.Kind.STORE);
    if (!tickets.matches(app, form.required("app_ticket"))) {
      throw new Refused(Problem.TICKET);
    }
    AppTokens.Made token = tokens.forApp(app);
    return ok().put("app_access_token", token.text()).put("expire", left(token.expires()));
  }

  private ObjectNode tenantTokenOfStoreApp(Form form) {
    App app =
        tokens
            .find(form.required("app_access_token"))
            .filter(access -> !access.tenantToken())
            .map(AppAccess::app)
            .filter(found -> found.kind() == App.Kind.STORE)
            .orElseThrow(() -> new Refused(Problem.APP_TOKEN));
    String tenant = form.required("tenant_key");
    if (!app.tenants().contains(tenant)) {
      throw new Refused(Problem.NOT_INSTALLED);
    }
    AppTokens.Made token = tokens.forTenant(app, tenant);
    return ok().put("tenant_access_token", token.text()).put("expire", left(token.expires()));
  }

  private ObjectNode resendTicket(Form form) {
    tickets.resend(app(form, App.Kind.STORE));
    return ok();
  }

  /** The app that the body proves to come from. */
  private App app(Form form, App.Kind kind) {
    String id = form.required("app_id");
    String secret = form.required("app_secret");
    App app =
        directory
            .app(id)
            .filter(found -> found.kind() == kind)
            .orElseThrow(() -> new Refused(Problem.INVALID));
    if (!secrets.matches(app, secret)) {
      throw new Refused(Problem.SECRET);
    }
    if (!app.has(App.Switch.ENABLED)) {
      throw new Refused(Problem.DISABLED);
    }
    return app;
  }

  private long left(Instant expires) {
    return Duration.between(clock.instant(), expires).toSeconds();
  }

  private static ObjectNode ok() {
    return Gateway.body(0, "ok");
  }

  private static Route route(String path, Function<Form, ObjectNode> body) {
    Endpoint endpoint = (request, exchange) -> answer(request, exchange, body);
    return new Route("POST", BASE + path, endpoint);
  }

  private static Response answer(
      Request request, Exchange exchange, Function<Form, ObjectNode> body) {
    Problem problem;
    try {
      return Response.json(200, body.apply(Form.read(request)).toString());
    } catch (Refused e) {
      problem = e.problem;
    } catch (OAuthRefusal e) {
      // Missing or unreadable: to this endpoint all the same.
      problem = Problem.INVALID;
    } catch (RuntimeException e) {
      LOG.error("failed {}: log_id={}", request, exchange.logId(), e);
      return Response.json(500, Gateway.body(1500, "internal error").toString());
    }
    LOG.info("refused {}: code={} log_id={}", request, problem.code, exchange.logId());
    return Response.json(200, Gateway.body(problem.code, problem.text).toString());
  }
}
