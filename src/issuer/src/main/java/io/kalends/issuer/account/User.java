package io.kalends.issuer.account;

import java.time.Instant;
import java.util.Locale;
import java.util.Set;

/**
 * A person of a tenant, with the token that person granted to an app.
 *
 * @param email unique in the tenant; kept in lower case
 * @param name for people to read
 * @param app whom the token was granted to
 * @param token the token
 * @param scopes what the person granted
 * @param tokenExpires from when on the token is refused; {@link Instant#MAX} for never
 * @param departed left the tenant: every call is refused, and what was issued logs in no more
 */
public record User(
    String email,
    String name,
    App app,
    UserToken token,
    Set<String> scopes,
    Instant tokenExpires,
    boolean departed) {

  private static final int MAX_NAME = 200;

  /** Checks the address and the name. */
  public User {
    Names.checkEmail(email);
    email = email.toLowerCase(Locale.ROOT);
    if (name.isBlank() || name.length() > MAX_NAME) {
      throw new InvalidUsers("name", "must have 1 to " + MAX_NAME + " characters");
    }
    scopes = Set.copyOf(scopes);
    scopes.forEach(scope -> Names.check("scopes", scope));
  }

  /**
   * A user of the default app who granted all the app may ask for.
   *
   * @param email unique
   * @param name for people to read
   * @param token the user access token in clear; not kept
   * @return whose token does not expire
   */
  public static User of(String email, String name, String token) {
    return new User(
        email, name, App.DEFAULT, UserToken.of(token), App.DEFAULT.scopes(), Instant.MAX, false);
  }

  /**
   * The same person after leaving.
   *
   * @return departed
   */
  public User asDeparted() {
    return new User(email, name, app, token, scopes, tokenExpires, true);
  }
}
