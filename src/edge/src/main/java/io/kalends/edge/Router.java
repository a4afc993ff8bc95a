package io.kalends.edge;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the endpoint, and gives every exchange its log id. */
public final class Router implements Handler {

  private static final Logger LOG = LoggerFactory.getLogger(Router.class);
  private static final int MAX_SHOWN_PATH = 120;

  private final Map<String, Route> exact = new HashMap<>();
  private final List<Route> patterns;
  private final String logIdHeader;
  private final LogIds logIds;

  private Router(List<Route> routes, String logIdHeader, LogIds logIds) {
    for (Route route : routes) {
      if (exact.putIfAbsent(route.method() + " " + route.path(), route) != null) {
        throw new IllegalArgumentException("two endpoints at " + route.path());
      }
    }
    this.patterns = routes.stream().filter(route -> !route.isExact()).toList();
    this.logIdHeader = logIdHeader;
    this.logIds = logIds;
  }

  /**
   * A router.
   *
   * @param routes all there is
   * @param logIdHeader the header every answer carries its log id in, for example {@code
   *     X-Request-Id}
   * @param clock for log ids
   * @param random for log ids
   * @return ready to answer
   */
  public static Router of(
      List<Route> routes, String logIdHeader, Clock clock, SecureRandom random) {
    return new Router(routes, logIdHeader, new LogIds(clock, random));
  }

  @Override
  public int bodyBytes(Request head) {
    return find(head)
        .map(found -> found.route().bodyBytes().applyAsInt(head))
        .orElse(HttpServer.MAX_BODY_BYTES);
  }

  @Override
  public Response handle(Request request) {
    String logId = logIds.next();
    Response answer = answer(request, logId);
    return answer.headers().containsKey(logIdHeader) ? answer : answer.with(logIdHeader, logId);
  }

  @Override
  public Response malformed(int status) {
    String logId = logIds.next();
    if (status == 503) {
      LOG.warn("overloaded or closing, a request was turned away: log_id={}", logId);
      return Response.text(status, "busy, try again")
          .with(logIdHeader, logId)
          .with("Retry-After", "1");
    }
    LOG.info("what came was no proper HTTP: status={} log_id={}", status, logId);
    return Response.text(status, "malformed request").with(logIdHeader, logId);
  }

  /** A route, and what stands in its braces. */
  private record Found(Route route, Map<String, String> parts) {}

  private Optional<Found> find(Request request) {
    Route route = exact.get(request.method() + " " + request.path());
    if (route != null) {
      return Optional.of(new Found(route, Map.of()));
    }
    return patterns.stream()
        .flatMap(pattern -> pattern.match(request).map(parts -> new Found(pattern, parts)).stream())
        .findFirst();
  }

  private Response answer(Request request, String logId) {
    try {
      Optional<Found> found = find(request);
      if (found.isPresent()) {
        Exchange exchange = new Exchange(logId, found.get().parts());
        return found.get().route().endpoint().answer(request, exchange);
      }
      LOG.info("no such route: {} log_id={}", shown(request), logId);
      // Text, as the gateway before Feishu's API answers, though its documentation promises JSON.
      return Response.text(404, "404 page not found");
    } catch (RuntimeException | Error e) {
      // Errors too: Jetty would answer with nothing, and nobody would ever read why.
      LOG.error("failed {}: log_id={}", shown(request), logId, e);
      return Response.text(500, "internal error, log id " + logId);
    }
  }

  /** A path is the caller's choice: cut, and without what could forge a line of the log. */
  private static String shown(Request request) {
    String path = request.toString().replaceAll("[^\\x20-\\x7e]", "?");
    return path.length() > MAX_SHOWN_PATH ? path.substring(0, MAX_SHOWN_PATH) + "..." : path;
  }
}
