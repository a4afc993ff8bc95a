package io.kalends.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Why an entry does not go on. Sits on any state and never changes it. A hold whose cause {@link
 * Cause#freesItself()} is looked at again by itself; the others need a person.
 *
 * @param cause what is missing
 * @param since when it was first found missing; kept while the same cause is found again
 * @param detail for people: what is missing and who mends it where; no secret
 */
public record Hold(Cause cause, Instant since, String detail) {

  /** What is missing. */
  public enum Cause {
    /** The owner's consent: none yet, expired, or too narrow. */
    CONSENT(true),
    /** Nobody knows whose device it is. */
    OWNER_UNKNOWN(true),
    /** A setting, a right or a certificate that an administrator has to mend. */
    ADMINISTRATOR(true),
    /** An earlier generation must be taken away first: another owner, or the device was wiped. */
    EARLIER_GENERATION(true),
    /** The device answered NotNow for longer than it should, or was not heard of. */
    DEVICE_SILENT(true),
    /** The MDM or the source refused for good, or the device cannot take the delivery. */
    REFUSED(false),
    /** The device answered with an error that repeating does not cure. */
    DEVICE_REFUSED(false),
    /** Too many mints ended without an answer; each may have left a credential behind. */
    UNCERTAIN_MINTS(false),
    /** The new credential did not log in, so it was not sent. */
    DOES_NOT_LOG_IN(false),
    /** Directories disagree about the owner. */
    OWNER_CONFLICT(false),
    /** A fault in Kalends itself. */
    FAULT(false);

    private final boolean freesItself;

    Cause(boolean freesItself) {
      this.freesItself = freesItself;
    }

    /**
     * Whether it ends without anybody touching the entry.
     *
     * @return true for WAITING in the console's words, false for BLOCKED
     */
    public boolean freesItself() {
      return freesItself;
    }
  }

  /**
   * The hold to save when this cause was found while another hold may have been there.
   *
   * @param before the hold that was there, if any
   * @param found what is missing now
   * @return {@code found}, dated back when it is the same cause still
   */
  public static Hold continuing(@Nullable Hold before, Hold found) {
    return before != null && before.cause == found.cause
        ? new Hold(found.cause, before.since, found.detail)
        : found;
  }
}
