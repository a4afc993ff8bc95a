package io.kalends.issuer.directory;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with a file of people, by line; the first twenty in words, the rest counted. */
final class CsvMistakes {

  private static final int MAX_SHOWN = 20;

  private final List<String> shown = new ArrayList<>();
  private int count;

  void add(int line, String fix) {
    if (++count <= MAX_SHOWN) {
      shown.add("line " + line + ": " + fix);
    }
  }

  /**
   * Nothing is taken of a file with a mistake in it.
   *
   * @throws InvalidDirectory when there is any
   */
  void end() {
    if (count > 0) {
      String rest = count > MAX_SHOWN ? "\nand " + (count - MAX_SHOWN) + " more" : "";
      throw new InvalidDirectory("csv", String.join("\n", shown) + rest);
    }
  }
}
