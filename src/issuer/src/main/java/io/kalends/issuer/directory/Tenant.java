package io.kalends.issuer.directory;

/**
 * A company.
 *
 * @param key the tenant's key
 * @param name for people to read
 * @param unit its data region
 */
public record Tenant(String key, String name, String unit) {

  /** Checks the names. */
  public Tenant {
    Names.check("key", key);
    Names.checkShown("name", name);
    Names.check("unit", unit);
  }

  /**
   * A tenant of which nothing but the key is known.
   *
   * @param key the tenant's key
   * @return in the default region
   */
  public static Tenant of(String key) {
    return new Tenant(key, key, App.DEFAULT_UNIT);
  }
}
