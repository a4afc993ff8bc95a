package io.kalends.issuer.directory;

import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/** An app registered with the calendar service, and the tenants it is installed in. */
public final class App {

  /** Any one of these lets a call make a CalDAV configuration. */
  public static final Set<String> CALDAV_SCOPES =
      Set.of("calendar:calendar", "calendar:settings.caldav:create");

  /** Where a tenant's or an app's data is, unless said otherwise. */
  public static final String DEFAULT_UNIT = "default";

  /** The app of users who name none. */
  public static final App DEFAULT = of("cli_default", "default");

  /** Who may use an app. */
  public enum Kind {
    /** Made by one company for itself. */
    CUSTOM,
    /** Installed by many: gets its app token with a ticket that is pushed to it. */
    STORE
  }

  /** What an app's owner switches in the developer console. */
  public enum Switch {
    /** Not stopped by an administrator. */
    ENABLED,
    /** Has the bot capability. */
    BOT,
    /** May refresh user tokens. */
    REFRESH
  }

  private final String id;
  private String name;
  private Kind kind = Kind.CUSTOM;
  private Set<String> tenants;
  private String unit = DEFAULT_UNIT;
  private Set<String> scopes = CALDAV_SCOPES;
  private List<URI> redirectUris = List.of();
  private Set<Switch> switches = Set.copyOf(EnumSet.allOf(Switch.class));
  private Set<String> availableTo = Set.of();
  private Set<String> allowedAddresses = Set.of();
  private Set<SecretHash> secrets = Set.of();

  private App(String id, Set<String> tenants) {
    this.id = id;
    this.name = id;
    this.tenants = tenants;
  }

  /**
   * A custom app with every CalDAV scope and every switch on.
   *
   * @param id for example {@code cli_a1b2c3}
   * @param tenant the key of the tenant that made it
   * @return to be adapted
   */
  public static App of(String id, String tenant) {
    Names.check("id", id);
    Names.check("tenant", tenant);
    return new App(id, Set.of(tenant));
  }

  /**
   * The same as a store app.
   *
   * @param installedIn keys of tenants, at least one
   * @return a new app
   */
  public App inStore(Set<String> installedIn) {
    if (installedIn.isEmpty()) {
      throw new InvalidDirectory("tenants", "is empty; name the tenants that installed the app");
    }
    installedIn.forEach(tenant -> Names.check("tenants", tenant));
    return with(
        app -> {
          app.kind = Kind.STORE;
          app.tenants = Set.copyOf(installedIn);
        });
  }

  /**
   * The same under another name.
   *
   * @param shown to people who are asked for consent; 1 to 200 characters
   * @return a new app
   */
  public App named(String shown) {
    Names.checkShown("name", shown);
    return with(app -> app.name = shown);
  }

  /**
   * The same in another data region.
   *
   * @param region calls for tenants of other regions are refused with 190006
   * @return a new app
   */
  public App inUnit(String region) {
    Names.check("unit", region);
    return with(app -> app.unit = region);
  }

  /**
   * The same with other scopes.
   *
   * @param all what the app may ask its users for
   * @return a new app
   */
  public App withScopes(Set<String> all) {
    all.forEach(scope -> Names.check("scopes", scope));
    return with(app -> app.scopes = Set.copyOf(all));
  }

  /**
   * The same with other redirect URIs.
   *
   * @param all registered ones, compared to the letter
   * @return a new app
   */
  public App redirectingTo(List<URI> all) {
    for (URI uri : all) {
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      if (!Set.of("http", "https").contains(scheme) || uri.getHost() == null) {
        throw new InvalidDirectory("redirectUris", "must be http or https addresses with a host");
      }
    }
    return with(app -> app.redirectUris = List.copyOf(all));
  }

  /**
   * The same with other switches.
   *
   * @param on all that are on
   * @return a new app
   */
  public App switched(Set<Switch> on) {
    return with(app -> app.switches = Set.copyOf(on));
  }

  /**
   * The same for some people only.
   *
   * @param emails in any case; empty for everybody in its tenants
   * @return a new app
   */
  public App availableTo(Set<String> emails) {
    emails.forEach(Names::checkEmail);
    Set<String> lower =
        Set.copyOf(emails.stream().map(email -> email.toLowerCase(Locale.ROOT)).toList());
    return with(app -> app.availableTo = lower);
  }

  /**
   * The same for callers from some addresses only.
   *
   * @param addresses of callers; empty for all
   * @return a new app
   */
  public App calledFrom(Set<String> addresses) {
    return with(app -> app.allowedAddresses = Set.copyOf(addresses));
  }

  /**
   * The same with app secrets.
   *
   * @param all any of these is taken
   * @return a new app
   */
  public App withSecrets(Set<SecretHash> all) {
    return with(app -> app.secrets = Set.copyOf(all));
  }

  /** For example {@code cli_a1b2c3}. */
  public String id() {
    return id;
  }

  /** What people are shown. */
  public String name() {
    return name;
  }

  /** Custom or store. */
  public Kind kind() {
    return kind;
  }

  /** Keys of the tenants it is installed in; one for a custom app. */
  public Set<String> tenants() {
    return tenants;
  }

  /** Its data region. */
  public String unit() {
    return unit;
  }

  /** What it may ask its users for. */
  public Set<String> scopes() {
    return scopes;
  }

  /** Registered redirect URIs. */
  public List<URI> redirectUris() {
    return redirectUris;
  }

  /** Whether a switch is on. */
  public boolean has(Switch what) {
    return switches.contains(what);
  }

  /** Whether a person is in its availability range. */
  public boolean isAvailableTo(Person person) {
    return tenants.contains(person.tenant())
        && (availableTo.isEmpty() || availableTo.contains(person.email()));
  }

  /** Whether it may be called from an address. */
  public boolean mayBeCalledFrom(String address) {
    return allowedAddresses.isEmpty() || allowedAddresses.contains(address);
  }

  /** Its secrets, hashed. */
  public Set<SecretHash> secrets() {
    return secrets;
  }

  @Override
  public String toString() {
    return id;
  }

  private App with(Consumer<App> change) {
    App copy = new App(id, tenants);
    copy.name = name;
    copy.kind = kind;
    copy.unit = unit;
    copy.scopes = scopes;
    copy.redirectUris = redirectUris;
    copy.switches = switches;
    copy.availableTo = availableTo;
    copy.allowedAddresses = allowedAddresses;
    copy.secrets = secrets;
    change.accept(copy);
    return copy;
  }
}
