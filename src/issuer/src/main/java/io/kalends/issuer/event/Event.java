package io.kalends.issuer.event;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an app is told. Field by field as Feishu's pages describe the event of that type; what we
 * know nothing of (departments, job, telephone) is left out or empty. It shows its type only.
 */
public final class Event {

  /** Envelope with {@code ts} and {@code uuid}, for old events. */
  static final String SCHEMA_1 = "1.0";

  /** Envelope with {@code schema} and {@code header}. */
  static final String SCHEMA_2 = "2.0";

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Which of a user's tokens died. */
  public enum RevokedToken {
    /** What calls are made with. */
    USER_ACCESS_TOKEN("user_access_token"),
    /** What the next one is got with. */
    REFRESH_TOKEN("refresh_token");

    private final String word;

    RevokedToken(String word) {
      this.word = word;
    }
  }

  /** Why they died, in Feishu's words. */
  public enum RevokeReason {
    /** Not known. */
    UNKNOWN("Revoked by unknown action."),
    /** The user withdrew the consent. */
    USER("Revoked by user action."),
    /** An administrator did. */
    ADMINISTRATOR("Revoked by administrator action."),
    /** A token was seen twice, or stolen. */
    SECURITY("Revoked by security and risk control action."),
    /** Frozen, left, or the app is no longer available to the user. */
    RESTRICTION("Revoked by restriction action.");

    private final String sentence;

    RevokeReason(String sentence) {
      this.sentence = sentence;
    }
  }

  private final String schema;
  private final String type;
  private final String tenant;
  private final ObjectNode content;

  private Event(String schema, String type, String tenant, ObjectNode content) {
    this.schema = schema;
    this.type = type;
    this.tenant = tenant;
    this.content = content;
  }

  /**
   * Somebody left: {@code contact.user.deleted_v3}.
   *
   * @param who left
   * @return with the state before and after
   */
  public static Event userDeleted(EventSubject who) {
    ObjectNode content = JSON.objectNode();
    ObjectNode person = content.putObject("object");
    describe(person, who);
    person.set("status", status(false, true));
    // Feishu has departments only here, and we none at all.
    ObjectNode before = content.putObject("old_object");
    before.put("open_id", who.openId()).putArray("department_ids");
    return new Event(SCHEMA_2, "contact.user.deleted_v3", who.tenant(), content);
  }

  /**
   * Somebody may not log in for now: {@code contact.user.updated_v3}.
   *
   * @param who was frozen
   * @return with the state before and after
   */
  public static Event userFrozen(EventSubject who) {
    return frozen(who, true);
  }

  /**
   * Somebody may log in again: {@code contact.user.updated_v3}.
   *
   * @param who is no longer frozen
   * @return with the state before and after
   */
  public static Event userUnfrozen(EventSubject who) {
    return frozen(who, false);
  }

  /**
   * Tokens died before their time: {@code auth.user_access_token.revoked_v4}.
   *
   * @param whose tokens
   * @param tokens which, at least one
   * @param reason why
   * @return with the words Feishu uses
   */
  public static Event tokensRevoked(
      EventSubject whose, Set<RevokedToken> tokens, RevokeReason reason) {
    if (tokens.isEmpty()) {
      throw new IllegalArgumentException("tokens: empty; nothing was revoked");
    }
    ObjectNode content = JSON.objectNode();
    content.put(
        "revoke_token_type",
        tokens.stream().sorted().map(token -> token.word).collect(Collectors.joining(" ")));
    content.put("revoke_reason", reason.sentence);
    identify(content, whose);
    return new Event(SCHEMA_2, "auth.user_access_token.revoked_v4", whose.tenant(), content);
  }

  /**
   * What a store app proves itself with, pushed every hour: {@code app_ticket}, in the old
   * envelope.
   *
   * @param ticket worth nothing without the app's secret, and not shown all the same
   * @return of no tenant
   */
  public static Event appTicket(String ticket) {
    ObjectNode content = JSON.objectNode().put("app_ticket", ticket);
    return new Event(SCHEMA_1, "app_ticket", "", content);
  }

  /**
   * What happened.
   *
   * @return Feishu's name of it, for example {@code contact.user.deleted_v3}
   */
  public String type() {
    return type;
  }

  String schema() {
    return schema;
  }

  String tenant() {
    return tenant;
  }

  ObjectNode content() {
    return content.deepCopy();
  }

  @Override
  public String toString() {
    return type;
  }

  private static Event frozen(EventSubject who, boolean frozen) {
    ObjectNode content = JSON.objectNode();
    ObjectNode person = content.putObject("object");
    describe(person, who);
    person.set("status", status(frozen, false));
    content.putObject("old_object").set("status", status(!frozen, false));
    return new Event(SCHEMA_2, "contact.user.updated_v3", who.tenant(), content);
  }

  private static void describe(ObjectNode node, EventSubject who) {
    identify(node, who);
    putKnown(node, "name", who.name());
    putKnown(node, "email", who.email());
    node.putArray("department_ids");
  }

  private static void identify(ObjectNode node, EventSubject who) {
    node.put("open_id", who.openId()).put("union_id", who.unionId());
    putKnown(node, "user_id", who.userId());
  }

  private static void putKnown(ObjectNode node, String field, String value) {
    if (!value.isEmpty()) {
      node.put(field, value);
    }
  }

  private static ObjectNode status(boolean frozen, boolean resigned) {
    return JSON.objectNode()
        .put("is_frozen", frozen)
        .put("is_resigned", resigned)
        .put("is_activated", true)
        .put("is_exited", false)
        .put("is_unjoin", false);
  }
}
