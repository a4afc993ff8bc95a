package io.kalends.issuer.account;

import java.util.Set;

/**
 * An app registered with the calendar service, installed in one tenant. The rate limit counts per
 * app and tenant.
 *
 * @param id for example {@code cli_a1b2c3}
 * @param tenant the tenant's key
 * @param scopes what the app may ask its users for
 */
public record App(String id, String tenant, Set<String> scopes) {

  /** Any one of these lets a call make a CalDAV configuration. */
  public static final Set<String> CALDAV_SCOPES =
      Set.of("calendar:calendar", "calendar:settings.caldav:create");

  /** The app of users who name none. */
  public static final App DEFAULT = new App("cli_default", "default", CALDAV_SCOPES);

  /** Checks the names. */
  public App {
    Names.check("id", id);
    Names.check("tenant", tenant);
    scopes = Set.copyOf(scopes);
    scopes.forEach(scope -> Names.check("scopes", scope));
  }
}
