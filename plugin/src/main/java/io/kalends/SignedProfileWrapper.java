package io.kalends;

import io.kalends.account.CalDavAccount;
import io.kalends.delivery.Configuration;
import io.kalends.delivery.DeliveryForm;
import io.kalends.delivery.Exposure;
import io.kalends.failure.ActionRequired;
import io.kalends.failure.ActionRequired.Who;
import io.kalends.ledger.Entry;
import io.kalends.profile.ProfileBuilder;
import io.kalends.signing.ProfileSigner;
import io.kalends.signing.UnusableSigningKey;

/** Builds an Apple profile and signs it. */
final class SignedProfileWrapper implements Wrapper {

  private final UnsignedProfileWrapper unsigned;
  private final ProfileSigner signer;

  SignedProfileWrapper(ProfileBuilder builder, ProfileSigner signer) {
    this.unsigned = new UnsignedProfileWrapper(builder);
    this.signer = signer;
  }

  @Override
  public DeliveryForm form() {
    return DeliveryForm.SIGNED_PROFILE;
  }

  /** Signed is not hidden: whoever holds the profile can read the password. */
  @Override
  public Exposure exposure() {
    return Exposure.CLEAR_IN_PROFILE;
  }

  /** An expired certificate or a token that was pulled out shows here, before a mint. */
  @Override
  public void preflight() {
    try {
      signer.requireReady();
    } catch (UnusableSigningKey e) {
      throw new ActionRequired(
          Who.ADMINISTRATOR,
          "the signing key",
          "resolve: profiles cannot be signed, so nothing is minted: " + e.getMessage(),
          null);
    }
  }

  @Override
  public Configuration wrap(Entry entry, CalDavAccount account) {
    return signer.sign(unsigned.build(entry, account));
  }
}
