package io.kalends;

import io.kalends.event.ProvisioningEvent.OwnerLeft;
import io.kalends.failure.ActionRequired;
import io.kalends.failure.Failure;
import io.kalends.failure.PermanentFailure;
import io.kalends.failure.TemporaryFailure;
import io.kalends.failure.UncertainOutcome;
import io.kalends.ledger.Entry;
import io.kalends.ledger.Saving;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * MINTING, under a label that this very claim saved: the one step that can be neither repeated nor
 * taken back. What is known to have made nothing does not count; what may have made something is
 * settled.
 */
final class Minting implements Step {

  private static final Logger LOG = LoggerFactory.getLogger(Minting.class);

  private final Road road;
  private final Setback setback;
  private final Settling settling;

  Minting(Road road, Setback setback, Settling settling) {
    this.road = road;
    this.setback = setback;
    this.settling = settling;
  }

  @Override
  public Saving take(Turn turn) {
    Entry minting = turn.entry();
    try {
      Entry minted = road.provisioner().address(road.provisioner().mint(minting)).freed();
      String detail = "minted under the label " + minting.label().orElseThrow();
      return Saving.now(minted, detail, turn.now());
    } catch (UncertainOutcome e) {
      return settling.unanswered(turn, Setback.text(e), e.exchangeId().orElse(""));
    } catch (Failure e) {
      return notMinted(turn, minting.notMinted(), e);
    } catch (RuntimeException e) {
      LOG.error("mint for {}: a fault in Kalends itself, its outcome is not known", minting, e);
      String detail = "a fault in Kalends itself: " + e.getClass().getSimpleName();
      return settling.unanswered(turn, detail, "");
    }
  }

  private Saving notMinted(Turn turn, Entry resolved, Failure failure) {
    if (failure instanceof PermanentFailure gone
        && gone.reason() == PermanentFailure.Reason.OWNER_GONE) {
      return ownerGone(turn, resolved, gone);
    }
    Saving saving = setback.of(turn, resolved, failure);
    return concernsEverybody(failure)
        ? saving.and(
            new Saving.Pause(
                road.settings().pace().api(),
                Setback.retryAt(turn, failure),
                Setback.text(failure)))
        : saving;
  }

  /** Ten thousand entries must not each run into the same limit, or the same wrong setting. */
  private static boolean concernsEverybody(Failure failure) {
    return failure instanceof TemporaryFailure temporary
        ? temporary.throttled()
        : failure instanceof ActionRequired action && action.who() != ActionRequired.Who.OWNER;
  }

  /** Not only this entry: everything of theirs is to be withdrawn, which a fact sets going. */
  private static Saving ownerGone(Turn turn, Entry resolved, PermanentFailure gone) {
    String key = "source/" + resolved.key() + "/" + resolved.label().orElseThrow();
    OwnerLeft left = new OwnerLeft(key, turn.now(), resolved.target().orElseThrow().owner());
    Entry leaving = resolved.withdrawing(new Entry.Withdrawal("owner left", true));
    return Saving.now(leaving, Setback.text(gone), turn.now()).and(new Saving.Learnt(left));
  }
}
