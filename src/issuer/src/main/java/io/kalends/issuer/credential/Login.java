package io.kalends.issuer.credential;

/**
 * A user name and a password that belong together.
 *
 * @param credential whose they are
 * @param admitted whether they still open something: the credential was not revoked, and its owner
 *     is active
 */
public record Login(Credential credential, boolean admitted) {}
