package io.kalends.delivery;

import java.util.UUID;

/**
 * Every id a profile was sent with. Stored for good: removing needs the outer identifier, telling
 * revisions apart needs the top-level UUID, and a later takeover by declarative management needs
 * all of them (Apple schema, configurations/legacy.yaml).
 *
 * @param identifier top-level PayloadIdentifier: decides replace or add, fixed per enrollment
 * @param uuid top-level PayloadUUID: changes with the content
 * @param accountIdentifier PayloadIdentifier of the CalDAV payload
 * @param accountUuid PayloadUUID of the CalDAV payload: unchanged by a rotation, changed by another
 *     owner
 */
public record ProfileIdentity(
    String identifier, UUID uuid, String accountIdentifier, UUID accountUuid) {}
