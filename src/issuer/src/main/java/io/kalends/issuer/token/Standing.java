package io.kalends.issuer.token;

import io.kalends.issuer.directory.App;
import io.kalends.issuer.directory.Person;
import java.util.Optional;

/** Whether an app may have a token of a person, as things are now. */
final class Standing {

  private final AccessPolicy policy;

  Standing(AccessPolicy policy) {
    this.policy = policy;
  }

  /**
   * Passes or refuses.
   *
   * @param found empty when the person was erased
   * @return the person
   */
  Person check(App app, Optional<Person> found) {
    Person person = found.orElseThrow(() -> new OAuthRefusal(OAuthError.USER_MISSING));
    if (!app.has(App.Switch.ENABLED)) {
      throw new OAuthRefusal(OAuthError.APP_DISABLED);
    }
    if (!person.isActive()) {
      throw new OAuthRefusal(OAuthError.USER_STATUS_INVALID);
    }
    if (!app.tenants().contains(person.tenant())) {
      throw new OAuthRefusal(OAuthError.APP_NOT_INSTALLED);
    }
    if (!app.isAvailableTo(person)) {
      throw new OAuthRefusal(OAuthError.APP_NOT_AVAILABLE);
    }
    policy.check(app, person);
    return person;
  }
}
