package io.kalends;

import io.kalends.account.CalDavAccount;
import io.kalends.delivery.Configuration;
import io.kalends.delivery.DeliveryForm;
import io.kalends.delivery.Exposure;
import io.kalends.delivery.UnsignedProfile;
import io.kalends.ledger.Entry;
import io.kalends.profile.ProfileBuilder;

/** Builds an Apple profile and leaves it as it is. */
final class UnsignedProfileWrapper implements Wrapper {

  private final ProfileBuilder builder;

  /** A device's name must never block its owner's calendar, so names are cleaned. */
  UnsignedProfileWrapper(ProfileBuilder builder) {
    this.builder = builder.cleaningNames();
  }

  @Override
  public DeliveryForm form() {
    return DeliveryForm.UNSIGNED_PROFILE;
  }

  @Override
  public Exposure exposure() {
    return Exposure.CLEAR_IN_PROFILE;
  }

  /** Templates were checked when they were loaded. */
  @Override
  public void preflight() {}

  @Override
  public Configuration wrap(Entry entry, CalDavAccount account) {
    return build(entry, account);
  }

  UnsignedProfile build(Entry entry, CalDavAccount account) {
    return builder
        .build(
            entry.device(), entry.target().orElseThrow().owner(), account, entry.key().generation())
        .unsigned();
  }
}
