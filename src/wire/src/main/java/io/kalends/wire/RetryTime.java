package io.kalends.wire;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Turns "come back later" headers into an instant, whatever nonsense they hold. */
public final class RetryTime {

  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(15);
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}(\\.[0-9]{1,12})?");

  private RetryTime() {}

  /**
   * The latest of what the headers ask for.
   *
   * @param now the present
   * @param headers each a number of seconds, perhaps with a fraction, or an HTTP date; anything
   *     else, the empty text too, counts as absent
   * @return from 1 s to 15 min after {@code now}; empty when no header says anything
   */
  public static Optional<Instant> latest(Instant now, String... headers) {
    return Stream.of(headers)
        .flatMap(header -> wait(now, header.strip()).stream())
        .max(Duration::compareTo)
        .map(wait -> wait.compareTo(SHORTEST) < 0 ? SHORTEST : wait)
        .map(wait -> wait.compareTo(LONGEST) > 0 ? LONGEST : wait)
        .map(now::plus);
  }

  private static Optional<Duration> wait(Instant now, String header) {
    if (SECONDS.matcher(header).matches()) {
      BigDecimal millis = new BigDecimal(header).movePointRight(3);
      return Optional.of(
          Duration.ofMillis(millis.setScale(0, RoundingMode.CEILING).longValueExact()));
    }
    try {
      Instant date = OffsetDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(Duration.between(now, date));
    } catch (DateTimeException e) {
      // Not a date either: as if the header were not there.
      return Optional.empty();
    }
  }
}
