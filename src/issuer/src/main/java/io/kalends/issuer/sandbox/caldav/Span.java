package io.kalends.issuer.sandbox.caldav;

import io.kalends.issuer.sandbox.caldav.Component.Property;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When an event takes place. Repetitions are not computed: a repeated event is taken to last from
 * its first occurrence to its UNTIL, or without end. Times without a known zone count as UTC.
 *
 * @param start of the first occurrence
 * @param end of the last, or {@link Instant#MAX}
 */
record Span(Instant start, Instant end) {

  private static final int DATE_LENGTH = 8;
  private static final DateTimeFormatter DATE = DateTimeFormatter.BASIC_ISO_DATE;
  private static final DateTimeFormatter DATE_TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss", Locale.ROOT);
  private static final Pattern WEEKS = Pattern.compile("([+-]?)P(\\d{1,4})W");
  private static final Pattern UNTIL = Pattern.compile("(?i)(?:^|;)UNTIL=([0-9TZ]+)");

  /**
   * The span of a VEVENT.
   *
   * @param event with a DTSTART
   * @return its span
   * @throws IllegalArgumentException when DTSTART is missing or a time cannot be read
   */
  static Span of(Component event) {
    Property property =
        event
            .property("DTSTART")
            .orElseThrow(() -> new IllegalArgumentException("an event has no DTSTART"));
    try {
      Instant start = time(property.value(), zone(property));
      Duration length = length(event, property, start);
      boolean repeats = event.property("RDATE").isPresent();
      Optional<Property> rule = event.property("RRULE");
      if (rule.isEmpty()) {
        return new Span(start, repeats ? Instant.MAX : start.plus(length));
      }
      Matcher until = UNTIL.matcher(rule.get().value());
      boolean ends = until.find() && !repeats;
      // A date as UNTIL means that whole day.
      return new Span(
          start,
          ends
              ? time(until.group(1), zone(property)).plus(length).plus(Duration.ofDays(1))
              : Instant.MAX);
    } catch (DateTimeException | ArithmeticException e) {
      throw new IllegalArgumentException("a time of an event cannot be read", e);
    }
  }

  /** Whether it meets a range, as RFC 4791, section 9.9 says for events. */
  boolean meets(Instant from, Instant to) {
    return start.equals(end)
        ? !from.isAfter(start) && to.isAfter(start)
        : from.isBefore(end) && to.isAfter(start);
  }

  private static Duration length(Component event, Property startProperty, Instant start) {
    Optional<Property> end = event.property("DTEND");
    if (end.isPresent()) {
      Duration length = Duration.between(start, time(end.get().value(), zone(end.get())));
      return length.isNegative() ? Duration.ZERO : length;
    }
    Optional<Property> duration = event.property("DURATION");
    if (duration.isPresent()) {
      return duration(duration.get().value());
    }
    boolean wholeDay = startProperty.value().strip().length() == DATE_LENGTH;
    return wholeDay ? Duration.ofDays(1) : Duration.ZERO;
  }

  private static Duration duration(String text) {
    Matcher weeks = WEEKS.matcher(text.strip());
    Duration length =
        weeks.matches()
            ? Duration.ofDays(7L * Integer.parseInt(weeks.group(2)))
            : Duration.parse(text.strip());
    return length.isNegative() ? Duration.ZERO : length;
  }

  private static ZoneId zone(Property property) {
    String name = Optional.ofNullable(property.parameters().get("TZID")).orElse("Z");
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      return ZoneOffset.UTC; // Names are free: a VTIMEZONE may define any.
    }
  }

  /** A DATE or DATE-TIME of RFC 5545; one in UTC ends in Z. */
  static Instant time(String text, ZoneId zone) {
    String value = text.strip();
    if (value.length() == DATE_LENGTH) {
      return LocalDate.parse(value, DATE).atStartOfDay(zone).toInstant();
    }
    boolean utc = value.endsWith("Z");
    String local = utc ? value.substring(0, value.length() - 1) : value;
    return LocalDateTime.parse(local, DATE_TIME).atZone(utc ? ZoneOffset.UTC : zone).toInstant();
  }
}
