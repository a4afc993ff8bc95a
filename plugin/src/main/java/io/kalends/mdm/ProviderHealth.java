package io.kalends.mdm;

import io.kalends.finding.Finding;
import java.util.List;

/**
 * The outcome of a provider's self-check.
 *
 * @param usable whether installs and removes can be expected to work
 * @param findings what was found, and the fix where it is bad; empty when all is well
 */
public record ProviderHealth(boolean usable, List<Finding> findings) {

  /** Copies the list. */
  public ProviderHealth {
    findings = List.copyOf(findings);
  }
}
