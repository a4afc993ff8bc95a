package io.kalends.issuer.sandbox.caldav;

import static io.kalends.issuer.sandbox.caldav.Resource.NOTHING;
import static io.kalends.issuer.sandbox.caldav.Resource.each;
import static io.kalends.issuer.sandbox.caldav.Resource.elements;
import static io.kalends.issuer.sandbox.caldav.Resource.href;
import static io.kalends.issuer.sandbox.caldav.Resource.text;
import static io.kalends.issuer.sandbox.caldav.Xml.caldav;
import static io.kalends.issuer.sandbox.caldav.Xml.calendarserver;
import static io.kalends.issuer.sandbox.caldav.Xml.dav;

import io.kalends.edge.HttpServer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.xml.namespace.QName;

/** The resources one user sees, and what they say of themselves. */
final class Tree {

  static final String OBJECT_TYPE = "text/calendar; charset=utf-8";

  private final Quirks quirks;
  private final Calendars calendars;
  private final SyncTokens tokens;
  private final Clock clock;

  Tree(Quirks quirks, Calendars calendars, SyncTokens tokens, Clock clock) {
    this.quirks = quirks;
    this.calendars = calendars;
    this.tokens = tokens;
    this.clock = clock;
  }

  /**
   * A resource and, if asked, what is directly below it.
   *
   * @param user who asks
   * @param place where, of that user
   * @param members whether those below come too
   * @return the resource first
   * @throws DavError 404 when there is none
   */
  List<Resource> at(String user, Place place, boolean members) {
    List<Resource> found = new ArrayList<>();
    switch (place.kind()) {
      case ROOT -> {
        found.add(root(user));
        if (members) {
          found.add(home(user));
        }
      }
      case PRINCIPAL -> found.add(principal(user));
      case HOME -> {
        found.add(home(user));
        if (members) {
          found.add(calendar(user));
        }
      }
      case CALENDAR -> {
        found.add(calendar(user));
        if (members) {
          calendars.of(user).events().forEach(event -> found.add(object(user, event)));
        }
      }
      case OBJECT -> found.add(object(user, event(user, place)));
    }
    return found;
  }

  /** The event at a place, or a {@link DavError} of status 404. */
  StoredEvent event(String user, Place place) {
    return calendars
        .of(user)
        .event(place.name())
        .orElseThrow(() -> DavError.of(404, "nothing here"));
  }

  Resource object(String user, StoredEvent event) {
    Map<QName, Consumer<Markup>> properties = common(user);
    properties.put(dav("resourcetype"), NOTHING);
    properties.put(Xml.ETAG, text(event.etag()));
    properties.put(dav("getcontenttype"), text(OBJECT_TYPE + "; component=vevent"));
    properties.put(dav("getcontentlength"), text(Integer.toString(event.bytes())));
    properties.put(dav("getlastmodified"), text(httpDate(event.modified())));
    return new Resource(Place.object(user, event.name()).href(), properties);
  }

  static String httpDate(Instant instant) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(instant.atOffset(ZoneOffset.UTC));
  }

  private Resource root(String user) {
    Map<QName, Consumer<Markup>> properties = common(user);
    properties.put(dav("resourcetype"), elements(dav("collection")));
    return new Resource(Place.root().href(), properties);
  }

  private Resource principal(String user) {
    Map<QName, Consumer<Markup>> properties = common(user);
    String path = Place.principal(user).href();
    properties.put(dav("resourcetype"), elements(dav("collection"), dav("principal")));
    properties.put(dav("displayname"), text(user));
    properties.put(dav("principal-URL"), href(path));
    properties.put(caldav("calendar-home-set"), href(Place.home(user).href()));
    properties.put(caldav("calendar-user-address-set"), href(path));
    return new Resource(path, properties);
  }

  private Resource home(String user) {
    Map<QName, Consumer<Markup>> properties = common(user);
    properties.put(dav("resourcetype"), elements(dav("collection")));
    properties.put(dav("displayname"), text("Calendars"));
    return new Resource(Place.home(user).href(), properties);
  }

  private Resource calendar(String user) {
    long state = calendars.of(user).state();
    Map<QName, Consumer<Markup>> properties = common(user);
    properties.put(dav("resourcetype"), elements(dav("collection"), caldav("calendar")));
    properties.put(dav("displayname"), text("Calendar"));
    properties.put(caldav("supported-calendar-component-set"), Tree::events);
    properties.put(caldav("supported-calendar-data"), Tree::dataType);
    properties.put(caldav("max-resource-size"), text(Integer.toString(HttpServer.MAX_BODY_BYTES)));
    properties.put(
        calendarserver("getctag"),
        text(Long.toString(quirks.restlessTag() ? clock.instant().getEpochSecond() : state)));
    List<QName> reports =
        new ArrayList<>(List.of(caldav("calendar-query"), caldav("calendar-multiget")));
    if (quirks.syncs()) {
      reports.add(dav("sync-collection"));
      properties.put(Xml.SYNC_TOKEN, text(tokens.of(state)));
    }
    properties.put(
        dav("supported-report-set"), each(reports, dav("supported-report"), dav("report")));
    return new Resource(Place.calendar(user).href(), properties);
  }

  private Map<QName, Consumer<Markup>> common(String user) {
    Map<QName, Consumer<Markup>> properties = new LinkedHashMap<>();
    String principal = Place.principal(user).href();
    properties.put(dav("current-user-principal"), href(principal));
    properties.put(dav("owner"), href(principal));
    if (quirks.tellsPrivileges()) {
      properties.put(
          dav("current-user-privilege-set"),
          each(
              List.of(dav("read"), dav("write-content"), dav("bind"), dav("unbind")),
              dav("privilege")));
    }
    return properties;
  }

  private static void events(Markup markup) {
    markup.open(caldav("comp"));
    markup.attribute("name", "VEVENT");
    markup.close();
  }

  private static void dataType(Markup markup) {
    markup.open(Xml.CALENDAR_DATA);
    markup.attribute("content-type", "text/calendar");
    markup.attribute("version", "2.0");
    markup.close();
  }
}
