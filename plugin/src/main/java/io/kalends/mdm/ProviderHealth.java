package io.kalends.mdm;

import java.util.List;

/**
 * The outcome of a provider's self-check.
 *
 * @param usable whether installs and removes can be expected to work
 * @param findings sentences for the administrator: what was found, and the fix where it is bad; no
 *     secret
 */
public record ProviderHealth(boolean usable, List<String> findings) {

  /** Copies the list. */
  public ProviderHealth {
    findings = List.copyOf(findings);
  }
}
