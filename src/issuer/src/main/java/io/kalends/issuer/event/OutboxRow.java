package io.kalends.issuer.event;

import java.time.Instant;

/**
 * An event claimed for sending. It shows no content.
 *
 * @param id of the row
 * @param eventId receivers know duplicates by it
 * @param appId whom to tell
 * @param tenant empty when of none
 * @param schema which envelope
 * @param type what happened
 * @param content JSON
 * @param tries made before
 * @param created when it happened
 * @param leaseUntil until when nobody else sends it; also proves whose claim it is
 */
record OutboxRow(
    long id,
    String eventId,
    String appId,
    String tenant,
    String schema,
    String type,
    String content,
    int tries,
    Instant created,
    Instant leaseUntil) {

  @Override
  public String toString() {
    return eventId + " (" + type + ")";
  }
}
