package io.kalends.delivery;

/**
 * What is handed to {@code MdmProvider.install}: one of four forms. Holds the secret, so it is made
 * just before the call and kept nowhere; none of its kinds shows its content in {@code toString}.
 */
public sealed interface Configuration
    permits SignedProfile, UnsignedProfile, AccountValues, ManagedConfiguration {

  /**
   * The form this is.
   *
   * @return never null
   */
  DeliveryForm form();
}
