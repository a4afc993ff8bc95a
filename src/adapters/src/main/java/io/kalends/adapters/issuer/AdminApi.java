package io.kalends.adapters.issuer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kalends.adapters.http.Answer;
import io.kalends.adapters.http.RepeatableCalls;
import io.kalends.failure.ActionRequired;
import io.kalends.failure.Failure;
import io.kalends.failure.PermanentFailure;
import io.kalends.failure.TemporaryFailure;
import io.kalends.secret.Secret;
import io.kalends.wire.RetryTime;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.net.URIBuilder;

/** Calls of the issuer's administrator, each of which may be repeated, and what answers mean. */
final class AdminApi implements AutoCloseable {

  private static final String PLACE = "the settings of this source: ";
  private static final Pattern NOT_OF_AN_ID = Pattern.compile("[^A-Za-z0-9._-]");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RepeatableCalls calls;
  private final URI base;
  private final Secret token;
  private final Clock clock;

  AdminApi(RepeatableCalls calls, URI base, Secret token, Clock clock) {
    this.calls = calls;
    String text = base.toString();
    this.base = URI.create(text.replaceAll("/+$", "") + "/admin/v1/");
    this.token = token;
    this.clock = clock;
  }

  /**
   * Asks.
   *
   * @param operation what for, in words that may be logged
   * @param call below {@code /admin/v1/}
   * @param query names and values
   * @throws Failure sorted
   */
  JsonNode get(String operation, String call, Map<String, String> query) {
    URIBuilder url = new URIBuilder(at(call));
    query.forEach(url::addParameter);
    try {
      return done(operation, new HttpGet(url.build())).orElseThrow(() -> notThere(operation, null));
    } catch (java.net.URISyntaxException e) {
      throw new IllegalStateException("a base URL with a query is always a URL", e);
    }
  }

  /**
   * Tells.
   *
   * @param operation what for, in words that may be logged
   * @param call below {@code /admin/v1/}
   * @param body to be sent as JSON
   * @return the answer; empty when the issuer knows no such person
   * @throws Failure sorted
   */
  Optional<JsonNode> post(String operation, String call, Map<String, String> body) {
    HttpPost request = new HttpPost(at(call));
    request.setHeader("Content-Type", "application/json; charset=utf-8");
    try {
      request.setEntity(new ByteArrayEntity(JSON.writeValueAsBytes(body), null));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of strings is always JSON", e);
    }
    return done(operation, request);
  }

  @Override
  public void close() {
    calls.close();
  }

  /** Not resolved: what stands before the colon of {@code credentials:revoke} is no scheme. */
  private URI at(String call) {
    return URI.create(base + call);
  }

  private Optional<JsonNode> done(String operation, HttpUriRequestBase request) {
    request.setHeader("Accept", "application/json");
    request.setHeader("Accept-Encoding", "identity");
    request.setHeader("Authorization", "Bearer " + token.reveal());
    Answer answer = calls.send(operation, request);
    JsonNode json = json(answer);
    if (answer.status() == 200 && json.isObject()) {
      return Optional.of(json);
    }
    boolean nobody =
        answer.status() == 404 && json.path("error").path("field").asText("").equals("user");
    if (nobody) {
      return Optional.empty();
    }
    throw failure(operation, answer, json);
  }

  private Failure failure(String operation, Answer answer, JsonNode json) {
    String id = exchangeId(answer);
    String text = operation + ": HTTP " + answer.status() + ", log id " + id;
    if (answer.isForLater() || !answer.whole()) {
      return new TemporaryFailure(
          text + ": asked again later",
          null,
          RetryTime.latest(clock.instant(), answer.header("Retry-After")).orElse(null),
          id);
    }
    String field = NOT_OF_AN_ID.matcher(json.path("error").path("field").asText("")).replaceAll("");
    return switch (answer.status()) {
      case 401, 403 ->
          administrator(
              text + ": the issuer does not take the admin token",
              PLACE + "adminToken must be the content of the issuer's adminTokenFile",
              id);
      case 400 ->
          field.equals("tenant")
              ? administrator(
                  text + ": the tenant is not one of the issuer's",
                  PLACE + "tenant must be a key under tenants in issuer.yaml",
                  id)
              : new PermanentFailure(
                  PermanentFailure.Reason.REFUSED,
                  text + ": the issuer cannot use " + (field.isEmpty() ? "the call" : field),
                  null,
                  id);
      default -> notThere(text, id);
    };
  }

  private static ActionRequired notThere(
      String text, @org.jspecify.annotations.Nullable String id) {
    return administrator(
        text + ": no administrator's API answers there",
        PLACE
            + "admin must lead to the issuer itself (a proxy usually passes /open-apis/ only), and"
            + " issuer.yaml must have adminTokenFile",
        id);
  }

  private static ActionRequired administrator(
      String text, String where, @org.jspecify.annotations.Nullable String id) {
    return new ActionRequired(ActionRequired.Who.ADMINISTRATOR, where, text + "; " + where, id);
  }

  private static JsonNode json(Answer answer) {
    try {
      return answer.whole() ? JSON.readTree(answer.body()) : JSON.missingNode();
    } catch (IOException e) {
      // Whoever sent this is not the issuer, and the parser's words would quote it.
      return JSON.missingNode();
    }
  }

  private String exchangeId(Answer answer) {
    String id = NOT_OF_AN_ID.matcher(answer.header("X-Tt-Logid")).replaceAll("");
    return id.isEmpty()
            || id.length() > 128
            || token.reveal().contains(id)
            || id.contains(token.reveal())
        ? "none"
        : id;
  }
}
