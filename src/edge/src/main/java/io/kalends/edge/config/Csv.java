package io.kalends.edge.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Comma-separated values as RFC 4180 has them, strictly: a quote stands around a whole cell or
 * nowhere, and doubled inside. Lines end with CR LF or LF; a byte order mark is passed over. Our
 * own, because libraries end at the first mistake or pass over it; here every one gets its line.
 */
public final class Csv {

  private static final char QUOTE = '"';
  private static final char END = '\0';

  private final String text;
  private final char between;
  private final CsvMistakes mistakes;
  private final List<Row> rows = new ArrayList<>();
  private int at;
  private int line = 1;

  /**
   * A row.
   *
   * @param line where it begins, from 1
   * @param cells at least one
   */
  public record Row(int line, List<String> cells) {

    /** Copies the cells. */
    public Row {
      cells = List.copyOf(cells);
    }

    private boolean isBlank() {
      return cells.size() == 1 && cells.get(0).isBlank();
    }
  }

  private Csv(String text, char between, CsvMistakes mistakes) {
    this.text = text;
    this.between = between;
    this.mistakes = mistakes;
    this.at = text.startsWith("\ufeff") ? 1 : 0;
  }

  /**
   * Reads a table.
   *
   * @param text of the whole file
   * @param between what stands between cells: a comma, or what some spreadsheets take for it
   * @param mistakes what is wrong is added there
   * @return every row that is not blank
   */
  public static List<Row> rows(String text, char between, CsvMistakes mistakes) {
    Csv csv = new Csv(text, between, mistakes);
    while (csv.at < text.length()) {
      csv.row();
    }
    return csv.rows;
  }

  private void row() {
    int begin = line;
    List<String> cells = new ArrayList<>();
    boolean more = true;
    while (more) {
      cells.add(peek() == QUOTE ? quoted(begin) : plain());
      more = peek() == between && at < text.length();
      if (more) {
        at++;
      }
    }
    endOfLine(begin);
    Row row = new Row(begin, cells);
    if (!row.isBlank()) {
      rows.add(row);
    }
  }

  private String plain() {
    int begin = at;
    while (at < text.length() && !endsCell(text.charAt(at))) {
      at++;
    }
    String cell = text.substring(begin, at);
    if (cell.indexOf(QUOTE) >= 0) {
      mistakes.add(line, "a quote inside a cell; put the whole cell in quotes and double it");
    }
    return cell;
  }

  private boolean endsCell(char c) {
    return c == between || c == '\n' || c == '\r';
  }

  private String quoted(int begin) {
    StringBuilder cell = new StringBuilder();
    at++;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == QUOTE && peek() != QUOTE) {
        return cell.toString();
      }
      if (c == QUOTE) {
        at++;
      } else if (c == '\n') {
        line++;
      }
      cell.append(c);
    }
    mistakes.add(begin, "a quote is opened and never closed");
    return cell.toString();
  }

  private void endOfLine(int begin) {
    if (peek() == '\r') {
      at++;
    }
    if (at < text.length() && text.charAt(at) != '\n') {
      mistakes.add(begin, "something stands behind the closing quote of a cell, or a lone CR");
      while (at < text.length() && text.charAt(at) != '\n') {
        at++;
      }
    }
    at++;
    line++;
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : END;
  }
}
