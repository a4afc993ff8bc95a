package io.kalends.issuer.event;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Locale;

/** The documents that are posted, before encryption. */
final class Envelope {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int MICROS = 1000;

  private Envelope() {}

  /** An event. A duplicate is the same to the letter. */
  static String of(OutboxRow row, EventTarget target) {
    ObjectNode content = EventJson.read(row.eventId(), row.content());
    ObjectNode document =
        row.schema().equals(Event.SCHEMA_1)
            ? first(row, target, content)
            : second(row, target, content);
    return EventJson.onTheWire(document);
  }

  /** The question whether a URL is the app's: it must send the challenge back. */
  static String challenge(String challenge, EventTarget target) {
    return EventJson.onTheWire(
        JSON.objectNode()
            .put("challenge", challenge)
            .put("token", target.verificationToken())
            .put("type", "url_verification"));
  }

  private static ObjectNode first(OutboxRow row, EventTarget target, ObjectNode content) {
    ObjectNode document =
        JSON.objectNode()
            .put("ts", seconds(row.created()))
            .put("uuid", row.eventId())
            .put("token", target.verificationToken())
            .put("type", "event_callback");
    document
        .putObject("event")
        .put("app_id", target.appId())
        .<ObjectNode>setAll(content)
        .put("type", row.type());
    return document;
  }

  private static ObjectNode second(OutboxRow row, EventTarget target, ObjectNode content) {
    ObjectNode document = JSON.objectNode().put("schema", Event.SCHEMA_2);
    document
        .putObject("header")
        .put("event_id", row.eventId())
        .put("event_type", row.type())
        .put("create_time", Long.toString(row.created().toEpochMilli()))
        .put("token", target.verificationToken())
        .put("app_id", target.appId())
        .put("tenant_key", row.tenant());
    document.set("event", content);
    return document;
  }

  /** Feishu's old envelope counts in seconds with a fraction: 1502199207.717141. */
  private static String seconds(Instant time) {
    return String.format(Locale.ROOT, "%d.%06d", time.getEpochSecond(), time.getNano() / MICROS);
  }
}
