package io.kalends.account;

import io.kalends.enrollment.DeviceOwner;

/** Optional: a source that can take a credential back. */
@FunctionalInterface
public interface CredentialRevoker {

  /**
   * Makes every credential of that owner under that label stop logging in. One that does not exist
   * is success.
   *
   * @param owner whose credential
   * @param label the label it was minted under
   * @throws io.kalends.failure.Failure sorted; repeating is always safe
   */
  void revoke(DeviceOwner owner, DeviceLabel label);
}
