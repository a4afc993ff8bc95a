package io.kalends.issuer.directory;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** One mapping of the users file, read field by field; every complaint names its field. */
final class Fields {

  private final JsonNode node;

  /** Refuses what is no mapping, and keys nobody would read. */
  Fields(JsonNode node, Set<String> known) {
    String names = String.join(", ", new TreeSet<>(known));
    if (!node.isObject()) {
      throw new InvalidDirectory("content", "must be a mapping with " + names);
    }
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                throw new InvalidDirectory(name, "unknown; known here: " + names);
              }
            });
    this.node = node;
  }

  boolean has(String name) {
    return node.has(name);
  }

  String text(String name) {
    return optionalText(name).orElseThrow(() -> new InvalidDirectory(name, "missing; set it"));
  }

  Optional<String> optionalText(String name) {
    if (!node.has(name)) {
      return Optional.empty();
    }
    JsonNode value = node.path(name);
    if (!value.isTextual() || value.textValue().isBlank()) {
      throw new InvalidDirectory(name, "must be a text; put it in quotes");
    }
    return Optional.of(value.textValue());
  }

  boolean flag(String name) {
    if (node.has(name) && !node.path(name).isBoolean()) {
      throw new InvalidDirectory(name, "must be true or false");
    }
    return node.path(name).booleanValue();
  }

  Optional<Instant> instant(String name) {
    try {
      return optionalText(name).map(text -> OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException e) {
      throw new InvalidDirectory(
          name, "must be a time with its zone, for example 2027-01-01T00:00:00Z");
    }
  }

  Optional<Set<String>> texts(String name) {
    if (!node.has(name)) {
      return Optional.empty();
    }
    Set<String> texts = new HashSet<>();
    for (JsonNode element : list(name)) {
      if (!element.isTextual()) {
        throw new InvalidDirectory(name, "must be a list of texts");
      }
      texts.add(element.textValue());
    }
    return Optional.of(texts);
  }

  List<JsonNode> list(String name) {
    if (!node.path(name).isArray()) {
      throw new InvalidDirectory(
          name, node.has(name) ? "must be a list" : "missing; set it to a list");
    }
    List<JsonNode> elements = new ArrayList<>();
    node.path(name).forEach(elements::add);
    return elements;
  }
}
