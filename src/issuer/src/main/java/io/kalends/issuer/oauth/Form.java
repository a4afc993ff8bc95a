package io.kalends.issuer.oauth;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.kalends.edge.Parameters;
import io.kalends.edge.Request;
import io.kalends.issuer.token.OAuthError;
import io.kalends.issuer.token.OAuthRefusal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The fields of a body, which is a JSON object or a form. Each field at most once (RFC 6749,
 * section 3.2); fields nobody asks for are ignored. Shows names only.
 */
final class Form {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final String JSON_TYPE = "application/json";
  private static final String FORM_TYPE = "application/x-www-form-urlencoded";

  private final Map<String, String> fields;
  private final Set<String> unreadable;

  private Form(Map<String, String> fields, Set<String> unreadable) {
    this.fields = fields;
    this.unreadable = unreadable;
  }

  /**
   * Reads a body of either type.
   *
   * @throws OAuthRefusal when it is neither
   */
  static Form read(Request request) {
    String type = type(request);
    String body = body(request);
    return switch (type) {
      case JSON_TYPE -> json(body);
      case FORM_TYPE -> form(body);
      default -> throw new OAuthRefusal(OAuthError.REQUEST_MALFORMED);
    };
  }

  /**
   * Reads what a page sent.
   *
   * @throws OAuthRefusal when it is no form
   */
  static Form ofPage(Request request) {
    if (!type(request).equals(FORM_TYPE)) {
      throw new OAuthRefusal(OAuthError.REQUEST_MALFORMED);
    }
    return form(body(request));
  }

  /**
   * Empty when absent; an empty field is an absent one (RFC 6749, section 3.2).
   *
   * @throws OAuthRefusal when it is there and no text
   */
  String text(String name) {
    if (unreadable.contains(name)) {
      throw new OAuthRefusal(OAuthError.REQUEST_MALFORMED);
    }
    return fields.getOrDefault(name, "");
  }

  /**
   * A field that has to be there.
   *
   * @throws OAuthRefusal when it is not
   */
  String required(String name) {
    String text = text(name);
    if (text.isEmpty()) {
      throw new OAuthRefusal(OAuthError.FIELD_MISSING);
    }
    return text;
  }

  /** A list with blanks between. */
  List<String> list(String name) {
    String text = text(name).strip();
    return text.isEmpty() ? List.of() : List.of(text.split(" +"));
  }

  @Override
  public String toString() {
    return fields.keySet().toString();
  }

  private static String type(Request request) {
    List<String> types = request.header("content-type");
    if (types.size() != 1) {
      throw new OAuthRefusal(OAuthError.REQUEST_MALFORMED);
    }
    String type = types.get(0);
    int semicolon = type.indexOf(';');
    return (semicolon < 0 ? type : type.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
  }

  private static String body(Request request) {
    if (request.body().isCut()) {
      throw new OAuthRefusal(OAuthError.REQUEST_MALFORMED);
    }
    try {
      ByteBuffer bytes = ByteBuffer.wrap(request.body().bytes());
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new OAuthRefusal(OAuthError.REQUEST_MALFORMED);
    }
  }

  private static Form json(String body) {
    JsonNode node;
    try {
      node = JSON.readTree(body);
    } catch (JacksonException e) {
      throw new OAuthRefusal(OAuthError.REQUEST_MALFORMED);
    }
    if (!node.isObject()) {
      throw new OAuthRefusal(OAuthError.REQUEST_MALFORMED);
    }
    Map<String, String> fields = new HashMap<>();
    Set<String> unreadable = new HashSet<>();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (field.getValue().isTextual()) {
        fields.put(field.getKey(), field.getValue().textValue());
      } else if (!field.getValue().isNull()) {
        unreadable.add(field.getKey());
      }
    }
    return new Form(fields, unreadable);
  }

  private static Form form(String body) {
    Parameters parameters;
    try {
      parameters = Parameters.of(body);
    } catch (IllegalArgumentException e) {
      throw new OAuthRefusal(OAuthError.REQUEST_MALFORMED);
    }
    Map<String, String> fields = new HashMap<>();
    for (String name : parameters.names()) {
      fields.put(
          name,
          parameters.one(name).orElseThrow(() -> new OAuthRefusal(OAuthError.REQUEST_MALFORMED)));
    }
    return new Form(fields, Set.of());
  }
}
