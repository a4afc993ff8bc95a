package io.kalends.issuer.sandbox.caldav;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.xml.namespace.QName;

/**
 * Something with a URL and properties.
 *
 * @param href its path, encoded
 * @param properties what writes the value, by name
 */
record Resource(String href, Map<QName, Consumer<Markup>> properties) {

  /** An empty value. */
  static final Consumer<Markup> NOTHING = markup -> {};

  Resource {
    properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
  }

  Optional<Consumer<Markup>> property(QName name) {
    return Optional.ofNullable(properties.get(name));
  }

  Resource with(QName name, Consumer<Markup> value) {
    Map<QName, Consumer<Markup>> more = new LinkedHashMap<>(properties);
    more.put(name, value);
    return new Resource(href, more);
  }

  static Consumer<Markup> text(String text) {
    return markup -> markup.text(text);
  }

  static Consumer<Markup> href(String path) {
    return markup -> markup.element(Xml.HREF, path);
  }

  static Consumer<Markup> elements(QName... names) {
    List<QName> inside = List.of(names);
    return markup -> inside.forEach(markup::empty);
  }

  /** Each name inside the same elements, as privileges and reports are listed. */
  static Consumer<Markup> each(List<QName> names, QName... wrappers) {
    List<QName> around = List.of(wrappers);
    return markup -> {
      for (QName name : names) {
        around.forEach(markup::open);
        markup.empty(name);
        around.forEach(wrapper -> markup.close());
      }
    };
  }
}
