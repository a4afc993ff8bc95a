package io.kalends.profile;

/**
 * Makes text from elsewhere safe to print: whatever could move the cursor, turn the line around or
 * stay invisible is written as its code point.
 */
final class Shown {

  private static final int MAX_CHARS = 200;

  private Shown() {}

  /** In quotes, so that the text "443" is told from the number, and cut when very long. */
  static String quoted(String text) {
    String cut = text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS);
    StringBuilder shown = new StringBuilder("\"");
    cut.codePoints().forEach(c -> append(shown, c));
    shown.append('"');
    return text.length() <= MAX_CHARS ? shown.toString() : shown + "… (" + text.length() + ")";
  }

  /** As a key is shown: bare when it is a plain word, else quoted. */
  static String key(String key) {
    return key.matches("[A-Za-z0-9_.-]{1,100}") ? key : quoted(key);
  }

  private static void append(StringBuilder shown, int c) {
    if (c == '"' || c == '\\') {
      shown.append('\\').appendCodePoint(c);
    } else if (visible(c)) {
      shown.appendCodePoint(c);
    } else {
      shown.append("\\u{").append(Integer.toHexString(c)).append('}');
    }
  }

  private static boolean visible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL, Character.FORMAT, Character.SURROGATE -> false;
      case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
      case Character.PRIVATE_USE, Character.UNASSIGNED -> false;
      case Character.SPACE_SEPARATOR -> c == ' ';
      default -> true;
    };
  }
}
