package io.kalends.issuer.sandbox.caldav;

import io.kalends.issuer.sandbox.caldav.Component.Property;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads iCalendar text into components: the grammar of RFC 5545, section 3.1, no more. */
final class CalendarText {

  private static final int MAX_DEPTH = 8;
  private static final Pattern FOLD = Pattern.compile("\r?\n[ \t]");
  private static final Pattern LINE_END = Pattern.compile("\r?\n");

  // Possessive throughout: a line of 64 KiB must not be tried twice.
  private static final String NAME = "[A-Za-z0-9-]++";
  private static final String PARAMETER =
      ";(" + NAME + ")=((?:\"[^\"]*+\"|[^\";:,]*+)(?:,(?:\"[^\"]*+\"|[^\";:,]*+))*+)";
  private static final Pattern START = Pattern.compile(NAME);
  private static final Pattern NEXT_PARAMETER = Pattern.compile(PARAMETER);

  private CalendarText() {}

  /**
   * Reads one calendar.
   *
   * @param text with lines ending in CRLF or LF
   * @return the component VCALENDAR
   * @throws IllegalArgumentException when it is none; the text is not repeated
   */
  static Component read(String text) {
    if (text.chars().anyMatch(CalendarText::isForbidden)) {
      throw new IllegalArgumentException("control characters in a calendar");
    }
    Iterator<Property> lines =
        LINE_END
            .splitAsStream(FOLD.matcher(text).replaceAll(""))
            .filter(line -> !line.isBlank())
            .map(CalendarText::property)
            .iterator();
    if (!lines.hasNext() || !isBegin(lines.next(), "VCALENDAR")) {
      throw new IllegalArgumentException("a calendar begins with BEGIN:VCALENDAR");
    }
    Component calendar = component("VCALENDAR", lines, 1);
    if (lines.hasNext()) {
      throw new IllegalArgumentException("a calendar ends with END:VCALENDAR");
    }
    return calendar;
  }

  private static Component component(String name, Iterator<Property> lines, int depth) {
    if (depth > MAX_DEPTH) {
      throw new IllegalArgumentException("components nest too deeply");
    }
    List<Property> properties = new ArrayList<>();
    List<Component> children = new ArrayList<>();
    while (lines.hasNext()) {
      Property line = lines.next();
      switch (line.name()) {
        case "BEGIN" -> children.add(component(upper(line.value()), lines, depth + 1));
        case "END" -> {
          if (!upper(line.value()).equals(name)) {
            throw new IllegalArgumentException("components overlap");
          }
          return new Component(name, properties, children);
        }
        default -> properties.add(line);
      }
    }
    throw new IllegalArgumentException("a component has no end");
  }

  private static boolean isBegin(Property line, String component) {
    return line.name().equals("BEGIN") && upper(line.value()).equals(component);
  }

  private static Property property(String line) {
    Matcher name = START.matcher(line);
    if (!name.lookingAt()) {
      throw new IllegalArgumentException("a line of a calendar begins with a name");
    }
    Map<String, String> parameters = new HashMap<>();
    int at = name.end();
    Matcher parameter = NEXT_PARAMETER.matcher(line);
    while (parameter.region(at, line.length()).lookingAt()) {
      parameters.put(upper(parameter.group(1)), parameter.group(2).replace("\"", ""));
      at = parameter.end();
    }
    if (at >= line.length() || line.charAt(at) != ':') {
      throw new IllegalArgumentException("a line of a calendar has no colon after its name");
    }
    return new Property(upper(name.group()), parameters, line.substring(at + 1));
  }

  /** What XML cannot carry cannot be answered either. */
  private static boolean isForbidden(int c) {
    return (c < ' ' && c != '\t' && c != '\r' && c != '\n') || c == 0xFFFE || c == 0xFFFF;
  }

  private static String upper(String text) {
    return text.strip().toUpperCase(Locale.ROOT);
  }
}
