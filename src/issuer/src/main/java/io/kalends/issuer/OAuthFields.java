package io.kalends.issuer;

import io.kalends.edge.config.Fields;
import io.kalends.issuer.oauth.SignIn;
import io.kalends.issuer.token.OAuthRules;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.Set;

/** The section about consent: who is before the page, and how long what is granted lasts. */
final class OAuthFields {

  static final Set<String> KNOWN =
      Set.of(
          "signInHeader",
          "trustedProxies",
          "sandboxPeoplePickThemselves",
          "accessMinutes",
          "refreshDays",
          "refreshV1Days",
          "codeMinutes",
          "consentDays");

  private OAuthFields() {}

  static IssuerConfig in(Fields oauth, IssuerConfig before) {
    OAuthRules contract = OAuthRules.CONTRACT;
    IssuerConfig after =
        before.granting(
            new OAuthRules(
                minutes(oauth, "accessMinutes", contract.access()),
                days(oauth, "refreshDays", contract.refresh()),
                days(oauth, "refreshV1Days", contract.refreshV1()),
                minutes(oauth, "codeMinutes", contract.code()),
                days(oauth, "consentDays", contract.cap())));
    if (oauth.flag("sandboxPeoplePickThemselves")) {
      return after.signingIn(SignIn.pick());
    }
    return after.signingIn(
        SignIn.proxyHeader(
            oauth.optionalText("signInHeader").orElse("X-Remote-User"),
            oauth.texts("trustedProxies").orElse(Set.of())));
  }

  private static Duration minutes(Fields oauth, String name, Duration absent) {
    OptionalInt written = oauth.number(name);
    return written.isPresent() ? Duration.ofMinutes(written.getAsInt()) : absent;
  }

  private static Duration days(Fields oauth, String name, Duration absent) {
    OptionalInt written = oauth.number(name);
    return written.isPresent() ? Duration.ofDays(written.getAsInt()) : absent;
  }
}
