package io.kalends.issuer.directory;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A person as the configuration writes them down, with the tokens written beside.
 *
 * @param tenant the tenant's key
 * @param email unique in the tenant; kept in lower case
 * @param name for people to read
 * @param profile the rest that is known
 * @param status whether still there
 * @param tokens granted beforehand, without asking the person
 */
public record User(
    String tenant,
    String email,
    String name,
    Person.Profile profile,
    Person.Status status,
    List<Token> tokens) {

  /**
   * A token granted beforehand.
   *
   * @param token the token
   * @param app whom it is granted to
   * @param scopes what it allows
   * @param expires from when on it is refused; {@link Instant#MAX} for never
   */
  public record Token(UserToken token, String app, Set<String> scopes, Instant expires) {

    /** Checks the names. */
    public Token {
      Names.check("app", app);
      scopes = Set.copyOf(scopes);
      scopes.forEach(scope -> Names.check("scopes", scope));
    }
  }

  /** Checks the address, the name, and that all of it can be kept. */
  public User {
    Names.check("tenant", tenant);
    Names.checkEmail(email);
    email = email.toLowerCase(Locale.ROOT);
    Names.checkShown("name", name);
    Names.checkKept("enName", profile.enName());
    Names.checkKept("mobile", profile.mobile());
    Names.checkKept("employeeNo", profile.employeeNo());
    Names.checkKept("enterpriseEmail", profile.enterpriseEmail());
    tokens = List.copyOf(tokens);
  }

  /**
   * A person without a token.
   *
   * @param tenant the tenant's key
   * @param email unique
   * @param name for people to read
   * @return active
   */
  public static User in(String tenant, String email, String name) {
    return new User(tenant, email, name, Person.Profile.UNKNOWN, Person.Status.ACTIVE, List.of());
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
    App app = App.DEFAULT;
    return in(app.tenants().iterator().next(), email, name)
        .granting(new Token(UserToken.of(token), app.id(), app.scopes(), Instant.MAX));
  }

  /**
   * The same person with a token more.
   *
   * @param token granted beforehand
   * @return a new user
   */
  public User granting(Token token) {
    return new User(
        tenant,
        email,
        name,
        profile,
        status,
        Stream.concat(tokens.stream(), Stream.of(token)).toList());
  }

  /**
   * The same person in another state.
   *
   * @param newStatus whether still there
   * @return a new user
   */
  public User as(Person.Status newStatus) {
    return new User(tenant, email, name, profile, newStatus, tokens);
  }

  /**
   * The same person, with more known.
   *
   * @param newProfile the rest that is known
   * @return a new user
   */
  public User with(Person.Profile newProfile) {
    return new User(tenant, email, name, newProfile, status, tokens);
  }
}
