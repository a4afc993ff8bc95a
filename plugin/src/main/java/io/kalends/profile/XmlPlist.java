package io.kalends.profile;

import com.dd.plist.NSObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.Locator;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.XMLReader;
import org.xml.sax.ext.DefaultHandler2;

/**
 * Reads an XML property list in one pass, without a DOM, into dd-plist's tree. Its own parser is
 * not used for bytes from elsewhere: it reads {@code <real>443</real>} as an integer and {@code
 * <integer> 5 </integer>} as a real, lets the last of two equal keys win, and prints to the
 * console.
 */
final class XmlPlist extends DefaultHandler2 {

  private final Deque<PlistContainer> open = new ArrayDeque<>();
  private final StringBuilder text = new StringBuilder();
  private final PlistContainer.Root root = new PlistContainer.Root();
  private @Nullable String scalar;
  private @Nullable Locator locator;
  private int values;

  private XmlPlist() {}

  static NSObject read(byte[] xml) {
    XmlPlist handler = new XmlPlist();
    try {
      XMLReader reader = reader();
      reader.setContentHandler(handler);
      reader.setErrorHandler(handler);
      reader.setEntityResolver(handler);
      reader.setProperty("http://xml.org/sax/properties/lexical-handler", handler);
      reader.setProperty("http://xml.org/sax/properties/declaration-handler", handler);
      reader.parse(new InputSource(new ByteArrayInputStream(xml)));
    } catch (SAXParseException e) {
      // The parser's own text quotes the document, which may hold a password.
      throw new UnreadableProfile(
          "line %d, column %d: is not well-formed XML"
              .formatted(e.getLineNumber(), e.getColumnNumber()));
    } catch (SAXException | IOException e) {
      throw new UnreadableProfile(handler.place() + "is not well-formed XML in its encoding");
    }
    return handler.root.end();
  }

  private static XMLReader reader() throws SAXException {
    try {
      SAXParserFactory factory = SAXParserFactory.newDefaultInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
      factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
      factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
      return factory.newSAXParser().getXMLReader();
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("this Java's XML parser cannot be locked down", e);
    }
  }

  @Override
  public void setDocumentLocator(Locator locator) {
    this.locator = locator;
  }

  @Override
  public void startDTD(String name, @Nullable String publicId, @Nullable String systemId) {
    require(name.equals("plist"), "has a document type other than plist");
  }

  @Override
  public void internalEntityDecl(String name, String value) {
    throw declared();
  }

  @Override
  public void externalEntityDecl(String name, @Nullable String publicId, String systemId) {
    throw declared();
  }

  @Override
  public void elementDecl(String name, String model) {
    throw declared();
  }

  @Override
  public void attributeDecl(
      String element, String name, String type, @Nullable String mode, @Nullable String value) {
    throw declared();
  }

  @Override
  public void skippedEntity(String name) {
    throw declared();
  }

  private UnreadableProfile declared() {
    return refused("declares or uses entities of its own, which no profile needs");
  }

  @Override
  public void startElement(String uri, String localName, String name, Attributes attributes) {
    require(scalar == null, "has an element inside a simple value");
    require(++values <= ProfileReader.MAX_VALUES, "holds too many values");
    require(open.size() <= ProfileReader.MAX_DEPTH, "is nested too deeply");
    require(open.isEmpty() == name.equals("plist"), "must have <plist> as its one outer element");
    switch (name) {
      case "plist" -> open.push(root);
      case "dict" -> open.push(new PlistContainer.Dictionary());
      case "array" -> open.push(new PlistContainer.Array());
      case "key", "string", "integer", "real", "true", "false", "date", "data" -> scalar = name;
      default -> throw refused("has an element that no property list has");
    }
    text.setLength(0);
  }

  @Override
  public void characters(char[] chars, int start, int length) {
    if (scalar != null) {
      text.append(chars, start, length);
    } else {
      require(new String(chars, start, length).isBlank(), "has text outside of any value");
    }
  }

  @Override
  public void endElement(String uri, String localName, String name) {
    try {
      if ("key".equals(scalar)) {
        open.element().key(text.toString());
      } else if (scalar != null) {
        open.element().value(PlistScalar.of(scalar, text.toString()));
      } else if (open.size() > 1) {
        NSObject ended = open.pop().end();
        open.element().value(ended);
      }
    } catch (PlistContainer.Misplaced e) {
      throw refused(e.why());
    }
    scalar = null;
  }

  @Override
  public void fatalError(SAXParseException e) throws SAXParseException {
    throw e;
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      throw refused(otherwise);
    }
  }

  private UnreadableProfile refused(String why) {
    return new UnreadableProfile(place() + why);
  }

  private String place() {
    return locator == null
        ? ""
        : "line %d, column %d: ".formatted(locator.getLineNumber(), locator.getColumnNumber());
  }
}
