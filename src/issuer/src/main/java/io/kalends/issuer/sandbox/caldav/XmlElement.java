package io.kalends.issuer.sandbox.caldav;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.namespace.QName;

/**
 * An element a client sent.
 *
 * @param name with its namespace
 * @param attributes those without a namespace, by name
 * @param children elements inside, in order
 * @param text all text directly inside
 */
record XmlElement(
    QName name, Map<String, String> attributes, List<XmlElement> children, String text) {

  XmlElement {
    attributes = Map.copyOf(attributes);
    children = List.copyOf(children);
  }

  Optional<XmlElement> child(QName name) {
    return children.stream().filter(child -> child.name.equals(name)).findFirst();
  }

  List<XmlElement> children(QName name) {
    return children.stream().filter(child -> child.name.equals(name)).toList();
  }

  List<QName> childNames() {
    return children.stream().map(XmlElement::name).distinct().toList();
  }

  Optional<String> attribute(String name) {
    return Optional.ofNullable(attributes.get(name));
  }
}
