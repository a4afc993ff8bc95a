package io.kalends.ledger;

import java.time.Instant;

/**
 * The right to take an entry exactly one step, and to save what came of it. Held by one node; while
 * it holds, no other entry of the same enrollment is claimed by anybody. It ends with the save, or
 * lapses with its lease; a save under a claim that somebody else has taken over since is refused.
 *
 * @param entry as saved last; in a {@link Lane#MINT} claim it is already in MINTING, under a new
 *     label, with its slot of the pace reserved
 * @param lane whom the step asks; tells a mint that is to be made from one whose outcome is not
 *     known
 * @param number fences: rises with every claim of this entry
 * @param fresh false when an earlier claim lapsed without a save: what its step did is not known
 * @param since when the entry came into its state, by the database's clock; deadlines count from it
 * @param until when the lease ends, by the database's clock
 * @param surroundings what the step must know beyond the entry
 */
public record Claim(
    Entry entry,
    Lane lane,
    long number,
    boolean fresh,
    Instant since,
    Instant until,
    Surroundings surroundings) {

  /** Whom the next step of an entry asks; each has its own limit of steps at once. */
  public enum Lane {
    /** Owner directories and the MDM's answers about itself: the preflight. */
    RESOLVE,
    /** The source, for a mint: within the pace, one at a time per owner. */
    MINT,
    /** The source, for anything that can be repeated. */
    SOURCE,
    /** The MDM. */
    MDM
  }

  /**
   * What the step must know beyond its entry, as of the claim.
   *
   * @param laterDelivered a later generation of the same enrollment is SENT or INSTALLED: it
   *     replaced this one on the device, where removing would now delete the wrong profile
   * @param earlierLive an earlier generation's credential is LIVE and not being withdrawn: to be
   *     withdrawn once this one is proven
   * @param enrolled whether the MDM still manages the enrollment
   * @param ownerMayHaveChanged what the MDM says about the owner changed since it was looked up
   */
  public record Surroundings(
      boolean laterDelivered, boolean earlierLive, boolean enrolled, boolean ownerMayHaveChanged) {}

  /** The lane of an entry's next step. */
  static Lane laneOf(Entry entry) {
    boolean leaving = entry.withdrawal().isPresent();
    return switch (entry.state()) {
      case REQUESTED -> Lane.RESOLVE;
      case RESOLVED -> leaving ? Lane.RESOLVE : Lane.MINT;
      case MINTING -> Lane.SOURCE;
      case MINTED, SENT, REMOVE_SENT -> Lane.MDM;
      case INSTALLED -> Lane.SOURCE;
      case REMOVING -> entry.sourceHalf() == Entry.SourceHalf.LIVE ? Lane.SOURCE : Lane.MDM;
      case GONE -> Lane.SOURCE;
    };
  }
}
