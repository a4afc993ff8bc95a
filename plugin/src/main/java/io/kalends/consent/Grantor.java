package io.kalends.consent;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who gave a grant, as the service says. The two ids and the tenant identify; name and address are
 * for people to read: an e-mail address is entered by an administrator and proves nothing.
 */
public final class Grantor {

  private final String openId;
  private final String unionId;
  private final String tenantKey;
  private final String name;
  private final @Nullable String email;

  /**
   * A person of a tenant.
   *
   * @param openId id of the person, per app; not blank
   * @param unionId id of the person, per developer of apps; not blank
   * @param tenantKey id of the organisation; not blank
   * @param name for people to read, hostile or empty as it may be
   * @param email the address, if this app may see it and there is one
   */
  public Grantor(
      String openId, String unionId, String tenantKey, String name, @Nullable String email) {
    this.openId = require("open id", openId);
    this.unionId = require("union id", unionId);
    this.tenantKey = require("tenant key", tenantKey);
    this.name = name;
    this.email = email == null || email.isBlank() ? null : email;
  }

  /**
   * The person, to this app.
   *
   * @return for Feishu {@code ou_...}
   */
  public String openId() {
    return openId;
  }

  /**
   * The person, to all apps of one developer.
   *
   * @return for Feishu {@code on_...}
   */
  public String unionId() {
    return unionId;
  }

  /**
   * The person's organisation.
   *
   * @return opaque
   */
  public String tenantKey() {
    return tenantKey;
  }

  /**
   * The person's name.
   *
   * @return as the service gave it; make it harmless before showing it
   */
  public String name() {
    return name;
  }

  /**
   * The person's address.
   *
   * @return empty when this app may not see it
   */
  public Optional<String> email() {
    return Optional.ofNullable(email);
  }

  @Override
  public String toString() {
    return "Grantor[" + openId + " of " + tenantKey + "]";
  }

  private static String require(String what, String id) {
    if (id.isBlank() || id.length() > 256 || id.chars().anyMatch(c -> c < 0x21 || c > 0x7E)) {
      throw new IllegalArgumentException(what + " must be 1 to 256 printable ASCII characters");
    }
    return id;
  }
}
