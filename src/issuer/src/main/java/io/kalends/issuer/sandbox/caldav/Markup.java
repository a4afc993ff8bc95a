package io.kalends.issuer.sandbox.caldav;

import java.io.StringWriter;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * An XML document being written. Text put into it is escaped; names come from a parser or from us.
 */
final class Markup {

  static final String CONTENT_TYPE = "application/xml; charset=utf-8";

  private static final Map<String, String> PREFIXES =
      Map.of(Xml.DAV, "D", Xml.CALDAV, "C", Xml.CALENDARSERVER, "CS");

  private interface Step {
    void write(XMLStreamWriter out) throws XMLStreamException;
  }

  private final StringWriter written = new StringWriter();
  private final XMLStreamWriter out;

  private Markup() throws XMLStreamException {
    out = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(written);
  }

  static Markup document(QName root) {
    try {
      Markup markup = new Markup();
      markup.write(
          out -> {
            out.writeStartDocument("UTF-8", "1.0");
            out.writeStartElement(
                PREFIXES.getOrDefault(root.getNamespaceURI(), XMLConstants.DEFAULT_NS_PREFIX),
                root.getLocalPart(),
                root.getNamespaceURI());
            for (Map.Entry<String, String> entry : PREFIXES.entrySet()) {
              out.writeNamespace(entry.getValue(), entry.getKey());
            }
          });
      return markup;
    } catch (XMLStreamException e) {
      throw new IllegalStateException("cannot write XML", e);
    }
  }

  /** Begins an element; a namespace without a prefix of ours is declared where it is used. */
  void open(QName name) {
    String namespace = name.getNamespaceURI();
    write(
        out -> {
          if (PREFIXES.containsKey(namespace)) {
            out.writeStartElement(
                PREFIXES.getOrDefault(namespace, ""), name.getLocalPart(), namespace);
          } else {
            out.writeStartElement("", name.getLocalPart(), namespace);
            out.writeDefaultNamespace(namespace);
          }
        });
  }

  void attribute(String name, String value) {
    write(out -> out.writeAttribute(name, value));
  }

  void close() {
    write(XMLStreamWriter::writeEndElement);
  }

  void empty(QName name) {
    open(name);
    close();
  }

  void element(QName name, String text) {
    open(name);
    text(text);
    close();
  }

  void text(String text) {
    write(out -> out.writeCharacters(text));
  }

  /**
   * The text of a calendar object. A carriage return survives XML only as a character reference.
   *
   * @param data as stored
   * @param lineFeeds whether line feeds are references too
   */
  void data(String data, boolean lineFeeds) {
    write(
        out -> {
          int from = 0;
          for (int i = 0; i < data.length(); i++) {
            char c = data.charAt(i);
            if (c == '\r' || (lineFeeds && c == '\n')) {
              out.writeCharacters(data.substring(from, i));
              out.writeEntityRef("#" + (int) c);
              from = i + 1;
            }
          }
          out.writeCharacters(data.substring(from));
        });
  }

  /** Closes the root. */
  String finish() {
    write(
        out -> {
          out.writeEndElement();
          out.writeEndDocument();
          out.close();
        });
    return written.toString();
  }

  private void write(Step step) {
    try {
      step.write(out);
    } catch (XMLStreamException e) {
      throw new IllegalStateException("cannot write XML", e); // Memory does not fail.
    }
  }
}
