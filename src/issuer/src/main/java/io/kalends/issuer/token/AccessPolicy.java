package io.kalends.issuer.token;

import io.kalends.issuer.directory.App;
import io.kalends.issuer.directory.Person;

/**
 * A company's own rule on who gets a token, beyond an app's availability range. Asked at consent,
 * at every exchange of a code and at every refresh, by many threads at once and inside a
 * transaction: it answers from memory.
 */
@FunctionalInterface
public interface AccessPolicy {

  /** No further rule. */
  AccessPolicy NONE = (app, person) -> {};

  /**
   * Passes or refuses.
   *
   * @param app that wants the token
   * @param person whose token it is
   * @throws OAuthRefusal with {@link OAuthError#POLICY_DENIED}, or with {@link
   *     OAuthError#POLICY_CHALLENGE} and the address where the person does what is wanted
   */
  void check(App app, Person person);
}
