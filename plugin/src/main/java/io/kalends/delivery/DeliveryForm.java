package io.kalends.delivery;

/**
 * The forms in which a configuration can travel to an MDM; one per kind of {@link Configuration}.
 */
public enum DeliveryForm {
  /** A signed .mobileconfig that the MDM passes on untouched. */
  SIGNED_PROFILE,
  /** The same profile unsigned, for an MDM that takes profiles apart or signs them itself. */
  UNSIGNED_PROFILE,
  /** Bare values, for an MDM that has its own CalDAV template. */
  ACCOUNT_VALUES,
  /** An Android app's managed configuration, for DAVx5. */
  MANAGED_CONFIGURATION
}
