package io.kalends.store;

import java.nio.charset.StandardCharsets;

/**
 * What a column of type {@code TEXT} can hold. PostgreSQL refuses NUL (SQL state 22021), SQLite's
 * tools end a text there, and half a surrogate pair has no UTF-8: both drivers would write a
 * question mark in its place, and find what has one.
 *
 * <p>A text that a stranger chose is asked about before it is looked for: what no column holds is
 * in no row, and that is a miss and no failure.
 */
public final class TextColumn {

  private TextColumn() {}

  /**
   * Whether both databases keep a text to the letter.
   *
   * @param text any
   * @return false for one with a NUL or half a surrogate pair
   */
  public static boolean holds(String text) {
    return text.indexOf('\0') < 0 && isUnicode(text);
  }

  /**
   * Whether a text has bytes in UTF-8, for columns of bytes, which can hold NUL.
   *
   * @param text any
   * @return false for one with half a surrogate pair
   */
  public static boolean isUnicode(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }
}
