package io.kalends.davx5;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kalends.delivery.ManagedConfiguration;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A managed configuration as the JSON object of its keys and values: what an administrator pastes
 * into a console, and what Managed DAVx5 itself fetches as {@code davdroid-config.json}.
 */
public final class Davx5Json {

  /** More than any sensible configuration; a larger one is a mistake. */
  private static final int MAX_BYTES = 1 << 20;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Davx5Json() {}

  /**
   * Writes the keys and values, without the package name, in their order. Same input, same bytes.
   *
   * @param configuration holds a password, and so does the result
   * @return UTF-8, indented by two spaces, lines ended by line feeds
   */
  public static byte[] write(ManagedConfiguration configuration) {
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter().withObjectIndenter(lines);
    try {
      String text = JSON.writer(printer).writeValueAsString(configuration.values());
      return (text + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads what {@link #write} wrote, or the same by hand. Checks the form only; ask {@link
   * Davx5Validator} about the content.
   *
   * @param utf8 one JSON object of texts, 32-bit integers and booleans
   * @param packageName the app it is meant for
   * @return the configuration, in the order of the text
   * @throws Davx5Refused naming the place and the fix
   */
  public static ManagedConfiguration read(byte[] utf8, String packageName) {
    Map<String, Object> values = values(object(utf8, "managed configuration"));
    values.forEach(
        (key, value) -> {
          if (value instanceof JsonNode) {
            throw new Davx5Refused(
                "managed configuration", key, "must be text, a 32-bit integer or true or false");
          }
        });
    return new ManagedConfiguration(packageName, values);
  }

  /** The one object in a JSON text. What Jackson says is left out: it may quote a password. */
  static ObjectNode object(byte[] utf8, String what) {
    if (utf8.length > MAX_BYTES) {
      throw new Davx5Refused(what, "size", "larger than 1 MiB; this is no DAVx5 configuration");
    }
    JsonNode tree;
    try {
      tree =
          JSON.readTree(
              new InputStreamReader(
                  new ByteArrayInputStream(utf8),
                  StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT)));
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      throw new Davx5Refused(
          what,
          at == null ? "JSON" : "line " + at.getLineNr() + ", column " + at.getColumnNr(),
          "not well-formed JSON, or a key that stands there twice");
    } catch (IOException e) {
      throw new Davx5Refused(what, "encoding", "not UTF-8; save the file as UTF-8");
    }
    if (tree instanceof ObjectNode object) {
      return object;
    }
    throw new Davx5Refused(what, "JSON", "must be one JSON object of keys and values");
  }

  /** Every field's {@link #value}. */
  static Map<String, Object> values(ObjectNode object) {
    Map<String, Object> values = new LinkedHashMap<>();
    object.properties().forEach(field -> values.put(field.getKey(), value(field.getValue())));
    return values;
  }

  /** A text, 32-bit integer or boolean as such; anything else stays a node, to be refused. */
  static Object value(JsonNode node) {
    if (node.isTextual()) {
      return node.textValue();
    }
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    return node.isInt() ? (Object) node.intValue() : node;
  }
}
