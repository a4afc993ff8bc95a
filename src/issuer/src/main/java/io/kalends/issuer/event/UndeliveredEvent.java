package io.kalends.issuer.event;

import java.time.Instant;

/**
 * An event that no try brought to its app. It will not be sent again.
 *
 * @param eventId its id
 * @param appId whom it was for
 * @param type for example {@code contact.user.deleted_v3}
 * @param tries how often it was sent
 * @param reason how the last try ended, for an administrator
 * @param created when it happened
 * @param givenUp when it was given up
 */
public record UndeliveredEvent(
    String eventId,
    String appId,
    String type,
    int tries,
    String reason,
    Instant created,
    Instant givenUp) {}
