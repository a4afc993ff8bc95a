package io.kalends.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;

/** Rows of tables from what the API shows. */
final class AdminRows {

  private AdminRows() {}

  /** A cell for each field; empty when it is absent. */
  static List<String> of(JsonNode object, String... fields) {
    return Stream.of(fields).map(field -> object.path(field).asText("")).toList();
  }
}
