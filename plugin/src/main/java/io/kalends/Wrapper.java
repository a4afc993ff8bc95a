package io.kalends;

import io.kalends.account.CalDavAccount;
import io.kalends.delivery.Configuration;
import io.kalends.delivery.DeliveryForm;
import io.kalends.delivery.Exposure;
import io.kalends.ledger.Entry;

/** Wraps an account into one delivery form. */
interface Wrapper {

  /** The form it makes. */
  DeliveryForm form();

  /** Who can read the secret in what it makes. */
  Exposure exposure();

  /**
   * Checks whatever would make {@link #wrap} fail later, so that nothing is minted in vain.
   *
   * @throws io.kalends.failure.Failure sorted
   */
  void preflight();

  /** Wraps; called just before the delivery, so that the result rests nowhere. */
  Configuration wrap(Entry entry, CalDavAccount account);
}
