package io.kalends.issuer.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON of events, at rest and on the wire. Failures never quote it. */
final class EventJson {

  private static final ObjectMapper WIRE = new ObjectMapper();

  /** Whatever a name holds (NUL, half a surrogate pair), every database keeps ASCII. */
  private static final ObjectMapper AT_REST =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private EventJson() {}

  static String atRest(ObjectNode content) {
    return write(AT_REST, content);
  }

  static String onTheWire(ObjectNode document) {
    return write(WIRE, document);
  }

  /**
   * Reads our own.
   *
   * @throws IllegalStateException when it is not what was written
   */
  static ObjectNode read(String eventId, String atRest) {
    try {
      if (WIRE.readTree(atRest) instanceof ObjectNode content) {
        return content;
      }
    } catch (JsonProcessingException e) {
      // Falls through: its message would quote the content.
    }
    throw new IllegalStateException(
        "event " + eventId + ": its content in the database is damaged; restore a backup");
  }

  /** Reads a stranger's: one field of it, empty when there is none. */
  static String field(String document, String name) {
    try {
      JsonNode tree = WIRE.readTree(document);
      return tree == null ? "" : tree.path(name).asText("");
    } catch (JsonProcessingException e) {
      return "";
    }
  }

  private static String write(ObjectMapper mapper, ObjectNode node) {
    try {
      return mapper.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of strings and booleans is always JSON", e);
    }
  }
}
