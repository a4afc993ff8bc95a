package io.kalends.account;

import io.kalends.enrollment.DeviceOwner;

/**
 * A calendar service that hands out one credential per device. What else it can do is said by the
 * optional interfaces beside this one ({@link CredentialRevoker}, {@link CredentialProbe}, {@link
 * CredentialUse}), which the same object may implement. Safe for use by several threads.
 */
public interface CredentialSource extends AutoCloseable {

  /**
   * Makes a new credential. <strong>Not repeatable:</strong> every call that reaches the service
   * may leave a credential behind that only the owner can delete, so callers save the label before
   * they call and never repeat a call that ended in {@link io.kalends.failure.UncertainOutcome}.
   * Implementations never retry by themselves.
   *
   * @param owner for whom
   * @param label under which name; unique per entry and attempt
   * @return a credential that logs in
   * @throws io.kalends.failure.TemporaryFailure nothing was made, not sent or refused for now
   * @throws io.kalends.failure.PermanentFailure nothing was made, and nothing will be
   * @throws io.kalends.failure.ActionRequired nothing was made until a person acts
   * @throws io.kalends.failure.UncertainOutcome a credential may exist under that label
   */
  CalDavAccount mint(DeviceOwner owner, DeviceLabel label);

  /** Releases connections; closing twice is fine. */
  @Override
  default void close() {}
}
