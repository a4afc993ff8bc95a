package io.kalends.issuer.contract;

import io.kalends.issuer.credential.Credentials;
import io.kalends.issuer.directory.Directory;
import io.kalends.issuer.http.Endpoint;
import io.kalends.issuer.http.Response;
import io.kalends.issuer.http.Route;
import io.kalends.issuer.token.AccessTokens;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The routes of the Open API, with the gateway's error bodies. */
public final class OpenApi {

  private static final Logger LOG = LoggerFactory.getLogger(OpenApi.class);

  private final Replies replies;

  private OpenApi(Replies replies) {
    this.replies = replies;
  }

  /**
   * The routes.
   *
   * @param rules what may be set about the contract
   * @param directory the apps
   * @param tokens who may call
   * @param credentials where to mint
   * @param clock for expiry and rate windows
   * @return for a router
   */
  public static List<Route> routes(
      Rules rules, Directory directory, AccessTokens tokens, Credentials credentials, Clock clock) {
    Replies replies = new Replies(rules.statuses());
    OpenApi api = new OpenApi(replies);
    Endpoint generate =
        new GenerateCaldavConf(
            new Callers(directory, tokens, clock),
            new RateLimit(rules.limits(), clock),
            new DeviceNameReader(rules.acceptTextPlain()),
            credentials,
            rules.serverAddress(),
            replies);
    return List.of(new Route("POST", GenerateCaldavConf.PATH, api.guarded(generate)));
  }

  private Endpoint guarded(Endpoint endpoint) {
    return (request, exchange) -> {
      String logId = exchange.logId();
      Response refused;
      try {
        return endpoint.answer(request, exchange);
      } catch (Refusal e) {
        LOG.info("refused {}: code={} log_id={}", request, e.error().code(), logId);
        refused = replies.refusal(e, logId);
      } catch (RuntimeException e) {
        LOG.error("failed {}: log_id={}", request, logId, e);
        refused = replies.refusal(new Refusal(ContractError.INTERNAL), logId);
      }
      return refused;
    };
  }
}
