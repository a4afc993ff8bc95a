package io.kalends.issuer.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.kalends.edge.Exchange;
import io.kalends.edge.Parameters;
import io.kalends.edge.Request;
import io.kalends.edge.config.Fields;
import io.kalends.edge.config.InvalidSetting;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;
import java.util.Set;

/**
 * One call of an administrator.
 *
 * @param actor the name of the token
 * @param request what was sent
 * @param exchange what the router found out
 */
record AdminCall(String actor, Request request, Exchange exchange) {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final int DEFAULT_LIMIT = 100;
  private static final int MAX_LIMIT = 1000;

  /** The query, in which nothing stands that nobody would read. */
  Parameters query(Set<String> known) {
    Parameters query;
    try {
      query = Parameters.of(request.query());
    } catch (IllegalArgumentException e) {
      throw new InvalidSetting("query", "is wrongly encoded, or too long");
    }
    for (String name : query.names()) {
      if (!known.contains(name)) {
        throw new InvalidSetting("query", "knows only " + String.join(", ", known));
      }
      if (query.one(name).isEmpty()) {
        throw new InvalidSetting(name, "is there twice; send it once");
      }
    }
    return query;
  }

  /** The body, a JSON object. */
  Fields body(Set<String> known) {
    try {
      JsonNode node = request.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(text());
      return new Fields(node, known);
    } catch (JacksonException e) {
      // Without its message, which quotes the body.
      throw new InvalidSetting("body", "must be one JSON object, no field twice");
    }
  }

  /** The body as text. */
  String text() {
    if (request.body().isCut()) {
      throw new AdminProblem(413, "body", "the body is too long", "send less at once");
    }
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(request.body().bytes())).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidSetting("body", "must be UTF-8; save it as \"CSV UTF-8\"");
    }
  }

  static boolean flag(Parameters query, String name) {
    Optional<String> sent = query.one(name);
    if (sent.isPresent() && !Set.of("true", "false").contains(sent.get())) {
      throw new InvalidSetting(name, "must be true or false");
    }
    return sent.filter("true"::equals).isPresent();
  }

  static int limit(Parameters query) {
    int limit = (int) number(query, "limit", DEFAULT_LIMIT, MAX_LIMIT);
    if (limit == 0) {
      throw new InvalidSetting("limit", "must be between 1 and " + MAX_LIMIT);
    }
    return limit;
  }

  static long number(Parameters query, String name, long absent, long most) {
    try {
      long number = query.one(name).map(Long::parseLong).orElse(absent);
      if (number >= 0 && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new InvalidSetting(name, "must be a whole number");
    }
    throw new InvalidSetting(name, "must be between 0 and " + most);
  }
}
