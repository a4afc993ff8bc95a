package io.kalends.adapters.feishu;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kalends.consent.AuthorizationRequest;
import io.kalends.consent.Grant;
import io.kalends.consent.Grantor;
import io.kalends.consent.Renewal;
import io.kalends.consent.TokenEndpoint;
import io.kalends.failure.ActionRequired;
import io.kalends.failure.Failure;
import io.kalends.failure.PermanentFailure;
import io.kalends.secret.Secret;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;

/**
 * Consent by {@code authen/v1/authorize}, the token endpoint of generation v2 or v3, and {@code
 * authen/v1/user_info}. Apps are confidential clients: the secret goes into the body, over TLS, and
 * nowhere else. Every call is sent once, as a mint is.
 */
final class FeishuTokenEndpoint implements TokenEndpoint {

  private final App app;
  private final ConsentPlaces places;
  private final OpenApiClient client;
  private final Clock clock;

  FeishuTokenEndpoint(App app, ConsentPlaces places, OpenApiClient client, Clock clock) {
    this.app = app;
    this.places = places;
    this.client = client;
    this.clock = clock;
  }

  @Override
  public URI authorizeUrl(AuthorizationRequest request) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("client_id", app.id());
    query.put("response_type", "code");
    query.put("redirect_uri", request.redirectUri().toString());
    query.put("scope", String.join(" ", request.scopes()));
    query.put("state", request.state());
    query.put("code_challenge", request.challenge());
    query.put("code_challenge_method", "S256");
    if (request.alwaysShown()) {
      query.put("prompt", "consent");
    }
    return URI.create(
        places.authorize()
            + query.entrySet().stream()
                .map(field -> field.getKey() + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&", "?", "")));
  }

  @Override
  public Grant exchange(Secret code, AuthorizationRequest request) {
    Map<String, String> body = new LinkedHashMap<>();
    body.put("grant_type", "authorization_code");
    body.put("code", code.reveal());
    body.put("redirect_uri", request.redirectUri().toString());
    body.put("code_verifier", request.verifier().reveal());
    return ask(body, Attempt.exchanging(), List.of(code, request.verifier(), app.secret())).grant();
  }

  @Override
  public Renewal refresh(Secret refreshToken) {
    Map<String, String> body = new LinkedHashMap<>();
    body.put("grant_type", "refresh_token");
    body.put("refresh_token", refreshToken.reveal());
    TokenAnswer answer = ask(body, Attempt.refreshing(), List.of(refreshToken, app.secret()));
    if (answer.isSuperseded() && answer.failure() instanceof ActionRequired reason) {
      return new Renewal.Superseded(reason);
    }
    return new Renewal.Renewed(answer.grant());
  }

  @Override
  public Grantor grantor(Secret accessToken) {
    Attempt attempt = Attempt.identifying();
    HttpUriRequestBase request = Requests.get(places.userInfo());
    Requests.authorize(request, accessToken);
    Reply reply = client.send(request, attempt, List.of(accessToken));
    Verdict verdict = new Verdict(reply, attempt, ErrorTable.CONSENT, clock);
    if (!verdict.isSuccess()) {
      throw verdict.failure();
    }
    return grantor(reply, attempt);
  }

  @Override
  public void close() {
    client.close();
  }

  private TokenAnswer ask(Map<String, String> body, Attempt attempt, List<Secret> secrets) {
    body.put("client_id", app.id());
    body.put("client_secret", app.secret().reveal());
    Instant asked = clock.instant();
    Reply reply = client.send(Requests.post(places.token(), body), attempt, secrets);
    return new TokenAnswer(reply, new Verdict(reply, attempt, ErrorTable.CONSENT, clock), asked);
  }

  private static Grantor grantor(Reply reply, Attempt attempt) {
    String email = reply.data("email");
    try {
      return new Grantor(
          reply.data("open_id"),
          reply.data("union_id"),
          reply.data("tenant_key"),
          reply.data("name"),
          email.isBlank() ? reply.data("enterprise_email") : email);
    } catch (IllegalArgumentException e) {
      // Its text names the field and quotes nothing; the cause would add nothing.
      throw broken(attempt.says("success with an unusable person: " + e.getMessage()), reply);
    }
  }

  private static Failure broken(String text, Reply reply) {
    return new PermanentFailure(
        PermanentFailure.Reason.CONTRACT_BROKEN, text, null, reply.exchangeId());
  }

  /** As RFC 3986 has it: a space is %20, whatever reads the query. */
  private static String encoded(String value) {
    return URLEncoder.encode(value, UTF_8).replace("+", "%20");
  }
}
