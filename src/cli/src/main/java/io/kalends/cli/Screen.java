package io.kalends.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import java.io.PrintWriter;
import java.util.List;

/** Where commands print. What comes from outside is made harmless to a terminal first. */
final class Screen {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final int MAX_CELL = 60;

  private final PrintWriter out;

  Screen(PrintWriter out) {
    this.out = out;
  }

  void line(String text) {
    out.println(harmless(text));
    out.flush();
  }

  /** Already laid out by us, several lines. */
  void block(String text) {
    text.lines().forEach(this::line);
  }

  void table(List<String> header, List<List<String>> rows) {
    List<Column> columns =
        header.stream()
            .map(
                name ->
                    new Column()
                        .header(name)
                        .headerAlign(HorizontalAlign.LEFT)
                        .dataAlign(HorizontalAlign.LEFT)
                        .maxWidth(MAX_CELL))
            .toList();
    String[][] cells =
        rows.stream()
            .map(row -> row.stream().map(Screen::harmless).toArray(String[]::new))
            .toArray(String[][]::new);
    String table =
        AsciiTable.getTable(AsciiTable.NO_BORDERS, columns.toArray(Column[]::new), cells);
    table.lines().map(String::stripTrailing).forEach(out::println);
    out.flush();
  }

  void json(Object value) {
    try {
      out.println(JSON.writeValueAsString(value));
      out.flush();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write the result as JSON", e);
    }
  }

  /** Escapes what could move the cursor, hide text or turn it around. */
  static String harmless(String text) {
    StringBuilder safe = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              int type = Character.getType(c);
              if (type == Character.CONTROL
                  || type == Character.FORMAT
                  || type == Character.SURROGATE
                  || type == Character.LINE_SEPARATOR
                  || type == Character.PARAGRAPH_SEPARATOR) {
                safe.append("\\u{%x}".formatted(c));
              } else {
                safe.appendCodePoint(c);
              }
            });
    return safe.toString();
  }
}
