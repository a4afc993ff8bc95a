package io.kalends.issuer.sandbox.caldav;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An event as it was stored: one UID, perhaps with exceptions to its repetition.
 *
 * @param name last segment of its path
 * @param uid of all its components
 * @param text as sent, to the byte
 * @param calendar what the text says
 * @param etag strong, with its quotes; follows from the text
 * @param modified when it was stored
 */
record StoredEvent(
    String name, String uid, String text, Component calendar, String etag, Instant modified) {

  private static final int ETAG_BYTES = 16;

  /**
   * Checks and takes a text: RFC 4791, section 4.1.
   *
   * @param name last segment of its path
   * @param text of one VCALENDAR
   * @param now when
   * @return ready to be stored
   * @throws IllegalArgumentException when it is not a calendar with the events of one UID
   */
  static StoredEvent of(String name, String text, Instant now) {
    Component calendar = CalendarText.read(text);
    List<Component> events = calendar.children("VEVENT");
    Set<String> uids =
        events.stream()
            .map(event -> event.property("UID").map(Component.Property::value).orElse(""))
            .collect(Collectors.toSet());
    if (uids.size() != 1 || uids.contains("")) {
      throw new IllegalArgumentException("all events of one object have the same UID");
    }
    if (calendar.property("METHOD").isPresent()) {
      throw new IllegalArgumentException("a stored calendar has no METHOD");
    }
    events.forEach(Span::of);
    return new StoredEvent(name, uids.iterator().next(), text, calendar, etag(text), now);
  }

  int bytes() {
    return text.getBytes(UTF_8).length;
  }

  private static String etag(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return '"' + HexFormat.of().formatHex(digest, 0, ETAG_BYTES) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
