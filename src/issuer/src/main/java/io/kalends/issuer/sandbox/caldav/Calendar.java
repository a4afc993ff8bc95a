package io.kalends.issuer.sandbox.caldav;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** The calendar of one user. Every change has the next number; the last one names the state. */
final class Calendar {

  private static final int MAX_EVENTS = 10_000;
  private static final int MAX_REMEMBERED_DELETIONS = 10_000;

  private record Entry(StoredEvent event, long number) {}

  /**
   * What changed since a state.
   *
   * @param changed stored or replaced
   * @param deleted names of those that are gone
   * @param state to ask from next time
   */
  record Changes(List<StoredEvent> changed, List<String> deleted, long state) {}

  private final AtomicLong freeBytes;
  private final Map<String, Entry> live = new TreeMap<>();
  private final Map<String, String> nameByUid = new HashMap<>();
  private final Map<String, Long> deleted = new LinkedHashMap<>();
  private long state;
  private long forgotten;

  /**
   * An empty one.
   *
   * @param freeBytes what all calendars together may still take
   */
  Calendar(AtomicLong freeBytes) {
    this.freeBytes = freeBytes;
  }

  synchronized long state() {
    return state;
  }

  synchronized List<StoredEvent> events() {
    return live.values().stream().map(Entry::event).toList();
  }

  synchronized Optional<StoredEvent> event(String name) {
    return Optional.ofNullable(live.get(name)).map(Entry::event);
  }

  /**
   * Stores an event.
   *
   * @param event under its name
   * @param preconditions of the client
   * @return whether the name is new
   * @throws DavError 412, 507, or 409 when its UID is stored under another name
   */
  synchronized boolean put(StoredEvent event, Preconditions preconditions) {
    Optional<StoredEvent> before = event(event.name());
    preconditions.check(before.map(StoredEvent::etag));
    if (!nameByUid.getOrDefault(event.uid(), event.name()).equals(event.name())) {
      throw DavError.of(409, Xml.caldav("no-uid-conflict"));
    }
    if (before.isEmpty() && live.size() >= MAX_EVENTS) {
      throw DavError.of(507, "the calendar is full");
    }
    take(event.bytes() - before.map(StoredEvent::bytes).orElse(0));
    before.ifPresent(replaced -> nameByUid.remove(replaced.uid()));
    nameByUid.put(event.uid(), event.name());
    deleted.remove(event.name());
    live.put(event.name(), new Entry(event, ++state));
    return before.isEmpty();
  }

  /**
   * Deletes an event.
   *
   * @param name of it
   * @param preconditions of the client
   * @throws DavError 404 or 412
   */
  synchronized void delete(String name, Preconditions preconditions) {
    StoredEvent event = event(name).orElseThrow(() -> DavError.of(404, "nothing here"));
    preconditions.check(Optional.of(event.etag()));
    live.remove(name);
    nameByUid.remove(event.uid());
    take(-event.bytes());
    deleted.put(name, ++state);
    if (deleted.size() > MAX_REMEMBERED_DELETIONS) {
      var oldest = deleted.entrySet().iterator();
      forgotten = oldest.next().getValue();
      oldest.remove();
    }
  }

  /**
   * What changed.
   *
   * @param since an earlier state; empty for everything there is
   * @return empty when that state was never ours, or too long ago
   */
  synchronized Optional<Changes> changes(OptionalLong since) {
    long from = since.orElse(0);
    if (since.isPresent() && (from < forgotten || from > state)) {
      return Optional.empty();
    }
    List<StoredEvent> changed = new ArrayList<>();
    live.values().stream().filter(entry -> entry.number > from).forEach(e -> changed.add(e.event));
    List<String> gone = new ArrayList<>();
    if (since.isPresent()) {
      deleted.entrySet().stream()
          .filter(entry -> entry.getValue() > from)
          .forEach(entry -> gone.add(entry.getKey()));
    }
    return Optional.of(new Changes(changed, gone, state));
  }

  private void take(long bytes) {
    if (freeBytes.addAndGet(-bytes) < 0 && bytes > 0) {
      freeBytes.addAndGet(bytes);
      throw DavError.of(507, "the server is full");
    }
  }
}
