package io.kalends.issuer.access;

import io.kalends.edge.Endpoint;
import io.kalends.edge.Exchange;
import io.kalends.edge.Request;
import io.kalends.edge.Response;
import io.kalends.edge.Route;
import io.kalends.issuer.credential.Credential;
import io.kalends.issuer.credential.Credentials;
import io.kalends.issuer.credential.Login;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers proxies that ask whether a request to a calendar server may pass: nginx {@code
 * auth_request}, Caddy {@code forward_auth}, Traefik {@code ForwardAuth}.
 *
 * <p>200 with {@code X-Remote-User} and {@code X-Credential-Id}; 401 with {@code WWW-Authenticate};
 * 429 with {@code Retry-After} to a wrong pair after too many. Nothing is remembered between two
 * requests but wrong answers: what is revoked is refused by the next one.
 */
public final class ForwardAuth implements Endpoint {

  /** Where proxies ask. */
  public static final String PATH = "/forward-auth";

  /** Proxies ask with GET, or with what the device sent. */
  private static final List<String> METHODS =
      List.of(
          "GET",
          "HEAD",
          "POST",
          "PUT",
          "PATCH",
          "DELETE",
          "OPTIONS",
          "PROPFIND",
          "PROPPATCH",
          "REPORT",
          "MKCALENDAR",
          "MKCOL",
          "COPY",
          "MOVE",
          "LOCK",
          "UNLOCK",
          "ACL",
          "SEARCH");

  private static final Logger LOG = LoggerFactory.getLogger(ForwardAuth.class);

  private final Credentials credentials;
  private final Uses uses;
  private final ClientAddress clientAddress;
  private final GuessThrottle throttle;
  private final String challenge;

  private ForwardAuth(AccessRules rules, Credentials credentials, Uses uses, Clock clock) {
    this.credentials = credentials;
    this.uses = uses;
    this.clientAddress = new ClientAddress(rules.trustedProxies());
    this.throttle = new GuessThrottle(rules.guesses(), clock);
    this.challenge = "Basic realm=\"" + rules.realm() + "\", charset=\"UTF-8\"";
  }

  /**
   * The routes.
   *
   * @param rules what may be set
   * @param credentials who may pass
   * @param uses where successful requests are noted
   * @param clock for the windows of wrong answers
   * @return for a router
   */
  public static List<Route> routes(
      AccessRules rules, Credentials credentials, Uses uses, Clock clock) {
    ForwardAuth endpoint = new ForwardAuth(rules, credentials, uses, clock);
    return METHODS.stream().map(method -> new Route(method, PATH, endpoint)).toList();
  }

  @Override
  public Response answer(Request request, Exchange exchange) {
    List<String> authorization = request.header("authorization");
    if (!BasicPair.isIn(authorization)) {
      return unauthorized();
    }
    BasicPair pair = BasicPair.of(authorization);
    Optional<Login> login = credentials.recognise(pair.userName(), pair.password());
    if (login.isEmpty()) {
      return wrong(pair, request, exchange);
    }
    if (!login.get().admitted()) {
      // Not a guess: whoever sends this once had it. So it costs nobody's share of wrong answers.
      return unauthorized();
    }
    Credential credential = login.get().credential();
    uses.note(credential);
    return Response.text(200, "")
        .with("X-Remote-User", credential.userName())
        .with("X-Credential-Id", Long.toString(credential.id()));
  }

  private Response wrong(BasicPair pair, Request request, Exchange exchange) {
    String address = clientAddress.of(request);
    GuessThrottle.Verdict verdict = throttle.wrong(pair.userName(), ClientAddress.site(address));
    if (verdict.retryAfter().isEmpty()) {
      return unauthorized();
    }
    if (verdict.firstRefusal()) {
      // Not the user name: people type passwords there.
      LOG.warn(
          "too many wrong logins, the latest from {}: answering 429 log_id={}",
          address,
          exchange.logId());
    }
    return Response.text(429, "too many wrong logins")
        .with("Retry-After", Long.toString(wholeSeconds(verdict.retryAfter().get())));
  }

  private Response unauthorized() {
    return Response.text(401, "unauthorized").with("WWW-Authenticate", challenge);
  }

  private static long wholeSeconds(Duration wait) {
    return wait.plusSeconds(1).minusNanos(1).toSeconds();
  }
}
