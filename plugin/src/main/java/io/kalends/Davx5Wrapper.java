package io.kalends;

import io.kalends.account.CalDavAccount;
import io.kalends.davx5.Davx5Builder;
import io.kalends.delivery.Configuration;
import io.kalends.delivery.DeliveryForm;
import io.kalends.delivery.Exposure;
import io.kalends.ledger.Entry;

/** Fills DAVx5's managed configuration. */
final class Davx5Wrapper implements Wrapper {

  private final Davx5Builder builder;

  Davx5Wrapper(Davx5Builder builder) {
    this.builder = builder;
  }

  @Override
  public DeliveryForm form() {
    return DeliveryForm.MANAGED_CONFIGURATION;
  }

  @Override
  public Exposure exposure() {
    return Exposure.CLEAR_IN_MDM;
  }

  /** Template, settings and licence were checked when the builder was made. */
  @Override
  public void preflight() {}

  @Override
  public Configuration wrap(Entry entry, CalDavAccount account) {
    return builder.build(account);
  }
}
