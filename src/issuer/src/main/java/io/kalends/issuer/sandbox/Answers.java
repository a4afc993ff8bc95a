package io.kalends.issuer.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kalends.edge.Response;
import io.kalends.issuer.contract.ContractError;
import io.kalends.issuer.contract.OpenApi;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;

/** What is answered when something goes wrong: to the letter what the real thing would send. */
final class Answers {

  /** Somebody in between knows no log ids: an empty header is not sent. */
  private static final Map<String, String> NOT_OURS = Map.of("X-Tt-Logid", "", "Server", "nginx");

  private static final List<String> LIFETIMES =
      List.of("expires_in", "expire", "refresh_token_expires_in", "refresh_expires_in");

  private Answers() {}

  static Response refused(Call call, ContractError error) {
    return OpenApi.refused(call.rules(), error, call.logId());
  }

  static Response rateLimitWithoutHeaders(Call call) {
    Response real = refused(call, ContractError.RATE_LIMITED);
    return new Response(real.status(), real.contentType(), Map.of(), real.body());
  }

  static Response rateLimitAs400(Call call) {
    Response real = refused(call, ContractError.RATE_LIMITED);
    return new Response(400, real.contentType(), real.headers(), real.body());
  }

  static Response portal() {
    return new Response(200, "application/json", NOT_OURS, "{\"status\":\"ok\",\"data\":{}}");
  }

  static Response page(int status, String title) {
    return new Response(
        status,
        "text/html",
        NOT_OURS,
        "<html>\r\n<head><title>"
            + title
            + "</title></head>\r\n<body><h1>"
            + title
            + "</h1></body>\r\n</html>\r\n");
  }

  static Response truncated(Response real) {
    String half = real.body().substring(0, real.body().length() / 2);
    return new Response(real.status(), real.contentType(), real.headers(), half);
  }

  /** The token endpoint's shape: flat. */
  static Response oauth(Call call, int code, int status) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("code", code);
    if (call.request().path().contains("/oidc/")) {
      body.put("msg", "internal server error");
    } else {
      body.put("error", status == 503 ? "temporarily_unavailable" : "server_error")
          .put("error_description", "The server is not able to answer right now.");
    }
    return Response.json(status, body.toString());
  }

  static Response accessPolicy(Call call, ContractError error) {
    ObjectNode body =
        object(
                Target.isToken(call.request())
                    ? "{\"error\":\"access_denied\"}"
                    : refused(call, error).body())
            .put("code", error.code());
    if (error == ContractError.ACCESS_CHALLENGE) {
      body.put("challenge_url", "https://accounts.example.com/access_policy/challenge");
    }
    return Response.json(call.rules().status(error), body.toString());
  }

  static Response skewed(Response real, Instant now, Duration skew) {
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(now.plus(skew).atOffset(ZoneOffset.UTC));
    String body = real.body();
    if (real.contentType().startsWith("application/json")) {
      ObjectNode document = object(body);
      shift(document, skew);
      shift(document.path("data"), skew);
      body = document.toString();
    }
    return new Response(real.status(), real.contentType(), real.headers(), body).with("Date", date);
  }

  private static void shift(JsonNode node, Duration skew) {
    if (node instanceof ObjectNode fields) {
      for (String name : LIFETIMES) {
        if (fields.path(name).isNumber()) {
          fields.put(name, fields.path(name).longValue() + skew.toSeconds());
        }
      }
    }
  }

  private static ObjectNode object(String document) {
    try {
      return new ObjectMapper().readValue(document, ObjectNode.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer of ours is no JSON object", e);
    }
  }
}
