package io.kalends.failure;

import org.jspecify.annotations.Nullable;

/**
 * Nothing happened on the other side, and nothing will until a person acts: {@link #who()} and
 * {@link #where()} say which person and in what place.
 */
public final class ActionRequired extends Failure {

  /** Who has to act. */
  public enum Who {
    /** The owner of the device: consent is missing, expired or too narrow. */
    OWNER,
    /** The administrator who runs Kalends and the app registered for it. */
    ADMINISTRATOR,
    /** The administrator of the calendar service's tenant. */
    TENANT_ADMINISTRATOR
  }

  private final Who who;
  private final String where;

  /**
   * A failure that only a person can end.
   *
   * @param who the person who has to act
   * @param where the place to act in, in words or as a link, for example "developer console >
   *     Permissions"
   * @param message operation, code and consequence; no body, no secret
   * @param exchangeId the other system's id of the exchange, if it gave one
   */
  public ActionRequired(Who who, String where, String message, @Nullable String exchangeId) {
    super(message, null, exchangeId);
    this.who = who;
    this.where = where;
  }

  /**
   * The person who has to act.
   *
   * @return never null
   */
  public Who who() {
    return who;
  }

  /**
   * The place to act in.
   *
   * @return words or a link, ready to be shown to that person
   */
  public String where() {
    return where;
  }
}
