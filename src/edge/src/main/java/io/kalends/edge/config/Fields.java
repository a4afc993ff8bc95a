package io.kalends.edge.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One mapping, read field by field; every complaint names its field. */
public final class Fields {

  private final JsonNode node;

  /**
   * Refuses what is no mapping, and keys nobody would read.
   *
   * @param node what was written
   * @param known every key there is
   * @throws InvalidSetting naming the key and those that are known
   */
  public Fields(JsonNode node, Set<String> known) {
    String names = String.join(", ", new TreeSet<>(known));
    if (!node.isObject()) {
      throw new InvalidSetting("content", "must be a mapping with " + names);
    }
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                throw new InvalidSetting(name, "unknown; known here: " + names);
              }
            });
    this.node = node;
  }

  /**
   * Whether something is written there.
   *
   * @param name of the field
   * @return false when it is absent
   */
  public boolean has(String name) {
    return node.has(name);
  }

  /**
   * A text that must be there.
   *
   * @param name of the field
   * @return not blank
   */
  public String text(String name) {
    return optionalText(name).orElseThrow(() -> new InvalidSetting(name, "missing; set it"));
  }

  /**
   * A text.
   *
   * @param name of the field
   * @return not blank; empty when absent
   */
  public Optional<String> optionalText(String name) {
    if (!node.has(name)) {
      return Optional.empty();
    }
    JsonNode value = node.path(name);
    if (!value.isTextual() || value.textValue().isBlank()) {
      throw new InvalidSetting(name, "must be a text; put it in quotes");
    }
    return Optional.of(value.textValue());
  }

  /**
   * A switch that is off when absent.
   *
   * @param name of the field
   * @return whether it is on
   */
  public boolean flag(String name) {
    return flag(name, false);
  }

  /**
   * A switch.
   *
   * @param name of the field
   * @param absent what it is when it is absent
   * @return whether it is on
   */
  public boolean flag(String name, boolean absent) {
    if (node.has(name) && !node.path(name).isBoolean()) {
      throw new InvalidSetting(name, "must be true or false");
    }
    return node.has(name) ? node.path(name).booleanValue() : absent;
  }

  /**
   * A whole number.
   *
   * @param name of the field
   * @return empty when absent
   */
  public OptionalInt number(String name) {
    if (!node.has(name)) {
      return OptionalInt.empty();
    }
    if (!node.path(name).isInt()) {
      throw new InvalidSetting(name, "must be a whole number");
    }
    return OptionalInt.of(node.path(name).intValue());
  }

  /**
   * One of some words, in any case.
   *
   * @param name of the field
   * @param type whose constants are the words
   * @param <E> the words
   * @return empty when absent
   */
  public <E extends Enum<E>> Optional<E> word(String name, Class<E> type) {
    return optionalText(name)
        .map(
            text ->
                Stream.of(type.getEnumConstants())
                    .filter(constant -> constant.name().equalsIgnoreCase(text))
                    .findFirst()
                    .orElseThrow(() -> new InvalidSetting(name, "must be " + words(type))));
  }

  /**
   * A moment.
   *
   * @param name of the field
   * @return empty when absent
   */
  public Optional<Instant> instant(String name) {
    try {
      return optionalText(name).map(text -> OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException e) {
      throw new InvalidSetting(
          name, "must be a time with its zone, for example 2027-01-01T00:00:00Z");
    }
  }

  /**
   * Several texts.
   *
   * @param name of the field
   * @return each once, in the order written; empty when absent
   */
  public Optional<Set<String>> texts(String name) {
    if (!node.has(name)) {
      return Optional.empty();
    }
    Set<String> texts = new LinkedHashSet<>();
    for (JsonNode element : list(name)) {
      if (!element.isTextual()) {
        throw new InvalidSetting(name, "must be a list of texts");
      }
      texts.add(element.textValue());
    }
    return Optional.of(texts);
  }

  /**
   * A list that must be there.
   *
   * @param name of the field
   * @return its elements
   */
  public List<JsonNode> list(String name) {
    if (!node.path(name).isArray()) {
      throw new InvalidSetting(
          name, node.has(name) ? "must be a list" : "missing; set it to a list");
    }
    List<JsonNode> elements = new ArrayList<>();
    node.path(name).forEach(elements::add);
    return elements;
  }

  /**
   * A list, each of whose elements is turned into something; a complaint names the element.
   *
   * @param name of the field
   * @param reading turns an element
   * @param <T> into what
   * @return nothing when absent
   */
  public <T> List<T> each(String name, Function<JsonNode, T> reading) {
    List<T> read = new ArrayList<>();
    for (JsonNode element : has(name) ? list(name) : List.<JsonNode>of()) {
      try {
        read.add(reading.apply(element));
      } catch (InvalidSetting e) {
        throw e.inside(name + "[" + read.size() + "].");
      }
    }
    return read;
  }

  /**
   * A mapping inside this one, turned into something; a complaint names both.
   *
   * @param name of the field
   * @param known every key of the inner mapping
   * @param reading turns it
   * @param <T> into what
   * @return empty when absent
   */
  public <T> Optional<T> section(String name, Set<String> known, Function<Fields, T> reading) {
    if (!node.has(name)) {
      return Optional.empty();
    }
    try {
      return Optional.of(reading.apply(new Fields(node.path(name), known)));
    } catch (InvalidSetting e) {
      throw e.inside(name + ".");
    }
  }

  /** Every key that is written, in the order written. */
  public Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /**
   * A mapping inside this one, of which nothing is needed.
   *
   * @param name of the field
   * @param known every key of the inner mapping
   * @return without any field when it is absent
   */
  public Fields sectionOrEmpty(String name, Set<String> known) {
    return section(name, known, inner -> inner)
        .orElseGet(() -> new Fields(JsonNodeFactory.instance.objectNode(), known));
  }

  /**
   * A mapping whose keys somebody else knows, of texts, numbers and switches.
   *
   * @param name of the field
   * @return each value as a text, in the order written; nothing when absent
   */
  public Map<String, String> scalars(String name) {
    Map<String, String> scalars = new LinkedHashMap<>();
    if (node.has(name) && !node.path(name).isObject()) {
      throw new InvalidSetting(name, "must be a mapping");
    }
    for (Map.Entry<String, JsonNode> field : node.path(name).properties()) {
      if (!field.getValue().isValueNode() || field.getValue().isNull()) {
        throw new InvalidSetting(
            name + "." + field.getKey(), "must be a text, a number, true or false");
      }
      scalars.put(field.getKey(), field.getValue().asText());
    }
    return scalars;
  }

  /**
   * Makes a value that checks itself and names its field in front of its message.
   *
   * @param made makes it
   * @param <T> what it is
   * @return the value
   * @throws InvalidSetting in place of an {@link IllegalArgumentException}
   */
  public static <T> T checked(Supplier<T> made) {
    try {
      return made.get();
    } catch (InvalidSetting e) {
      throw e;
    } catch (IllegalArgumentException e) {
      String[] parts = String.valueOf(e.getMessage()).split(": ", 2);
      throw parts.length == 2
          ? new InvalidSetting(parts[0], parts[1])
          : new InvalidSetting("value", parts[0]);
    }
  }

  private static String words(Class<? extends Enum<?>> type) {
    return Stream.of(type.getEnumConstants())
        .map(constant -> constant.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(" or "));
  }
}
