package io.kalends.adapters.caldav;

import io.kalends.adapters.http.Answer;
import java.io.ByteArrayInputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Who the server took the caller for, as {@code current-user-principal} (RFC 5397) tells. */
enum Principal {
  /** Somebody with a principal of their own. */
  NAMED,
  /** Nobody: it answers so to everyone. */
  UNAUTHENTICATED,
  /** It does not say, or not in XML. */
  UNTOLD;

  private static final String DAV = "DAV:";

  static Principal in(Answer answer) {
    if (!answer.whole() || answer.body().length == 0) {
      return UNTOLD;
    }
    try {
      XMLStreamReader xml =
          hardened().createXMLStreamReader(new ByteArrayInputStream(answer.body()));
      boolean inside = false;
      while (xml.hasNext()) {
        int event = xml.next();
        if (event == XMLStreamConstants.START_ELEMENT && DAV.equals(xml.getNamespaceURI())) {
          String name = xml.getLocalName();
          if (inside && name.equals("unauthenticated")) {
            return UNAUTHENTICATED;
          }
          if (inside && name.equals("href") && !xml.getElementText().isBlank()) {
            return NAMED;
          }
          inside |= name.equals("current-user-principal");
        } else if (event == XMLStreamConstants.END_ELEMENT
            && xml.getLocalName().equals("current-user-principal")) {
          inside = false;
        }
      }
    } catch (XMLStreamException e) {
      return UNTOLD;
    }
    return UNTOLD;
  }

  private static XMLInputFactory hardened() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    return factory;
  }
}
