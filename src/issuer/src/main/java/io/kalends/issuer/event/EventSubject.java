package io.kalends.issuer.event;

/**
 * Whom an event is about, as the receiving app knows them. It shows the open id only.
 *
 * @param tenant the key of their tenant
 * @param openId who they are to this app
 * @param unionId who they are to this app's developer
 * @param userId who they are in their tenant; empty when the app may not know it
 * @param name shown; empty when the app may not know it
 * @param email of their profile; empty when the app may not know it
 */
public record EventSubject(
    String tenant, String openId, String unionId, String userId, String name, String email) {

  /** Checks what every app may know. */
  public EventSubject {
    check("tenant", tenant);
    check("open id", openId);
    check("union id", unionId);
  }

  private static void check(String field, String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(field + ": empty; every event of a person names it");
    }
  }

  @Override
  public String toString() {
    return openId;
  }
}
