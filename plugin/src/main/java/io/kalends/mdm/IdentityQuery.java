package io.kalends.mdm;

import io.kalends.enrollment.Device;
import java.util.UUID;

/**
 * Optional: can ask a device for its identity certificates, to encrypt to them. Only asks; the
 * answer arrives as {@link io.kalends.event.ProvisioningEvent.CertificatesReported}.
 */
@FunctionalInterface
public interface IdentityQuery {

  /**
   * Queues the question.
   *
   * @param device whom to ask
   * @param attempt unique per question
   * @throws io.kalends.failure.Failure sorted
   */
  void askCertificates(Device device, UUID attempt);
}
