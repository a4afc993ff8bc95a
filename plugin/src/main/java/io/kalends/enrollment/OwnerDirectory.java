package io.kalends.enrollment;

import java.util.Optional;

/** Knows who owns a device. Several may be asked in turn; each answer says where it comes from. */
@FunctionalInterface
public interface OwnerDirectory {

  /**
   * Looks a device's owner up.
   *
   * @param device the device as the MDM described it
   * @return the owner and the evidence; empty when this directory does not know
   * @throws io.kalends.failure.TemporaryFailure when the directory cannot be asked now
   */
  Optional<Finding> ownerOf(Device device);

  /**
   * An answer with its evidence.
   *
   * @param owner the person
   * @param source the directory and field that said so, for the receipt, for example "MDM: owner
   *     field"
   * @param confidence how much that field is worth
   */
  record Finding(DeviceOwner owner, String source, Confidence confidence) {}

  /** How much an answer is worth when two directories disagree. */
  enum Confidence {
    /** Set by an administrator or by a sign-in. */
    CERTAIN,
    /** Set by automation or free text. */
    LIKELY
  }
}
