package io.kalends.account;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name a credential carries in the calendar service's own list, and the handle by which it is
 * found again: <em>human part · tag</em>. The tag is unique per entry and attempt and always
 * survives; the human part gives way.
 *
 * @param value at most {@value #MAX_CHARS} UTF-16 units (never fewer than its code points, so the
 *     contract's limit holds whichever of the two it counts), no control characters, no half of a
 *     surrogate pair or of a visible character
 */
public record DeviceLabel(String value) {

  /** The limit of {@code device_name} in the generate_caldav_conf contract. */
  public static final int MAX_CHARS = 100;

  private static final String SEPARATOR = " · ";
  private static final Pattern TAG = Pattern.compile("[a-z0-9]{6,20}");
  private static final Pattern VISIBLE_CHARACTER = Pattern.compile("\\X");

  /** Checks itself. */
  public DeviceLabel {
    if (value.isBlank() || value.length() > MAX_CHARS) {
      throw new IllegalArgumentException(
          "device label must have 1 to " + MAX_CHARS + " characters");
    }
    if (value.codePoints().anyMatch(DeviceLabel::unfit)) {
      throw new IllegalArgumentException("device label holds a control character");
    }
  }

  /**
   * Joins the two parts.
   *
   * @param humanPart whatever the device is called, of any length and content; what does not fit a
   *     label is left out
   * @param tag 6 to 20 of a-z and 0-9
   * @return the label; the bare tag when nothing of the human part is left
   */
  public static DeviceLabel of(String humanPart, String tag) {
    if (!TAG.matcher(tag).matches()) {
      throw new IllegalArgumentException("label tag must be 6 to 20 of a-z and 0-9");
    }
    String human = cut(clean(humanPart), MAX_CHARS - SEPARATOR.length() - tag.length());
    return new DeviceLabel(human.isEmpty() ? tag : human + SEPARATOR + tag);
  }

  @Override
  public String toString() {
    return value;
  }

  private static String clean(String text) {
    StringBuilder kept = new StringBuilder();
    text.codePoints()
        .limit(4L * MAX_CHARS)
        .map(c -> Character.isWhitespace(c) ? ' ' : c)
        .filter(c -> !unfit(c))
        .forEach(kept::appendCodePoint);
    boolean visible = kept.codePoints().anyMatch(c -> c != ' ' && !isFormat(c));
    return visible ? kept.toString().strip() : "";
  }

  private static boolean isFormat(int c) {
    return Character.getType(c) == Character.FORMAT;
  }

  private static String cut(String text, int maxChars) {
    Matcher next = VISIBLE_CHARACTER.matcher(text);
    int end = 0;
    while (next.find() && next.end() <= maxChars) {
      end = next.end();
    }
    return text.substring(0, end).strip();
  }

  /**
   * Controls, lone surrogates, non-characters, and the bidirectional marks that could turn the tag
   * around. Characters this JDK's Unicode does not know yet stay: tomorrow's emoji are names too,
   * and a label saved under a newer JDK must still be one under an older.
   */
  private static boolean unfit(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR -> true;
      case Character.PARAGRAPH_SEPARATOR -> true;
      default ->
          (c & 0xFFFE) == 0xFFFE
              || (c >= 0xFDD0 && c <= 0xFDEF)
              || c == 0x061C
              || (c >= 0x200E && c <= 0x200F)
              || (c >= 0x202A && c <= 0x202E)
              || (c >= 0x2066 && c <= 0x2069);
    };
  }
}
