package io.kalends.issuer.sandbox.caldav;

import static io.kalends.issuer.sandbox.caldav.Xml.caldav;
import static io.kalends.issuer.sandbox.caldav.Xml.dav;

import io.kalends.edge.Request;
import io.kalends.edge.Response;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import javax.xml.namespace.QName;

/** Answers REPORT on a calendar: RFC 4791, sections 7.8 and 7.9, and RFC 6578. */
final class Reports implements Verb {

  private static final QName NRESULTS = dav("nresults");

  private final Quirks quirks;
  private final Calendars calendars;
  private final Tree tree;
  private final SyncTokens tokens;

  Reports(Quirks quirks, Calendars calendars, Tree tree, SyncTokens tokens) {
    this.quirks = quirks;
    this.calendars = calendars;
    this.tree = tree;
    this.tokens = tokens;
  }

  @Override
  public Response answer(String user, Place place, Request request) {
    XmlElement report =
        RequestXml.read(request.body()).orElseThrow(() -> DavError.of(400, "a REPORT has a body"));
    QName name = report.name();
    boolean onCalendar = place.kind() == Place.Kind.CALENDAR;
    if (onCalendar && name.equals(caldav("calendar-query"))) {
      return query(user, report);
    }
    if (onCalendar && name.equals(caldav("calendar-multiget"))) {
      return multiget(user, report);
    }
    if (onCalendar && name.equals(dav("sync-collection")) && quirks.syncs()) {
      return changes(user, report);
    }
    throw DavError.of(403, dav("supported-report"));
  }

  private Response query(String user, XmlElement report) {
    XmlElement element =
        report
            .child(caldav("filter"))
            .orElseThrow(() -> DavError.of(400, "a calendar-query has a filter"));
    Filter filter = Filter.of(element);
    List<QName> asked = asked(report);
    Multistatus answer = new Multistatus();
    for (StoredEvent event : calendars.of(user).events()) {
      if (!quirks.queryCarriesData()) {
        answer.add(tree.object(user, event), asked);
      } else if (filter.matches(event.calendar())) {
        answer.add(withData(user, event), asked);
      }
    }
    return answer.response();
  }

  private Response multiget(String user, XmlElement report) {
    // Once each: an answer must not grow far beyond its question.
    Set<String> hrefs = new LinkedHashSet<>();
    report.children(Xml.HREF).forEach(href -> hrefs.add(href.text().strip()));
    List<QName> asked = asked(report);
    Multistatus answer = new Multistatus();
    for (String href : hrefs) {
      Hrefs.object(user, href)
          .flatMap(calendars.of(user)::event)
          .ifPresentOrElse(
              event -> answer.add(withData(user, event), asked), () -> answer.addMissing(href));
    }
    return answer.response();
  }

  private Response changes(String user, XmlElement report) {
    String token =
        report
            .child(Xml.SYNC_TOKEN)
            .map(element -> element.text().strip())
            .orElseThrow(() -> DavError.of(400, "a sync-collection has a sync-token"));
    String level =
        report.child(dav("sync-level")).map(element -> element.text().strip()).orElse("1");
    if (!level.equals("1") && !level.equals("infinite")) {
      throw DavError.of(400, "a sync-level is 1 or infinite");
    }
    if (report.child(dav("limit")).flatMap(limit -> limit.child(NRESULTS)).isPresent()) {
      // RFC 6578, section 3.7: who cannot cut the answer refuses.
      throw DavError.of(507, dav("number-of-matches-within-limits"));
    }
    OptionalLong since = token.isEmpty() ? OptionalLong.empty() : tokens.state(token);
    if (!token.isEmpty() && since.isEmpty()) {
      throw DavError.of(403, dav("valid-sync-token"));
    }
    Calendar.Changes changes =
        calendars
            .of(user)
            .changes(since)
            .orElseThrow(() -> DavError.of(403, dav("valid-sync-token")));
    List<QName> asked = asked(report);
    Multistatus answer = new Multistatus();
    changes.changed().forEach(event -> answer.add(withData(user, event), asked));
    changes.deleted().forEach(name -> answer.addMissing(Place.object(user, name).href()));
    answer.syncToken(tokens.of(changes.state()));
    return answer.response();
  }

  private Resource withData(String user, StoredEvent event) {
    return tree.object(user, event)
        .with(Xml.CALENDAR_DATA, markup -> markup.data(event.text(), quirks.encodesLineFeeds()));
  }

  /** Parts of an object are not cut out: whoever asks for some components is given all. */
  private static List<QName> asked(XmlElement report) {
    List<XmlElement> properties =
        report.child(Xml.PROP).map(XmlElement::children).orElse(List.of());
    for (XmlElement property : properties) {
      if (property.name().equals(Xml.CALENDAR_DATA)
          && property.children().stream().anyMatch(child -> !child.name().equals(caldav("comp")))) {
        throw DavError.of(403, caldav("supported-calendar-data"));
      }
    }
    return properties.stream().map(XmlElement::name).distinct().toList();
  }
}
