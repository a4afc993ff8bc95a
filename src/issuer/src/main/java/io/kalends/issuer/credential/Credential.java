package io.kalends.issuer.credential;

import java.time.Instant;
import java.util.Optional;

/**
 * A credential that was minted. Its password is not here: it was shown once.
 *
 * @param id unique in this issuer, never used again
 * @param tenant the owner's tenant
 * @param owner the owner's e-mail address
 * @param userName what the device logs in with; the same for all of one owner's
 * @param deviceName as the caller gave it; empty when none was given
 * @param created when, to the millisecond
 * @param uses whether it ever logged in
 * @param revocation whether it still can
 */
public record Credential(
    long id,
    String tenant,
    String owner,
    String userName,
    String deviceName,
    Instant created,
    Optional<Uses> uses,
    Optional<Revocation> revocation) {

  /**
   * Successful CalDAV requests with a credential.
   *
   * @param first the strongest proof that an account works
   * @param last to about a minute
   */
  public record Uses(Instant first, Instant last) {}

  /**
   * The end of a credential.
   *
   * @param at from when on it logs in no more
   * @param by who ended it, in words
   */
  public record Revocation(Instant at, String by) {}

  /** Whether it was not revoked. */
  public boolean isLive() {
    return revocation.isEmpty();
  }
}
