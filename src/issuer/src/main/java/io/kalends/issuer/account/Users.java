package io.kalends.issuer.account;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everybody who may call, by token and by address. Does not change. */
public final class Users {

  private final Map<UserToken, User> byToken = new HashMap<>();
  private final Map<Address, User> byAddress = new HashMap<>();

  private record Address(String tenant, String email) {}

  private Users(List<User> users) {
    for (int i = 0; i < users.size(); i++) {
      User user = users.get(i);
      if (byAddress.putIfAbsent(new Address(user.app().tenant(), user.email()), user) != null) {
        throw new InvalidUsers(
            "users[" + i + "].email", "occurs twice in its tenant; keep one of the entries");
      }
      if (byToken.putIfAbsent(user.token(), user) != null) {
        throw new InvalidUsers(
            "users[" + i + "].token", "is another user's too; give each user a token of their own");
      }
    }
  }

  /**
   * These users.
   *
   * @param users addresses unique in their tenant, tokens unique
   * @return all of them
   * @throws InvalidUsers when one occurs twice
   */
  public static Users of(List<User> users) {
    return new Users(users);
  }

  /**
   * The users in a YAML file. At the top {@code users} and, when needed, {@code apps}:
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
   * @return all of them
   * @throws InvalidUsers naming the file, the field and the fix; never showing a token
   */
  public static Users read(Path file) {
    try {
      return new Users(UsersFile.read(file));
    } catch (InvalidUsers e) {
      throw e.inside("users file " + file + ": ");
    }
  }

  /**
   * The user a token was granted by.
   *
   * @param token recognised
   * @return empty when nobody granted it
   */
  public Optional<User> byToken(UserToken token) {
    return Optional.ofNullable(byToken.get(token));
  }

  /**
   * The user at an address.
   *
   * @param tenant the tenant's key
   * @param email in lower case
   * @return empty when the tenant has nobody there
   */
  public Optional<User> byAddress(String tenant, String email) {
    return Optional.ofNullable(byAddress.get(new Address(tenant, email)));
  }
}
