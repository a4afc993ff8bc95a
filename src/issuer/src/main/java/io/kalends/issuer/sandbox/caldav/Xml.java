package io.kalends.issuer.sandbox.caldav;

import javax.xml.namespace.QName;

/** Names of elements and properties. */
final class Xml {

  static final String DAV = "DAV:";
  static final String CALDAV = "urn:ietf:params:xml:ns:caldav";

  /** Of the calendar server extensions; the collection tag lives here. */
  static final String CALENDARSERVER = "http://calendarserver.org/ns/";

  static final QName CALENDAR_DATA = caldav("calendar-data");
  static final QName ETAG = dav("getetag");
  static final QName HREF = dav("href");
  static final QName PROP = dav("prop");
  static final QName SYNC_TOKEN = dav("sync-token");

  private Xml() {}

  static QName dav(String name) {
    return new QName(DAV, name);
  }

  static QName caldav(String name) {
    return new QName(CALDAV, name);
  }

  static QName calendarserver(String name) {
    return new QName(CALENDARSERVER, name);
  }
}
