package io.kalends.host;

import io.kalends.edge.config.Fields;
import io.kalends.edge.config.InvalidSetting;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Set;

/**
 * How often an MDM's list is compared with the registry, and when what is missing has left: the
 * section {@code reconcile} of an instance.
 *
 * @param every from one reading of the list to the next
 * @param goneAfter missing from the list for so long; zero for never
 * @param silentAfter where there is no list: not heard of for so long; zero for never
 */
record ReconcileTimes(Duration every, Duration goneAfter, Duration silentAfter) {

  /** Over a long weekend; an MDM that lost a device by mistake is noticed by then. */
  static final ReconcileTimes DEFAULT =
      new ReconcileTimes(Duration.ofMinutes(5), Duration.ofDays(3), Duration.ZERO);

  private static final String NEVER = "never";
  private static final Duration YEAR = Duration.ofDays(365);

  /** Reads the section of an instance, of which nothing is needed. */
  static ReconcileTimes in(Fields instance) {
    return instance
        .section(
            "reconcile",
            Set.of("every", "goneAfter", "silentAfter"),
            fields ->
                new ReconcileTimes(
                    between(fields, "every", DEFAULT.every, "PT1M", "P1D"),
                    orNever(fields, "goneAfter", DEFAULT.goneAfter, "P1D"),
                    orNever(fields, "silentAfter", DEFAULT.silentAfter, "P7D")))
        .orElse(DEFAULT);
  }

  private static Duration orNever(Fields fields, String name, Duration absent, String least) {
    boolean never = fields.optionalText(name).filter(NEVER::equals).isPresent();
    return never ? Duration.ZERO : between(fields, name, absent, least, YEAR.toString());
  }

  private static Duration between(
      Fields fields, String name, Duration absent, String least, String most) {
    return fields.optionalText(name).map(text -> checked(name, text, least, most)).orElse(absent);
  }

  private static Duration checked(String name, String text, String least, String most) {
    try {
      Duration duration = Duration.parse(text);
      if (duration.compareTo(Duration.parse(least)) >= 0
          && duration.compareTo(Duration.parse(most)) <= 0) {
        return duration;
      }
    } catch (DateTimeParseException e) {
      // The same answer as to one that is too short.
    }
    String said = most.equals(YEAR.toString()) ? "P365D, or " + NEVER : most;
    throw new InvalidSetting(
        name, "must be an ISO 8601 duration from %s to %s".formatted(least, said));
  }
}
