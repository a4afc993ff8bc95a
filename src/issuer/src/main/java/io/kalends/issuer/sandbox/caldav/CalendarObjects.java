package io.kalends.issuer.sandbox.caldav;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kalends.edge.Request;
import io.kalends.edge.Response;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** GET, PUT and DELETE of single objects: RFC 4791, section 5.3. */
final class CalendarObjects {

  private final Quirks quirks;
  private final Calendars calendars;
  private final Tree tree;
  private final Clock clock;

  CalendarObjects(Quirks quirks, Calendars calendars, Tree tree, Clock clock) {
    this.quirks = quirks;
    this.calendars = calendars;
    this.tree = tree;
    this.clock = clock;
  }

  Response get(String user, Place place, Request request) {
    if (!quirks.getsObjects()) {
      throw DavError.of(403, "objects are read by calendar-multiget only");
    }
    if (place.kind() != Place.Kind.OBJECT) {
      throw DavError.of(403, "a collection has no content; use PROPFIND");
    }
    StoredEvent event = tree.event(user, place);
    boolean known = Preconditions.of(request).isKnown(event.etag());
    return new Response(
        known ? 304 : 200,
        Tree.OBJECT_TYPE,
        Map.of("ETag", event.etag(), "Last-Modified", Tree.httpDate(event.modified())),
        known ? "" : event.text());
  }

  Response put(String user, Place place, Request request) {
    if (!quirks.writable()) {
      throw DavError.of(409, "the calendar is read-only");
    }
    if (place.kind() != Place.Kind.OBJECT) {
      throw DavError.of(403, "only objects inside a calendar are written");
    }
    StoredEvent event = read(place, request);
    boolean created = calendars.of(user).put(event, Preconditions.of(request));
    return Response.text(created ? 201 : 204, "").with("ETag", event.etag());
  }

  Response delete(String user, Place place, Request request) {
    if (!quirks.writable() || place.kind() != Place.Kind.OBJECT) {
      throw DavError.of(403, "this cannot be deleted");
    }
    calendars.of(user).delete(place.name(), Preconditions.of(request));
    return Response.text(204, "");
  }

  private StoredEvent read(Place place, Request request) {
    if (request.body().isCut()) {
      throw DavError.of(413, "the object is too large");
    }
    List<String> type = request.header("content-type");
    if (!type.isEmpty() && !type.get(0).toLowerCase(Locale.ROOT).startsWith("text/calendar")) {
      throw DavError.of(403, Xml.caldav("supported-calendar-data"));
    }
    try {
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(request.body().bytes())).toString();
      return StoredEvent.of(place.name(), text, clock.instant());
    } catch (CharacterCodingException | IllegalArgumentException e) {
      throw DavError.of(403, Xml.caldav("valid-calendar-data"));
    }
  }
}
