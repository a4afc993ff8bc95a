package io.kalends.davx5;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One key of the managed configuration, as the manual of Managed DAVx5 documents it.
 *
 * @param name the key
 * @param kind the type and form of its value
 * @param allowed the only values, when there are few; else empty
 * @param min the smallest integer
 * @param max the largest integer
 */
record Davx5Key(String name, Kind kind, List<Object> allowed, int min, int max) {

  /** The type of a value, and its form where a text has one. */
  enum Kind {
    TEXT("text"),
    /** A text that must be an https URL. */
    URL("text"),
    /** A text that must compile as a regular expression; matched against collection URLs. */
    REGEX("text"),
    INTEGER("an integer"),
    BOOLEAN("true or false");

    private final String inWords;

    Kind(String inWords) {
      this.inWords = inWords;
    }

    String inWords() {
      return inWords;
    }
  }

  /** Every documented key, in the manual's order. */
  static final Map<String, Davx5Key> ALL =
      table(
          text("license"),
          text("license_signature"),
          text("organization"),
          url("logo_url"),
          text("support_homepage_url"),
          text("support_email_address"),
          text("support_phone_number"),
          text("login_introduction"),
          url("login_base_url"),
          choice("login_type", "DEFAULT", "NEXTCLOUD_LOGIN_FLOW"),
          text("login_user_name"),
          text("login_password"),
          integer("login_credentials_lock", 0, 2),
          text("login_certificate_alias"),
          bool("login_certificate_and_password"),
          integer("preselect_collections", 0, 2),
          new Davx5Key("preselect_collections_excluded", Kind.REGEX, List.of(), 0, 0),
          bool("force_read_only_addressbooks"),
          integer("max_accounts", 1, Integer.MAX_VALUE),
          integer("proxy_type", -1, 2),
          text("override_proxy_host"),
          integer("override_proxy_port", 1, 65_535),
          numbers("default_sync_interval", 900, 1_800, 3_600, 7_200, 14_400, 86_400),
          bool("wifi_only"),
          text("wifi_only_ssids"),
          choice("contact_group_method", "GROUP_VCARDS", "CATEGORIES"),
          bool("manage_calendar_colors"),
          bool("event_colors"),
          integer("default_alarm", -1, Integer.MAX_VALUE),
          integer("show_only_personal", -1, 1));

  /** Keys that samples still show, and what took their place. */
  private static final Map<String, String> REPLACED =
      Map.of(
          "login_lock_credentials",
          "login_credentials_lock (0 free, 1 locked at login, 2 locked for good) since DAVx5 4.4.8",
          "override_proxy",
          "proxy_type (-1 system, 0 none, 1 HTTP, 2 SOCKS) since 2022",
          "sync_all_collections",
          "preselect_collections (0 none, 1 all, 2 personal) since 2023-09");

  Davx5Key {
    allowed = List.copyOf(allowed);
  }

  /** What took the place of a key that is no longer to be used; empty for any other name. */
  static Optional<String> replacementOf(String name) {
    return Optional.ofNullable(REPLACED.get(name));
  }

  /** Why a key must not be used; empty when it is a documented one. */
  static Optional<String> objectionTo(String name) {
    if (ALL.containsKey(name)) {
      return Optional.empty();
    }
    return Optional.of(
        replacementOf(name)
            .map(replacement -> "no longer read by DAVx5; use " + replacement)
            .orElse("unknown to Managed DAVx5; look for a typing error, or leave it out"));
  }

  /** Whether the value has this key's type, whatever its content. */
  boolean hasType(Object value) {
    return switch (kind) {
      case TEXT, URL, REGEX -> value instanceof String;
      case INTEGER -> value instanceof Integer;
      case BOOLEAN -> value instanceof Boolean;
    };
  }

  /** Whether a value of the right type is in range or among the allowed ones. */
  boolean allows(Object value) {
    if (!allowed.isEmpty()) {
      return allowed.contains(value);
    }
    return !(value instanceof Integer number) || (number >= min && number <= max);
  }

  /** The allowed values in words. */
  String allowedInWords() {
    if (!allowed.isEmpty()) {
      return allowed.stream().map(Object::toString).collect(Collectors.joining(", "));
    }
    return max == Integer.MAX_VALUE ? min + " or more" : min + " to " + max;
  }

  private static Davx5Key text(String name) {
    return new Davx5Key(name, Kind.TEXT, List.of(), 0, 0);
  }

  private static Davx5Key url(String name) {
    return new Davx5Key(name, Kind.URL, List.of(), 0, 0);
  }

  private static Davx5Key bool(String name) {
    return new Davx5Key(name, Kind.BOOLEAN, List.of(), 0, 0);
  }

  private static Davx5Key choice(String name, Object... allowed) {
    return new Davx5Key(name, Kind.TEXT, List.of(allowed), 0, 0);
  }

  private static Davx5Key numbers(String name, Object... allowed) {
    return new Davx5Key(name, Kind.INTEGER, List.of(allowed), 0, 0);
  }

  private static Davx5Key integer(String name, int min, int max) {
    return new Davx5Key(name, Kind.INTEGER, List.of(), min, max);
  }

  private static Map<String, Davx5Key> table(Davx5Key... keys) {
    Map<String, Davx5Key> table = new LinkedHashMap<>();
    Stream.of(keys).forEach(key -> table.put(key.name(), key));
    return Collections.unmodifiableMap(table);
  }
}
