package io.kalends.mdm;

/**
 * Whatever the provider needs to find again what it installed: a command UUID, the id of a profile
 * object, a path. Opaque to everybody else, stored as it is.
 *
 * @param value not blank, at most 2,048 characters, no secret
 */
public record InstallReference(String value) {

  /** Checks itself. */
  public InstallReference {
    if (value.isBlank() || value.length() > 2_048) {
      throw new IllegalArgumentException("install reference must have 1 to 2048 characters");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
