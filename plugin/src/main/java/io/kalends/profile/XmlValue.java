package io.kalends.profile;

import java.util.Base64;

/**
 * Encodes a value as the XML that stands for it. XML 1.0 (section 2.2) has no way to write most
 * control characters, halves of surrogate pairs, U+FFFE and U+FFFF, not even escaped.
 */
final class XmlValue {

  private XmlValue() {}

  /**
   * Text that comes back unchanged from any XML parser.
   *
   * @throws IllegalArgumentException naming the field, never the text
   */
  static String text(String field, String text) {
    int unsafe = firstNeedingCare(text);
    if (unsafe == text.length()) {
      return text;
    }
    StringBuilder xml = new StringBuilder(text.length() + 32).append(text, 0, unsafe);
    for (int i = unsafe; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      switch (c) {
        case '&' -> xml.append("&amp;");
        case '<' -> xml.append("&lt;");
        // Alone it would do no harm, but "]]>" must not stand in text.
        case '>' -> xml.append("&gt;");
        // A bare one is read back as a line feed.
        case '\r' -> xml.append("&#13;");
        default -> xml.appendCodePoint(requireCarried(field, c));
      }
    }
    return xml.toString();
  }

  static String integer(long number) {
    return Long.toString(number);
  }

  static String flag(boolean flag) {
    return flag ? "<true/>" : "<false/>";
  }

  static String data(byte[] data) {
    return Base64.getEncoder().encodeToString(data);
  }

  /** Replaces what XML cannot carry by the replacement character. */
  static String cleaned(String text) {
    if (text.codePoints().allMatch(XmlValue::carried)) {
      return text;
    }
    StringBuilder cleaned = new StringBuilder(text.length());
    text.codePoints().map(c -> carried(c) ? c : 0xFFFD).forEach(cleaned::appendCodePoint);
    return cleaned.toString();
  }

  private static int firstNeedingCare(String text) {
    int i = 0;
    while (i < text.length() && isPlain(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private static boolean isPlain(char c) {
    return c >= ' ' && c < 0xD800 && c != '&' && c != '<' && c != '>';
  }

  private static int requireCarried(String field, int c) {
    if (!carried(c)) {
      throw new IllegalArgumentException(
          "%s holds U+%04X, which no XML property list can carry; take it out".formatted(field, c));
    }
    return c;
  }

  private static boolean carried(int c) {
    return (c >= 0x20 && c <= 0xD7FF)
        || (c >= 0xE000 && c <= 0xFFFD)
        || c >= 0x10000
        || c == '\t'
        || c == '\n'
        || c == '\r';
  }
}
