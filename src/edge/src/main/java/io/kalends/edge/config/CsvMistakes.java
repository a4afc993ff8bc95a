package io.kalends.edge.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is wrong with a table, by line; the first twenty in words, the rest counted. Not for use by
 * several threads.
 */
public final class CsvMistakes {

  private static final int MAX_SHOWN = 20;

  private final List<String> shown = new ArrayList<>();
  private int count;

  /** None yet. */
  public CsvMistakes() {}

  /**
   * Adds one.
   *
   * @param line from 1
   * @param fix what is wrong and how to mend it, with the column's name where there is one
   */
  public void add(int line, String fix) {
    if (++count <= MAX_SHOWN) {
      shown.add("line " + line + ": " + fix);
    }
  }

  /**
   * All of them. Nothing is taken of a table with a mistake in it.
   *
   * @return one a line; empty when there is none
   */
  public Optional<String> said() {
    String rest = count > MAX_SHOWN ? "\nand " + (count - MAX_SHOWN) + " more" : "";
    return count == 0 ? Optional.empty() : Optional.of(String.join("\n", shown) + rest);
  }
}
