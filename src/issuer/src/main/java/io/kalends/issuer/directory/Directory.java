package io.kalends.issuer.directory;

import io.kalends.edge.config.Fields;
import io.kalends.edge.config.InvalidSetting;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Apps, tenants and people as the configuration writes them down. Does not change; what changes
 * while the issuer runs is in {@link People}.
 */
public final class Directory {

  /** What a configuration may say about apps, tenants and people. */
  public static final Set<String> KEYS = DirectoryFile.KEYS;

  private final Map<String, App> apps = new LinkedHashMap<>();
  private final Map<String, Tenant> tenants = new HashMap<>();
  private final List<User> users;

  private record Address(String tenant, String email) {}

  private Directory(List<Tenant> tenants, List<App> apps, List<User> users) {
    tenants.forEach(tenant -> this.tenants.put(tenant.key(), tenant));
    for (int i = 0; i < apps.size(); i++) {
      if (this.apps.putIfAbsent(apps.get(i).id(), apps.get(i)) != null) {
        throw new InvalidDirectory("apps[" + i + "].id", "occurs twice; keep one of the entries");
      }
    }
    this.users = List.copyOf(users);
    checkUsers();
  }

  /**
   * These users of the default app.
   *
   * @param users addresses unique in their tenant, tokens unique
   * @return all of them
   * @throws InvalidDirectory when one occurs twice
   */
  public static Directory of(List<User> users) {
    return of(List.of(), List.of(App.DEFAULT), users);
  }

  /**
   * These apps and users.
   *
   * @param tenants about which more than the key is to be said
   * @param apps unique
   * @param users addresses unique in their tenant, tokens unique and of these apps
   * @return all of them
   * @throws InvalidDirectory when one occurs twice, or an app is unknown
   */
  public static Directory of(List<Tenant> tenants, List<App> apps, List<User> users) {
    return new Directory(tenants, apps, users);
  }

  /**
   * Reads a YAML file. At the top {@code users} and, when needed, {@code apps} and {@code tenants}:
   *
   * <pre>
   * apps:                      # left out: one app with every CalDAV scope
   *   - id: cli_sample
   *     tenant: sample
   *     scopes: [calendar:settings.caldav:create]
   * users:
   *   - email: anna@example.com
   *     name: Anna Example
   *     token: u-...           # or tokenSha256: its SHA-256 in hexadecimal
   *     app: cli_sample        # left out: the first app
   *     scopes: []             # left out: all the app's scopes
   *     tokenExpires: 2027-01-01T00:00:00Z   # left out: never
   *     departed: true         # left out: false
   * </pre>
   *
   * @param file UTF-8
   * @return all of it
   * @throws InvalidDirectory naming the file, the field and the fix; never showing a token
   */
  public static Directory read(Path file) {
    try {
      return DirectoryFile.read(file);
    } catch (InvalidSetting e) {
      throw new InvalidDirectory("users file " + file + ": " + e.field(), e.fix());
    }
  }

  /**
   * Takes a configuration's part about apps, tenants and people.
   *
   * @param top with {@link #KEYS} and perhaps more
   * @param folder where files are that it names
   * @return all of it
   * @throws InvalidSetting naming the field and the fix; never showing a secret
   */
  public static Directory from(Fields top, Path folder) {
    return new DirectoryFile(folder).directory(top);
  }

  /**
   * Reads people from comma-separated values with a header. The columns email and name must be
   * there; known too are tenant, enName, mobile, employeeNo, enterpriseEmail and status. Cells are
   * quoted as RFC 4180 says.
   *
   * @param csv with or without a byte order mark
   * @param tenants who may occur; when there is one, the column may be left out
   * @return in the order written
   * @throws InvalidDirectory naming every mistake with its line, up to twenty
   */
  public static List<User> people(String csv, Set<String> tenants) {
    return PeopleCsv.read(csv, tenants);
  }

  /** Every app. */
  public List<App> apps() {
    return List.copyOf(apps.values());
  }

  /** Everybody. */
  public List<User> users() {
    return users;
  }

  /**
   * An app.
   *
   * @param id for example {@code cli_a1b2c3}
   * @return empty when there is none
   */
  public Optional<App> app(String id) {
    return Optional.ofNullable(apps.get(id));
  }

  /** Keys of every tenant that an app is installed in. */
  public Set<String> tenantKeys() {
    return apps.values().stream()
        .flatMap(app -> app.tenants().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * A tenant.
   *
   * @param key any
   * @return what is known; just the key when nothing more was said
   */
  public Tenant tenant(String key) {
    return tenants.getOrDefault(key, Tenant.of(key));
  }

  private void checkUsers() {
    Set<Address> addresses = new HashSet<>();
    Set<UserToken> tokens = new HashSet<>();
    for (int i = 0; i < users.size(); i++) {
      User user = users.get(i);
      String place = "users[" + i + "].";
      if (!addresses.add(new Address(user.tenant(), user.email()))) {
        throw new InvalidDirectory(
            place + "email", "occurs twice in its tenant; keep one of the entries");
      }
      for (User.Token token : user.tokens()) {
        if (!tokens.add(token.token())) {
          throw new InvalidDirectory(
              place + "token", "is another user's too; give each user a token of their own");
        }
        if (!apps.containsKey(token.app())) {
          throw new InvalidDirectory(
              place + "app", "is none of " + String.join(", ", apps.keySet()));
        }
      }
    }
  }
}
