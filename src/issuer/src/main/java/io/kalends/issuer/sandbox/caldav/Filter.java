package io.kalends.issuer.sandbox.caldav;

import static io.kalends.issuer.sandbox.caldav.Xml.caldav;

import io.kalends.issuer.sandbox.caldav.Component.Property;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import javax.xml.namespace.QName;

/**
 * The filter of a calendar query: RFC 4791, section 9.7. Understood are components, properties,
 * texts, and time ranges of events; anything else is refused rather than passed over.
 */
final class Filter {

  private static final QName COMPONENT = caldav("comp-filter");
  private static final QName PROPERTY = caldav("prop-filter");
  private static final QName ABSENT = caldav("is-not-defined");
  private static final QName TIME_RANGE = caldav("time-range");
  private static final QName TEXT = caldav("text-match");

  private final String root;
  private final Predicate<Component> inside;

  private Filter(String root, Predicate<Component> inside) {
    this.root = root;
    this.inside = inside;
  }

  /**
   * Reads a filter.
   *
   * @param filter the element
   * @return ready to be asked
   * @throws DavError 403 with the precondition of RFC 4791 when it is not understood, 400 when it
   *     is no filter
   */
  static Filter of(XmlElement filter) {
    XmlElement outer = filter.child(COMPONENT).orElseThrow(() -> refused("supported-filter"));
    if (filter.children().size() != 1) {
      throw refused("valid-filter");
    }
    return new Filter(name(outer), component(outer));
  }

  boolean matches(Component calendar) {
    return calendar.name().equals(root) && inside.test(calendar);
  }

  private static Predicate<Component> component(XmlElement element) {
    Predicate<Component> all = component -> true;
    for (XmlElement child : element.children()) {
      all = all.and(condition(name(element), child));
    }
    return all;
  }

  private static Predicate<Component> condition(String component, XmlElement child) {
    String name = child.name().equals(TIME_RANGE) ? "" : name(child);
    boolean absent = child.child(ABSENT).isPresent();
    if (child.name().equals(COMPONENT)) {
      Predicate<Component> inner = absent ? any -> true : component(child);
      return outer -> outer.children(name).stream().anyMatch(inner) != absent;
    }
    if (child.name().equals(PROPERTY)) {
      Predicate<Property> inner = absent ? any -> true : property(child);
      return outer -> outer.properties(name).stream().anyMatch(inner) != absent;
    }
    if (child.name().equals(TIME_RANGE) && component.equals("VEVENT")) {
      Instant start = time(child.attribute("start"), Instant.MIN);
      Instant end = time(child.attribute("end"), Instant.MAX);
      return event -> Span.of(event).meets(start, end);
    }
    throw refused("supported-filter");
  }

  private static Predicate<Property> property(XmlElement element) {
    Predicate<Property> all = property -> true;
    for (XmlElement child : element.children()) {
      if (!child.name().equals(TEXT)) {
        throw refused("supported-filter");
      }
      all = all.and(text(child));
    }
    return all;
  }

  private static Predicate<Property> text(XmlElement match) {
    boolean negated = match.attribute("negate-condition").filter("yes"::equals).isPresent();
    String wanted = match.text();
    Predicate<Property> contains =
        switch (match.attribute("collation").orElse("i;ascii-casemap")) {
          case "i;octet" -> property -> property.text().contains(wanted);
          case "i;ascii-casemap" -> property -> folded(property.text()).contains(folded(wanted));
          default -> throw refused("supported-collation");
        };
    return negated ? contains.negate() : contains;
  }

  /** Only the letters A to Z, as the collation says. */
  private static String folded(String text) {
    StringBuilder folded = new StringBuilder(text);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        folded.setCharAt(i, (char) (c + ('a' - 'A')));
      }
    }
    return folded.toString();
  }

  private static Instant time(Optional<String> text, Instant open) {
    try {
      return text.map(value -> Span.time(value, ZoneOffset.UTC)).orElse(open);
    } catch (DateTimeException e) {
      throw refused("valid-filter");
    }
  }

  private static String name(XmlElement element) {
    return element
        .attribute("name")
        .orElseThrow(() -> refused("valid-filter"))
        .toUpperCase(Locale.ROOT);
  }

  private static DavError refused(String precondition) {
    return DavError.of(403, caldav(precondition));
  }
}
