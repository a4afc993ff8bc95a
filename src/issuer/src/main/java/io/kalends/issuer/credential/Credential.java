package io.kalends.issuer.credential;

import java.time.Instant;

/**
 * A credential that was minted. Its password is not here: it was shown once.
 *
 * @param id unique in this issuer, never used again
 * @param tenant the owner's tenant
 * @param owner the owner's e-mail address
 * @param userName what the device logs in with; the same for all of one owner's
 * @param deviceName as the caller gave it; empty when none was given
 * @param created when, to the millisecond
 */
public record Credential(
    long id, String tenant, String owner, String userName, String deviceName, Instant created) {}
