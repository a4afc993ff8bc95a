package io.kalends.issuer.sandbox.caldav;

import static javax.xml.stream.XMLStreamConstants.CDATA;
import static javax.xml.stream.XMLStreamConstants.CHARACTERS;
import static javax.xml.stream.XMLStreamConstants.COMMENT;
import static javax.xml.stream.XMLStreamConstants.END_DOCUMENT;
import static javax.xml.stream.XMLStreamConstants.END_ELEMENT;
import static javax.xml.stream.XMLStreamConstants.PROCESSING_INSTRUCTION;
import static javax.xml.stream.XMLStreamConstants.SPACE;
import static javax.xml.stream.XMLStreamConstants.START_ELEMENT;

import io.kalends.edge.Body;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads the XML of a request. Small documents only: no document type, no entity beyond the five of
 * XML, no deep nesting. Whatever is wrong is a {@link DavError} of status 400.
 */
final class RequestXml {

  private static final int MAX_DEPTH = 24;
  private static final int MAX_ELEMENTS = 4_000;

  private final XMLStreamReader reader;
  private int elements;

  private RequestXml(XMLStreamReader reader) {
    this.reader = reader;
  }

  /**
   * Reads a body.
   *
   * @param body of the request
   * @return its root element; empty when there is no body
   * @throws DavError 413 when it is longer than the server reads, 400 when it is not such XML
   */
  static Optional<XmlElement> read(Body body) {
    if (body.isCut()) {
      throw DavError.of(413, "the body is too long");
    }
    if (body.isEmpty()) {
      return Optional.empty();
    }
    try {
      XMLStreamReader reader =
          factory().createXMLStreamReader(new ByteArrayInputStream(body.bytes()));
      return Optional.of(new RequestXml(reader).document());
    } catch (DavError e) {
      throw e;
    } catch (XMLStreamException | RuntimeException e) {
      // The parser of the JDK throws runtime exceptions too when its own limits are met.
      throw DavError.of(400, "the body is no proper XML");
    }
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
    factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
    return factory;
  }

  private XmlElement document() throws XMLStreamException {
    String version = reader.getVersion();
    if (version != null && !version.equals("1.0")) {
      // XML 1.1 allows names and characters that could not be repeated in an answer.
      throw DavError.of(400, "only XML 1.0 is understood");
    }
    while (next() != START_ELEMENT) {
      // Comments and blanks before the root.
    }
    XmlElement root = element(1);
    while (reader.hasNext()) {
      next();
    }
    return root;
  }

  private XmlElement element(int depth) throws XMLStreamException {
    if (depth > MAX_DEPTH || ++elements > MAX_ELEMENTS) {
      throw DavError.of(400, "the XML nests too deeply or has too many elements");
    }
    QName name = plain(reader.getName());
    Map<String, String> attributes = new HashMap<>();
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      if (reader.getAttributeName(i).getNamespaceURI().isEmpty()) {
        attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
      }
    }
    List<XmlElement> children = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (int event = next(); event != END_ELEMENT; event = next()) {
      if (event == START_ELEMENT) {
        children.add(element(depth + 1));
      } else if (event == CHARACTERS || event == CDATA || event == SPACE) {
        text.append(reader.getText());
      }
    }
    return new XmlElement(name, attributes, children, text.toString());
  }

  /** The name without its prefix. Two namespaces are bound for good and take no other prefix. */
  private static QName plain(QName name) {
    String namespace = name.getNamespaceURI();
    if (namespace.equals(XMLConstants.XML_NS_URI)
        || namespace.equals(XMLConstants.XMLNS_ATTRIBUTE_NS_URI)) {
      throw DavError.of(400, "an element of a namespace that has none");
    }
    return new QName(namespace, name.getLocalPart());
  }

  private int next() throws XMLStreamException {
    int event = reader.next();
    return switch (event) {
      case START_ELEMENT,
          END_ELEMENT,
          CHARACTERS,
          CDATA,
          SPACE,
          COMMENT,
          PROCESSING_INSTRUCTION,
          END_DOCUMENT ->
          event;
      default -> throw DavError.of(400, "document types and entities are not read");
    };
  }
}
