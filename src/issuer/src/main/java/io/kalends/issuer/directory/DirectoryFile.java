package io.kalends.issuer.directory;

import io.kalends.edge.config.Fields;
import io.kalends.edge.config.InvalidSetting;
import io.kalends.edge.config.YamlFile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads apps, tenants and people, strictly: a typo must not silently mean a default. */
final class DirectoryFile {

  static final Set<String> KEYS = Set.of("apps", "tenants", "users", "usersFile");

  private static final Set<String> FILE = Set.of("apps", "tenants", "users");
  private static final Set<String> TENANT = Set.of("key", "name", "unit");
  private static final Set<String> USER =
      Set.of(
          "email",
          "name",
          "tenant",
          "enName",
          "mobile",
          "employeeNo",
          "enterpriseEmail",
          "status",
          "departed",
          "app",
          "token",
          "tokenSha256",
          "scopes",
          "tokenExpires");

  private final Path folder;

  /**
   * Reads what names files in a folder.
   *
   * @param folder where they are
   */
  DirectoryFile(Path folder) {
    this.folder = folder;
  }

  static Directory read(Path file) {
    Fields top = new Fields(YamlFile.read(file), FILE);
    Directory directory =
        new DirectoryFile(file.toAbsolutePath().resolveSibling("")).directory(top);
    // People are what this file is for: an empty list is meant, none at all is forgotten.
    top.list("users");
    return directory;
  }

  Directory directory(Fields top) {
    if (top.has("usersFile") && top.has("users")) {
      throw new InvalidSetting("usersFile", "set either users or usersFile");
    }
    String name = top.optionalText("usersFile").orElse("");
    boolean csv = name.toLowerCase(Locale.ROOT).endsWith(".csv");
    if (!name.isEmpty() && !csv) {
      return withUsersFile(top, folder.resolve(name));
    }
    Map<String, App> apps = apps(top);
    List<Tenant> tenants = tenants(top);
    List<User> users =
        csv
            ? csv(folder.resolve(name), apps)
            : top.each("users", node -> user(new Fields(node, USER), apps));
    return Directory.of(tenants, List.copyOf(apps.values()), users);
  }

  /** The file's people, with its apps unless the configuration has some. */
  private Directory withUsersFile(Fields top, Path file) {
    Map<String, App> apps = apps(top);
    List<Tenant> tenants = tenants(top);
    try {
      Fields inner = new Fields(YamlFile.read(file), FILE);
      for (String both : List.of("apps", "tenants")) {
        if (top.has(both) && inner.has(both)) {
          throw new InvalidSetting(both, "stands in the configuration too; keep one of them");
        }
      }
      Map<String, App> all = top.has("apps") ? apps : apps(inner);
      List<User> users = new ArrayList<>();
      users.addAll(inner.each("users", node -> user(new Fields(node, USER), all)));
      return Directory.of(
          top.has("tenants") ? tenants : tenants(inner), List.copyOf(all.values()), users);
    } catch (InvalidSetting e) {
      throw e.inside("usersFile " + file + ": ");
    }
  }

  private static List<User> csv(Path file, Map<String, App> apps) {
    try {
      Set<String> tenants =
          Directory.of(List.of(), List.copyOf(apps.values()), List.of()).tenantKeys();
      return Directory.people(YamlFile.text(file), tenants);
    } catch (InvalidSetting e) {
      throw e.inside("usersFile " + file + ": ");
    }
  }

  private static List<Tenant> tenants(Fields top) {
    List<Tenant> tenants = top.each("tenants", node -> tenant(new Fields(node, TENANT)));
    if (tenants.stream().map(Tenant::key).distinct().count() < tenants.size()) {
      throw new InvalidDirectory("tenants", "two have the same key; keep one of the entries");
    }
    return tenants;
  }

  private static Tenant tenant(Fields fields) {
    String key = fields.text("key");
    return new Tenant(
        key,
        fields.optionalText("name").orElse(key),
        fields.optionalText("unit").orElse(App.DEFAULT_UNIT));
  }

  private Map<String, App> apps(Fields top) {
    if (!top.has("apps")) {
      return Map.of(App.DEFAULT.id(), App.DEFAULT);
    }
    AppFields reading = new AppFields(folder);
    Map<String, App> apps = new LinkedHashMap<>();
    for (App app : top.each("apps", reading::app)) {
      if (apps.putIfAbsent(app.id(), app) != null) {
        throw new InvalidDirectory(
            "apps[" + apps.size() + "].id", "occurs twice; keep one of the entries");
      }
    }
    if (apps.isEmpty()) {
      throw new InvalidDirectory(
          "apps", "is empty; leave it out for one app with every CalDAV scope");
    }
    return apps;
  }

  private static User user(Fields fields, Map<String, App> apps) {
    String first = apps.keySet().iterator().next();
    App app = apps.get(fields.optionalText("app").orElse(first));
    if (app == null) {
      throw new InvalidDirectory("app", "is none of " + String.join(", ", apps.keySet()));
    }
    String only = app.tenants().size() == 1 ? app.tenants().iterator().next() : "";
    String tenant = fields.optionalText("tenant").orElse(only);
    if (!app.tenants().contains(tenant)) {
      throw new InvalidDirectory("tenant", "must be one of " + String.join(", ", app.tenants()));
    }
    User user =
        User.in(tenant, fields.text("email"), fields.text("name"))
            .with(
                new Person.Profile(
                    optional(fields, "enName"),
                    optional(fields, "mobile"),
                    optional(fields, "employeeNo"),
                    optional(fields, "enterpriseEmail")))
            .as(status(fields));
    if (fields.has("token") && fields.has("tokenSha256")) {
      throw new InvalidDirectory("token", "set either token or tokenSha256");
    }
    return fields.has("token") || fields.has("tokenSha256")
        ? user.granting(token(fields, app))
        : user;
  }

  private static String optional(Fields fields, String name) {
    String text = fields.optionalText(name).orElse("");
    Names.checkOptional(name, text);
    return text;
  }

  private static Person.Status status(Fields fields) {
    if (fields.has("departed") && fields.has("status")) {
      throw new InvalidDirectory("departed", "set either departed or status");
    }
    return fields.flag("departed")
        ? Person.Status.RESIGNED
        : fields.word("status", Person.Status.class).orElse(Person.Status.ACTIVE);
  }

  private static User.Token token(Fields fields, App app) {
    UserToken token =
        fields.has("token")
            ? UserToken.of(fields.text("token"))
            : new UserToken(AppFields.hash(fields, "tokenSha256"));
    return new User.Token(
        token,
        app.id(),
        fields.texts("scopes").orElse(app.scopes()),
        fields.instant("tokenExpires").orElse(Instant.MAX));
  }
}
