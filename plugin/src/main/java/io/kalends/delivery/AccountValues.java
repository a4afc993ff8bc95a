package io.kalends.delivery;

import io.kalends.account.CalDavAccount;

/**
 * Bare values, for an MDM that fills a CalDAV template of its own.
 *
 * @param account what to fill in
 * @param description the account's visible name, distinct on the device
 */
public record AccountValues(CalDavAccount account, String description) implements Configuration {

  @Override
  public DeliveryForm form() {
    return DeliveryForm.ACCOUNT_VALUES;
  }
}
