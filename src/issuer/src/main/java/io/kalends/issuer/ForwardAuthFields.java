package io.kalends.issuer;

import io.kalends.edge.config.Fields;
import io.kalends.issuer.access.AccessRules;
import io.kalends.issuer.access.GuessLimits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The section about the proxy before the calendars. */
final class ForwardAuthFields {

  static final Set<String> KNOWN =
      Set.of("realm", "trustedProxies", "wrongPerUser", "wrongPerAddress", "wrongWindowMinutes");

  private ForwardAuthFields() {}

  static IssuerConfig in(Fields section, IssuerConfig before) {
    AccessRules usual = AccessRules.DEFAULT;
    GuessLimits guesses = GuessLimits.DEFAULT;
    OptionalInt minutes = section.number("wrongWindowMinutes");
    Optional<Set<String>> proxies = section.texts("trustedProxies");
    return before.admitting(
        new AccessRules(
            section.optionalText("realm").orElse(usual.realm()),
            proxies.isPresent() ? List.copyOf(proxies.get()) : usual.trustedProxies(),
            new GuessLimits(
                section.number("wrongPerUser").orElse(guesses.perUser()),
                section.number("wrongPerAddress").orElse(guesses.perAddress()),
                minutes.isPresent() ? Duration.ofMinutes(minutes.getAsInt()) : guesses.window())));
  }
}
