package io.kalends.issuer.sandbox.caldav;

import io.kalends.edge.HttpServer;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;

/**
 * A CalDAV server for tests and demonstrations. It listens on a loopback address, without TLS, and
 * keeps at most 64 MiB of events in memory until it is closed: nobody's calendar belongs in it.
 *
 * <p>Every user who logs in has one calendar, found by {@code /.well-known/caldav}, principal and
 * home set, and nothing of anyone else. Repetitions of events are not computed: a query finds a
 * repeated event from its first occurrence to its end.
 */
public final class CalDavSandbox implements AutoCloseable {

  private static final String LOOPBACK = "127.0.0.1";

  private final HttpServer server;
  private final FrontDoor door;
  private final Calendars calendars;
  private final Clock clock;

  private CalDavSandbox(HttpServer server, FrontDoor door, Calendars calendars, Clock clock) {
    this.server = server;
    this.door = door;
    this.calendars = calendars;
    this.clock = clock;
  }

  /**
   * Starts one on any free port.
   *
   * @param mode what it speaks
   * @param accounts who may log in, asked at every request
   * @param clock for times of change and the restless tag of the dialect
   * @return listening until closed
   * @throws java.io.UncheckedIOException when it cannot listen
   */
  public static CalDavSandbox start(Mode mode, Accounts accounts, Clock clock) {
    Calendars calendars = new Calendars();
    FrontDoor door = new FrontDoor(Quirks.of(mode), accounts, calendars, clock);
    return new CalDavSandbox(HttpServer.start(LOOPBACK, 0, door), door, calendars, clock);
  }

  /**
   * Where clients begin.
   *
   * @return scheme, address and port, without a path
   */
  public URI baseUrl() {
    return server.baseUrl();
  }

  /**
   * Puts an event into a calendar from within, as its owner's own calendar program would: in the
   * dialect nothing else can.
   *
   * @param userName whose calendar
   * @param uid of the event; it lies at {@code <uid>.ics}, in place of what lay there
   * @param iCalendar one VCALENDAR with that UID
   * @throws IllegalArgumentException when it is not, or cannot be stored; the text is not repeated
   */
  public void putEvent(String userName, String uid, String iCalendar) {
    if (!Place.isSegment(userName) || !Place.isSegment(uid + ".ics")) {
      throw new IllegalArgumentException("user name and UID are segments of a path here");
    }
    StoredEvent event = StoredEvent.of(uid + ".ics", iCalendar, clock.instant());
    if (!event.uid().equals(uid)) {
      throw new IllegalArgumentException("the UID in the event is another one");
    }
    try {
      calendars.of(userName).put(event, Preconditions.NONE);
    } catch (DavError e) {
      throw new IllegalArgumentException("cannot store the event: " + e.getMessage(), e);
    }
  }

  /**
   * What is in a calendar.
   *
   * @param userName whose
   * @return the text of every event as it was stored, by the last segment of its path
   */
  public Map<String, String> events(String userName) {
    Map<String, String> texts = new TreeMap<>();
    calendars.of(userName).events().forEach(event -> texts.put(event.name(), event.text()));
    return texts;
  }

  /**
   * How often each method was called so far, whatever was answered.
   *
   * @return by method; those a calendar server does not know count as {@code other}
   */
  public Map<String, Long> requests() {
    return door.requests();
  }

  /** Stops listening; the events are gone. */
  @Override
  public void close() {
    server.close();
  }
}
