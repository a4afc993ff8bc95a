package io.kalends.profile;

import java.util.EnumMap;
import java.util.Map;

/** The values for one profile, as far as its template uses them. Used once. */
final class ProfileValues {

  private final Template template;
  private final Map<Placeholder, String> encoded = new EnumMap<>(Placeholder.class);

  ProfileValues(Template template) {
    this.template = template;
  }

  /** Sets a text; what the template does not use cannot fail either. */
  void text(Placeholder placeholder, String field, String text) {
    if (template.uses(placeholder)) {
      encoded.put(placeholder, XmlValue.text(field, text));
    }
  }

  /** Sets a value that needs no escaping. */
  void put(Placeholder placeholder, String value) {
    if (template.uses(placeholder)) {
      encoded.put(placeholder, value);
    }
  }

  String fill() {
    return template.fill(encoded);
  }
}
