package io.kalends.issuer.sandbox.caldav;

import io.kalends.edge.Handler;
import io.kalends.edge.Request;
import io.kalends.edge.Response;
import java.time.Clock;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import javax.xml.namespace.QName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts, asks who is there, keeps everyone to what is theirs, and hands on to the verb. */
final class FrontDoor implements Handler {

  private static final Logger LOG = LoggerFactory.getLogger(FrontDoor.class);
  private static final String WELL_KNOWN = "/.well-known/caldav";
  private static final String CHALLENGE = "Basic realm=\"Kalends sandbox\", charset=\"UTF-8\"";
  private static final String OTHER = "other";

  private final Accounts accounts;
  private final String methods;
  private final Map<String, Verb> verbs;
  private final Map<String, LongAdder> requests = new ConcurrentHashMap<>();

  FrontDoor(Quirks quirks, Accounts accounts, Calendars calendars, Clock clock) {
    this.accounts = accounts;
    this.methods = quirks.methods();
    SyncTokens tokens = new SyncTokens(clock.instant());
    Tree tree = new Tree(quirks, calendars, tokens, clock);
    CalendarObjects objects = new CalendarObjects(quirks, calendars, tree, clock);
    this.verbs =
        Map.of(
            "OPTIONS", this::options,
            "PROPFIND", new Propfind(tree),
            "PROPPATCH", quirks.writable() ? FrontDoor::proppatch : FrontDoor::forbidden,
            "REPORT", new Reports(quirks, calendars, tree, tokens),
            "GET", objects::get,
            "HEAD", objects::get,
            "PUT", objects::put,
            "DELETE", objects::delete,
            "MKCALENDAR", FrontDoor::forbidden);
  }

  /** How often each method was called so far, whatever was answered. */
  Map<String, Long> requests() {
    Map<String, Long> counts = new TreeMap<>();
    requests.forEach((method, count) -> counts.put(method, count.sum()));
    return Collections.unmodifiableMap(counts);
  }

  @Override
  public Response handle(Request request) {
    String method = verbs.containsKey(request.method()) ? request.method() : OTHER;
    requests.computeIfAbsent(method, name -> new LongAdder()).increment();
    try {
      return answer(request);
    } catch (DavError e) {
      return e.response();
    } catch (RuntimeException e) {
      LOG.error("CalDAV sandbox: {} failed", method, e);
      return Response.text(500, "internal error");
    }
  }

  @Override
  public Response malformed(int status) {
    return Response.text(status, "malformed request");
  }

  private Response answer(Request request) {
    if (request.path().equals(WELL_KNOWN)) {
      // RFC 6764, section 5; clients ask here before they have anything to log in with.
      return Response.text(301, "").with("Location", Place.root().href());
    }
    Optional<String> user =
        BasicCredentials.of(request)
            .filter(pair -> accounts.accepts(pair.userName(), pair.password()))
            .map(BasicCredentials::userName);
    if (user.isEmpty()) {
      return Response.text(401, "log in").with("WWW-Authenticate", CHALLENGE);
    }
    Place place = Place.of(request.path());
    if (!place.user().isEmpty() && !place.user().equals(user.get())) {
      // The same whether that user exists or not.
      throw DavError.of(403, "not yours");
    }
    Verb verb = verbs.get(request.method());
    return verb == null
        ? Response.text(405, "no such method").with("Allow", methods)
        : verb.answer(user.get(), place, request);
  }

  private Response options(String user, Place place, Request request) {
    return Response.text(200, "").with("DAV", "1, 3, calendar-access").with("Allow", methods);
  }

  private static Response forbidden(String user, Place place, Request request) {
    throw DavError.of(403, "not here: every user has one calendar, as it is");
  }

  /** Every property is ours: refused one by one, as RFC 4918, section 9.2 has it. */
  private static Response proppatch(String user, Place place, Request request) {
    Set<QName> names = new LinkedHashSet<>();
    RequestXml.read(request.body())
        .filter(body -> body.name().equals(Xml.dav("propertyupdate")))
        .orElseThrow(() -> DavError.of(400, "the body of PROPPATCH is a DAV:propertyupdate"))
        .children()
        .forEach(
            change -> change.child(Xml.PROP).ifPresent(prop -> names.addAll(prop.childNames())));
    Multistatus answer = new Multistatus();
    answer.addRefused(place.href(), names, 403);
    return answer.response();
  }
}
