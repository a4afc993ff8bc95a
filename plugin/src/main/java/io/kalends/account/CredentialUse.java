package io.kalends.account;

import io.kalends.enrollment.DeviceOwner;
import java.time.Instant;
import java.util.Optional;

/** Optional: a source that saw its credentials being used, the strongest proof there is. */
@FunctionalInterface
public interface CredentialUse {

  /**
   * Tells when a credential was used.
   *
   * @param owner whose credential
   * @param label the label it was minted under
   * @return first and last successful login; empty when there was none yet
   * @throws io.kalends.failure.TemporaryFailure when the source cannot be asked now
   */
  Optional<Seen> useOf(DeviceOwner owner, DeviceLabel label);

  /**
   * When a credential was used.
   *
   * @param first first successful login
   * @param last most recent successful login, never before {@code first}
   */
  record Seen(Instant first, Instant last) {}
}
