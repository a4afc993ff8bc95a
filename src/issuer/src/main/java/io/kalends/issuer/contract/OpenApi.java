package io.kalends.issuer.contract;

import io.kalends.edge.Endpoint;
import io.kalends.edge.Response;
import io.kalends.edge.Route;
import io.kalends.issuer.credential.Credentials;
import io.kalends.issuer.directory.App;
import io.kalends.issuer.directory.Directory;
import io.kalends.issuer.directory.People;
import io.kalends.issuer.directory.PersonIds;
import io.kalends.issuer.token.AccessTokens;
import io.kalends.issuer.token.AppTokens;
import io.kalends.store.Database;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The routes of the Open API, with the gateway's error bodies. */
public final class OpenApi {

  private static final Logger LOG = LoggerFactory.getLogger(OpenApi.class);

  private final Rules rules;

  private OpenApi(Rules rules) {
    this.rules = rules;
  }

  /**
   * What the Open API stands on.
   *
   * @param database where calls of a month are counted and device records kept
   * @param directory the apps
   * @param people who is looked for
   * @param ids what apps call people
   * @param tokens of users who may call
   * @param appTokens of apps that may call for a tenant
   * @param credentials where to mint
   * @param clock for expiry and rate windows
   */
  public record Base(
      Database database,
      Directory directory,
      People people,
      PersonIds ids,
      AccessTokens tokens,
      AppTokens appTokens,
      Credentials credentials,
      Clock clock) {}

  /**
   * The routes.
   *
   * @param rules what may be set about the contract
   * @param base what they stand on
   * @return for a router
   */
  public static List<Route> routes(Rules rules, Base base) {
    OpenApi api = new OpenApi(rules);
    MonthlyQuota quota = new MonthlyQuota(base.database(), rules.monthlyCalls(), base.clock());
    Endpoint generate =
        new GenerateCaldavConf(
            new Callers(base.directory(), base.tokens(), base.clock()),
            new CalendarGate(
                gateway(rules.limits(), base),
                quota,
                new RateLimit(ContractError.METHOD_LIMITED, rules.methodLimits(), base.clock()),
                new RateLimit(ContractError.APP_LIMITED, rules.appLimits(), base.clock()),
                base.directory(),
                rules.requiresBot()),
            base.credentials(),
            rules);
    List<Route> routes = new ArrayList<>();
    routes.add(new Route("POST", GenerateCaldavConf.PATH, api.guarded(generate)));
    routes.addAll(api.neighbours(base, new TenantCallers(base.appTokens(), quota)));
    return List.copyOf(routes);
  }

  /**
   * What a caller hears who is refused, whatever the reason.
   *
   * @param rules which status is answered
   * @param error the reason
   * @param logId of the exchange
   * @return to the letter as a real refusal, with the headers of a real one
   */
  public static Response refused(Rules rules, ContractError error, String logId) {
    Refusal refusal =
        switch (error) {
          case RATE_LIMITED ->
              new Refusal(error)
                  .with(Map.of("x-ogw-ratelimit-limit", "50", "x-ogw-ratelimit-reset", "1"));
          case APP_SCOPE_MISSING, USER_SCOPE_MISSING, NO_PERMISSION ->
              Refusal.needing(error, App.CALDAV_SCOPES);
          default -> new Refusal(error);
        };
    return Replies.refusal(refusal, rules.status(error), logId);
  }

  private List<Route> neighbours(Base base, TenantCallers callers) {
    Endpoint ids =
        new BatchGetId(
            callers,
            gateway(Limits.CONTRACT, base),
            new PeopleSearch(base.database(), base.people()),
            base.ids());
    List<Route> routes = new ArrayList<>();
    routes.add(new Route("POST", BatchGetId.PATH, guarded(ids)));
    DeviceRecordTable records = new DeviceRecordTable(base.database(), UUID::randomUUID);
    routes.addAll(
        new DeviceRecords(callers, records).routes(limits -> gateway(limits, base), this::guarded));
    return routes;
  }

  private static RateLimit gateway(Limits limits, Base base) {
    return new RateLimit(ContractError.RATE_LIMITED, limits, base.clock());
  }

  private Endpoint guarded(Endpoint endpoint) {
    return (request, exchange) -> {
      String logId = exchange.logId();
      Refusal refused;
      try {
        return endpoint.answer(request, exchange);
      } catch (Refusal e) {
        LOG.info("refused {}: code={} log_id={}", request, e.error().code(), logId);
        refused = e;
      } catch (RuntimeException e) {
        LOG.error("failed {}: log_id={}", request, logId, e);
        refused = new Refusal(ContractError.INTERNAL);
      }
      return refusal(refused, logId);
    };
  }

  private Response refusal(Refusal refused, String logId) {
    return Replies.refusal(refused, rules.status(refused.error()), logId);
  }
}
