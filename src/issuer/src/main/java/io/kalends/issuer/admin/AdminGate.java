package io.kalends.issuer.admin;

import io.kalends.edge.Endpoint;
import io.kalends.edge.Exchange;
import io.kalends.edge.HttpServer;
import io.kalends.edge.Request;
import io.kalends.edge.Response;
import io.kalends.edge.config.InvalidSetting;
import io.kalends.issuer.roster.TooManyLeavers;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets administrators in and nobody else, and turns what goes wrong into answers. */
final class AdminGate {

  /** Some 100,000 people in a file. */
  static final int MAX_IMPORT_BYTES = 16 * 1024 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(AdminGate.class);
  private static final String SCHEME = "Bearer ";

  private final AdminTokens tokens;
  private final WrongTokens wrong;

  AdminGate(AdminTokens tokens, Clock clock) {
    this.tokens = tokens;
    this.wrong = new WrongTokens(clock);
  }

  Endpoint guarded(AdminEndpoint endpoint) {
    return (request, exchange) -> {
      Response answer;
      try {
        String actor = actor(request, exchange);
        return endpoint.answer(new AdminCall(actor, request, exchange));
      } catch (AdminProblem e) {
        answer = problem(e.status(), e.field(), e.message(), e.fix());
      } catch (InvalidSetting e) {
        answer = problem(400, e.field(), e.field() + " cannot be used", e.fix());
      } catch (TooManyLeavers e) {
        answer =
            problem(
                409,
                "leavers",
                String.valueOf(e.getMessage()),
                "confirm with leavers=" + e.leaving());
      } catch (RuntimeException e) {
        LOG.error("failed {}: log_id={}", request, exchange.logId(), e);
        answer =
            problem(500, "", "a fault of the issuer", "search its log for " + exchange.logId());
      }
      return answer;
    };
  }

  /** Only administrators may send much; others are cut short before anything is read. */
  int bodyBytes(Request head) {
    boolean known = wrong.waitSeconds(head.remote()) == 0 && name(head).isPresent();
    return known ? MAX_IMPORT_BYTES : HttpServer.MAX_BODY_BYTES;
  }

  private String actor(Request request, Exchange exchange) {
    long wait = wrong.waitSeconds(request.remote());
    if (wait > 0) {
      throw new AdminProblem(
          429, "", "too many wrong admin tokens", "try again in " + wait + " seconds");
    }
    return name(request)
        .orElseThrow(
            () -> {
              wrong.add(request.remote());
              LOG.warn("wrong admin token from {}: log_id={}", request.remote(), exchange.logId());
              return new AdminProblem(
                  401, "Authorization", "no admin token", "send Authorization: Bearer TOKEN");
            });
  }

  private Optional<String> name(Request request) {
    List<String> sent = request.header("authorization");
    return sent.size() == 1 && sent.get(0).startsWith(SCHEME)
        ? tokens.name(sent.get(0).substring(SCHEME.length()).strip())
        : Optional.empty();
  }

  private static Response problem(int status, String field, String message, String fix) {
    Map<String, Object> error = new LinkedHashMap<>();
    if (!field.isEmpty()) {
      error.put("field", field);
    }
    error.put("message", message);
    error.put("fix", fix);
    Response answer = AdminJson.answer(status, Map.of("error", error));
    return status == 401 ? answer.with("WWW-Authenticate", "Bearer") : answer;
  }
}
