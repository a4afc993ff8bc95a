package io.kalends.issuer.contract;

import io.kalends.issuer.account.Users;
import io.kalends.issuer.credential.Credentials;
import io.kalends.issuer.http.Handler;
import io.kalends.issuer.http.Request;
import io.kalends.issuer.http.Response;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands before every endpoint: finds the route, gives the exchange its log id, turns refusals
 * into the contract's error bodies.
 */
public final class Gateway implements Handler {

  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
  private static final String LOG_ID = "X-Tt-Logid";
  private static final int MAX_SHOWN_PATH = 120;

  private final Map<String, Endpoint> routes;
  private final Replies replies;
  private final LogIds logIds;

  private Gateway(Map<String, Endpoint> routes, Replies replies, LogIds logIds) {
    this.routes = Map.copyOf(routes);
    this.replies = replies;
    this.logIds = logIds;
  }

  /**
   * A gateway before {@code generate_caldav_conf}.
   *
   * @param rules what may be set about the contract
   * @param users who may call
   * @param credentials where to mint
   * @param clock for expiry, rate windows and log ids
   * @param random for log ids
   * @return ready to answer
   */
  public static Gateway of(
      Rules rules, Users users, Credentials credentials, Clock clock, SecureRandom random) {
    Replies replies = new Replies(rules.statuses());
    Endpoint generate =
        new GenerateCaldavConf(
            new Callers(users, clock),
            new RateLimit(rules.limits(), clock),
            new DeviceNameReader(rules.acceptTextPlain()),
            credentials,
            rules.serverAddress(),
            replies);
    return new Gateway(
        Map.of("POST " + GenerateCaldavConf.PATH, generate), replies, new LogIds(clock, random));
  }

  @Override
  public Response handle(Request request) {
    String logId = logIds.next();
    return answer(request, logId).with(LOG_ID, logId);
  }

  @Override
  public Response malformed(int status) {
    String logId = logIds.next();
    LOG.info("what came was no proper HTTP: status={} log_id={}", status, logId);
    return Response.text(status, "malformed request").with(LOG_ID, logId);
  }

  private Response answer(Request request, String logId) {
    Optional<Endpoint> endpoint =
        Optional.ofNullable(routes.get(request.method() + " " + request.path()));
    if (endpoint.isEmpty()) {
      LOG.info("no such route: {} log_id={}", shown(request), logId);
      // The real gateway answers text here, though its documentation promises JSON.
      return Response.text(404, "404 page not found");
    }
    try {
      return endpoint.get().answer(request, logId);
    } catch (Refusal e) {
      LOG.info("refused {}: code={} log_id={}", request, e.error().code(), logId);
      return replies.refusal(e, logId);
    } catch (RuntimeException e) {
      LOG.error("failed {}: log_id={}", request, logId, e);
      return replies.refusal(new Refusal(ContractError.INTERNAL), logId);
    }
  }

  /** A path is the caller's choice: cut, and without what could forge a line of the log. */
  private static String shown(Request request) {
    String path = request.toString().replaceAll("[^\\x20-\\x7e]", "?");
    return path.length() > MAX_SHOWN_PATH ? path.substring(0, MAX_SHOWN_PATH) + "..." : path;
  }
}
