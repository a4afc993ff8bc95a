package io.kalends.davx5;

import io.kalends.finding.Finding;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What one value must be by itself, whatever stands beside it. Never quotes a value. */
final class ValueRules {

  /** What MDMs put in front of people: {@code {{mail}}}, {@code %NUMBER%}. */
  private static final Pattern VARIABLE =
      Pattern.compile("\\{\\{[^{}]*}}|%[A-Za-z_][A-Za-z0-9_.-]*%");

  /** In a URL and in an expression over URLs these two hex digits are an escaped byte. */
  private static final Pattern ESCAPED_BYTE = Pattern.compile("%[0-9A-Fa-f]{2}");

  private static final List<String> CLEAR_SCHEMES = List.of("http:", "caldav:", "carddav:");

  private static final Set<String> REQUIRED =
      Set.of("license", "license_signature", "login_base_url", "login_user_name", "login_password");

  private static final int MAX_REGEX = 2_000;

  private ValueRules() {}

  /**
   * Everything wrong with one documented key's value.
   *
   * @param expandedByMdm variables that are no error
   */
  static List<Finding> check(String key, Object value, Set<String> expandedByMdm) {
    Davx5Key rule = Davx5Key.ALL.get(key);
    if (rule == null) {
      return List.of();
    }
    if (!rule.hasType(value)) {
      return List.of(
          Finding.error(
              key, "must be " + rule.kind().inWords() + ", but is " + typeInWords(value)));
    }
    if (!rule.allows(value)) {
      return List.of(Finding.error(key, "out of range; allowed: " + rule.allowedInWords()));
    }
    return value instanceof String text ? checkText(rule, text, expandedByMdm) : List.of();
  }

  private static List<Finding> checkText(Davx5Key rule, String text, Set<String> expandedByMdm) {
    String key = rule.name();
    if (text.isBlank()) {
      String fix = "empty; set it or leave the key out";
      return List.of(REQUIRED.contains(key) ? Finding.error(key, fix) : Finding.warning(key, fix));
    }
    if (text.equals(Davx5Templates.placeholder(key))) {
      return List.of(Finding.error(key, "still a placeholder; build the configuration first"));
    }
    List<Finding> findings = new ArrayList<>();
    if (holdsVariable(rule, text, expandedByMdm)) {
      findings.add(
          Finding.error(
              key,
              "looks like a variable ({{...}} or %...%), which DAVx5 does not expand; write the"
                  + " value itself, or name the variable as one the MDM expands"));
    } else if (rule.kind() == Davx5Key.Kind.URL) {
      objectionToUrl(text).ifPresent(fix -> findings.add(Finding.error(key, fix)));
    } else if (rule.kind() == Davx5Key.Kind.REGEX) {
      objectionToRegex(text).ifPresent(fix -> findings.add(Finding.error(key, fix)));
    } else if (hasClearScheme(text)) {
      findings.add(Finding.error(key, "unencrypted; use an https:// address"));
    }
    return findings;
  }

  private static boolean holdsVariable(Davx5Key rule, String text, Set<String> expandedByMdm) {
    boolean plain = rule.kind() == Davx5Key.Kind.TEXT;
    String searched = plain ? text : ESCAPED_BYTE.matcher(text).replaceAll("");
    Matcher variable = VARIABLE.matcher(searched);
    return variable.results().anyMatch(found -> !expandedByMdm.contains(found.group()));
  }

  private static Optional<String> objectionToUrl(String text) {
    if (hasClearScheme(text)) {
      return Optional.of("unencrypted; must start with https://");
    }
    URI url;
    try {
      url = new URI(text);
    } catch (URISyntaxException e) {
      return Optional.of("not a URL; write for example https://caldav.example.org/");
    }
    if (!"https".equalsIgnoreCase(url.getScheme())
        || url.getHost() == null
        || url.getPort() == 0
        || url.getPort() > 65_535) {
      return Optional.of("must be an absolute https:// URL with a host, and a port of 1 to 65535");
    }
    if (url.getRawUserInfo() != null) {
      return Optional.of("holds user information; user name and password have keys of their own");
    }
    return url.getRawFragment() == null
        ? Optional.empty()
        : Optional.of("has a fragment (#...), which DAVx5 drops; leave it out");
  }

  private static Optional<String> objectionToRegex(String text) {
    if (text.length() > MAX_REGEX) {
      return Optional.of("longer than " + MAX_REGEX + " characters; shorten the expression");
    }
    try {
      Pattern.compile(text);
      return Optional.empty();
    } catch (PatternSyntaxException e) {
      return Optional.of(
          "not a regular expression: "
              + e.getDescription()
              + (e.getIndex() < 0 ? "" : " at character " + (e.getIndex() + 1)));
    }
  }

  private static boolean hasClearScheme(String text) {
    String start = text.stripLeading().toLowerCase(Locale.ROOT);
    return CLEAR_SCHEMES.stream().anyMatch(scheme -> start.startsWith(scheme + "//"));
  }

  private static String typeInWords(Object value) {
    if (value instanceof String) {
      return "text";
    }
    if (value instanceof Boolean) {
      return "true or false";
    }
    return value instanceof Integer ? "an integer" : "null, a list, an object or another number";
  }

  /** The value of a key if it is there and has the type asked for. */
  static <T> Optional<T> get(Map<String, Object> values, String key, Class<T> type) {
    return Optional.ofNullable(values.get(key)).filter(type::isInstance).map(type::cast);
  }
}
