package io.kalends.adapters.generic;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A JSON object read strictly: whatever was not agreed is refused by the name of its field. */
final class StrictObject {

  /** {@code events}, its elements, their {@code errors}, the elements of those: five levels. */
  private static final int MAX_DEPTH = 5;

  private static final int MAX_NAME = 100;
  private static final int MAX_SHOWN = 40;
  private static final int MAX_DIGITS = 20;
  private static final Pattern UNSHOWN = Pattern.compile("[^\\x21-\\x7e]");

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxNameLength(MAX_NAME)
                          .maxNumberLength(MAX_DIGITS)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final String path;
  private final ObjectNode node;

  private StrictObject(String path, ObjectNode node) {
    this.path = path;
    this.node = node;
  }

  /** The one object a body consists of. What the parser says is left out: it quotes. */
  static StrictObject parse(byte[] utf8) throws RefusedBody {
    try {
      JsonNode tree =
          JSON.readTree(
              new InputStreamReader(
                  new ByteArrayInputStream(utf8),
                  StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT)));
      if (tree instanceof ObjectNode object) {
        return new StrictObject("", object);
      }
      throw new RefusedBody("body", "must be one JSON object");
    } catch (StreamConstraintsException e) {
      throw new RefusedBody(
          "body",
          "nested deeper than %d levels, or a name longer than %d characters, or a number of more than %d digits"
              .formatted(MAX_DEPTH, MAX_NAME, MAX_DIGITS));
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      String where =
          at == null ? "" : "line " + at.getLineNr() + ", column " + at.getColumnNr() + ": ";
      throw new RefusedBody(
          "body", where + "not well-formed JSON, or a field that stands there twice");
    } catch (IOException e) {
      throw new RefusedBody("body", "must be UTF-8");
    }
  }

  void only(Set<String> known) throws RefusedBody {
    for (var field : node.properties()) {
      if (!known.contains(field.getKey())) {
        throw refused(
            field.getKey(), "unknown; known here: " + String.join(", ", new TreeSet<>(known)));
      }
    }
  }

  boolean has(String name) {
    return node.has(name);
  }

  String text(String name, int maxChars) throws RefusedBody {
    Optional<String> text = optionalText(name, maxChars);
    if (text.isEmpty()) {
      throw refused(name, "missing or empty");
    }
    return text.get();
  }

  /** Empty when it is absent or blank: many templates cannot leave a field out. */
  Optional<String> optionalText(String name, int maxChars) throws RefusedBody {
    @Nullable JsonNode value = node.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw refused(name, "must be text; leave it out where there is none");
    }
    String text = value.textValue();
    if (text.length() > maxChars) {
      throw refused(name, "has " + text.length() + " characters, at most " + maxChars);
    }
    return text.isBlank() ? Optional.empty() : Optional.of(text);
  }

  int whole(String name) throws RefusedBody {
    @Nullable JsonNode value = node.get(name);
    if (value == null || !value.isInt()) {
      throw refused(name, "must be there, and a whole number of 32 bits");
    }
    return value.intValue();
  }

  StrictObject object(String name) throws RefusedBody {
    if (node.get(name) instanceof ObjectNode object) {
      return new StrictObject(at(name), object);
    }
    throw refused(name, node.has(name) ? "must be an object" : "missing");
  }

  List<StrictObject> objects(String name, int atLeast, int atMost) throws RefusedBody {
    @Nullable JsonNode value = node.get(name);
    if (value == null || !value.isArray() || value.size() < atLeast || value.size() > atMost) {
      throw refused(name, "must be a list of " + atLeast + " to " + atMost + " objects");
    }
    List<StrictObject> objects = new ArrayList<>();
    for (int i = 0; i < value.size(); i++) {
      if (!(value.get(i) instanceof ObjectNode object)) {
        throw refused(name + "[" + i + "]", "must be an object");
      }
      objects.add(new StrictObject(at(name + "[" + i + "]"), object));
    }
    return objects;
  }

  RefusedBody refused(String name, String fix) {
    return new RefusedBody(at(name), fix);
  }

  private String at(String name) {
    String shown = UNSHOWN.matcher(name).replaceAll("?");
    String cut = shown.substring(0, Math.min(MAX_SHOWN, shown.length()));
    return path.isEmpty() ? cut : path + "." + cut;
  }
}
