package io.kalends.issuer.sandbox.caldav;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A component of iCalendar: RFC 5545, section 3.6.
 *
 * @param name in upper case, for example {@code VEVENT}
 * @param properties in order
 * @param children components inside, in order
 */
record Component(String name, List<Property> properties, List<Component> children) {

  /**
   * A line of a component.
   *
   * @param name in upper case
   * @param parameters by name in upper case, without quotes
   * @param value as written
   */
  record Property(String name, Map<String, String> parameters, String value) {

    Property {
      parameters = Map.copyOf(parameters);
    }

    /** The value with the escapes of RFC 5545, section 3.3.11 resolved. */
    String text() {
      return value.replaceAll("\\\\[nN]", "\n").replaceAll("\\\\([\\\\;,])", "$1");
    }
  }

  Component {
    properties = List.copyOf(properties);
    children = List.copyOf(children);
  }

  Optional<Property> property(String name) {
    return properties.stream().filter(property -> property.name().equals(name)).findFirst();
  }

  List<Property> properties(String name) {
    return properties.stream().filter(property -> property.name().equals(name)).toList();
  }

  List<Component> children(String name) {
    return children.stream().filter(child -> child.name().equals(name)).toList();
  }
}
