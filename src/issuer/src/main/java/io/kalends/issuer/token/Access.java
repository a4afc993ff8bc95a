package io.kalends.issuer.token;

import io.kalends.issuer.directory.Person;
import java.time.Instant;
import java.util.Set;

/**
 * What a user access token stands for.
 *
 * @param app id of the app it was granted to
 * @param person who granted it
 * @param scopes what it allows
 * @param expires from when on it is refused
 * @param revoked taken back before that
 */
public record Access(
    String app, Person person, Set<String> scopes, Instant expires, boolean revoked) {

  /** Takes a copy. */
  public Access {
    scopes = Set.copyOf(scopes);
  }
}
