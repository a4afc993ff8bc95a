package io.kalends;

import io.kalends.account.CredentialRevoker;
import io.kalends.failure.Failure;
import io.kalends.failure.PermanentFailure;
import io.kalends.ledger.Entry;
import io.kalends.ledger.Hold;
import io.kalends.ledger.Saving;
import java.time.Duration;

/**
 * MINTING, and nobody knows what came of it. Where the source can revoke, whatever it may have made
 * under that label is revoked; where it cannot, a possible orphan is listed and the attempt counts.
 */
final class Settling implements Step {

  /** A call that timed out here may still be worked on there, and must not be overtaken. */
  static final Duration GRACE = Duration.ofSeconds(30);

  private static final int LOST_AT_MOST = 3;

  private final Road road;
  private final Setback setback;

  Settling(Road road, Setback setback) {
    this.road = road;
    this.setback = setback;
  }

  /** The step was cut off: its claim lapsed without a save. Or its grace is over. */
  @Override
  public Saving take(Turn turn) {
    return road.revoker().isPresent()
        ? revoke(turn, road.revoker().get())
        : lost(turn, "the mint was cut off", "");
  }

  /**
   * The call was made and no definite answer came. Undoing is a step of its own, since it is
   * another call.
   */
  Saving unanswered(Turn turn, String detail, String exchangeId) {
    return road.revoker().isPresent()
        ? Saving.at(turn.entry(), detail, turn.now().plus(GRACE))
        : lost(turn, detail, exchangeId);
  }

  private Saving revoke(Turn turn, CredentialRevoker revoker) {
    Entry minting = turn.entry();
    try {
      revoker.revoke(minting.target().orElseThrow().owner(), minting.label().orElseThrow());
    } catch (PermanentFailure e) {
      return lost(turn, Setback.text(e), e.exchangeId().orElse(""));
    } catch (Failure e) {
      return setback.of(turn, minting, e);
    }
    String detail =
        "it is not known whether a credential was made under the label "
            + minting.label().orElseThrow()
            + "; if it was, it is revoked now";
    return onward(turn, minting.notMinted(), detail);
  }

  private Saving lost(Turn turn, String why, String exchangeId) {
    Entry lost = turn.entry().mintLost();
    Saving.PossibleOrphan orphan =
        new Saving.PossibleOrphan(
            road.settings().pace().api(), lost.label().orElseThrow(), exchangeId);
    String detail =
        why
            + "; a credential may exist that Kalends cannot revoke, under the label "
            + orphan.label()
            + " of "
            + lost.target().orElseThrow().owner().address();
    boolean enough = lost.mintAttempts() >= LOST_AT_MOST && !turn.leaving();
    Saving saving =
        enough
            ? setback.blocked(
                turn,
                lost,
                Hold.Cause.UNCERTAIN_MINTS,
                detail + "; not minted again after " + LOST_AT_MOST + " of them")
            : onward(turn, lost, detail);
    return saving.and(orphan);
  }

  private Saving onward(Turn turn, Entry resolved, String detail) {
    return turn.leaving()
        ? Saving.now(resolved.freed(), detail, turn.now())
        : setback.again(turn, resolved, detail);
  }
}
