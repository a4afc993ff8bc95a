package io.kalends.issuer.contract;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.kalends.edge.Request;
import io.kalends.issuer.contract.Refusal.Violation;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Reads a body as a JSON object. The official SDKs send an object, an empty object, no body at all,
 * or the literal {@code null}: all of these are objects here, the last three empty.
 */
final class JsonBody {

  private static final Pattern JSON_TYPE =
      Pattern.compile("application/json(\\s*;\\s*charset\\s*=\\s*\"?utf-8\"?)?\\s*;?");
  private static final Pattern TEXT_TYPE =
      Pattern.compile("text/plain(\\s*;\\s*charset\\s*=\\s*\"?utf-8\"?)?\\s*;?");

  private final boolean acceptTextPlain;
  private final ContractError error;
  private final ObjectMapper json =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /**
   * A reader.
   *
   * @param acceptTextPlain take JSON that calls itself {@code text/plain}
   * @param error for what is no JSON object
   */
  JsonBody(boolean acceptTextPlain, ContractError error) {
    this.acceptTextPlain = acceptTextPlain;
    this.error = error;
  }

  JsonNode read(Request request) {
    if (request.body().isEmpty()) {
      return JsonNodeFactory.instance.objectNode();
    }
    if (request.body().isCut()) {
      throw refusal("body", "is too long");
    }
    if (!isTypeAccepted(request.header("content-type"))) {
      throw refusal("Content-Type", "must be application/json; charset=utf-8");
    }
    JsonNode body = parse(request.body().bytes());
    if (body.isNull()) {
      return JsonNodeFactory.instance.objectNode();
    }
    if (!body.isObject()) {
      throw refusal("body", "must be a JSON object");
    }
    return body;
  }

  Refusal refusal(String field, String description) {
    return Refusal.of(error, new Violation(field, "", description));
  }

  private boolean isTypeAccepted(List<String> types) {
    if (types.size() != 1) {
      return false;
    }
    String type = types.get(0).strip().toLowerCase(Locale.ROOT);
    return JSON_TYPE.matcher(type).matches()
        || (acceptTextPlain && TEXT_TYPE.matcher(type).matches());
  }

  private JsonNode parse(byte[] body) {
    try {
      // Decoded here: the parser would guess UTF-16 and UTF-32 from the bytes.
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      return json.readTree(text);
    } catch (CharacterCodingException | JacksonException e) {
      throw refusal("body", "must be JSON in UTF-8");
    }
  }
}
