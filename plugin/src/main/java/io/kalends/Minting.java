package io.kalends;

import io.kalends.account.CredentialRevoker;
import io.kalends.enrollment.DeviceOwner;
import io.kalends.event.ProvisioningEvent;
import io.kalends.failure.ActionRequired;
import io.kalends.failure.Failure;
import io.kalends.failure.PermanentFailure;
import io.kalends.failure.TemporaryFailure;
import io.kalends.failure.UncertainOutcome;
import io.kalends.ledger.Claim;
import io.kalends.ledger.Entry;
import io.kalends.ledger.Hold;
import io.kalends.ledger.Saving;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one step that can be neither repeated nor taken back. Whatever is known to have made nothing
 * does not count; whatever may have made something is undone where the source can undo, and counted
 * where it cannot.
 */
final class Minting {

  private static final Logger LOG = LoggerFactory.getLogger(Minting.class);
  private static final int LOST_AT_MOST = 3;

  private final Road road;
  private final Setback setback;

  Minting(Road road, Setback setback) {
    this.road = road;
    this.setback = setback;
  }

  /** Under a label that is saved already. */
  Saving mint(Claim claim) {
    Entry minting = claim.entry();
    try {
      Entry minted = road.provisioner().mint(minting).freed();
      return Saving.now(
          road.provisioner().address(minted),
          "minted under the label " + minting.label().orElseThrow(),
          Setback.moment(claim));
    } catch (UncertainOutcome e) {
      return uncertain(claim, Setback.text(e), e.exchangeId().orElse(""));
    } catch (Failure e) {
      return notMinted(claim, minting.notMinted(), e);
    } catch (RuntimeException e) {
      LOG.error(
          "mint of {}: a fault in kalends itself; the outcome is not known", minting.key(), e);
      return uncertain(claim, "a fault in Kalends itself: " + e.getClass().getSimpleName(), "");
    }
  }

  /** A mint nobody lived to hear the answer of. */
  Saving settle(Claim claim) {
    Optional<CredentialRevoker> revoker = road.revoker();
    return revoker.isPresent()
        ? revoke(claim, revoker.get())
        : count(claim, "the step was cut off", "");
  }

  /** Bytes were written and no answer came. Undoing is another step, since it is another call. */
  private Saving uncertain(Claim claim, String detail, String exchangeId) {
    return road.revoker().isPresent()
        ? Saving.now(claim.entry(), detail, Setback.moment(claim))
        : count(claim, detail, exchangeId);
  }

  private Saving revoke(Claim claim, CredentialRevoker revoker) {
    Entry minting = claim.entry();
    try {
      revoker.revoke(owner(minting), minting.label().orElseThrow());
    } catch (Failure e) {
      return setback.of(claim, minting, e);
    }
    return setback.again(
        claim,
        minting.notMinted(),
        "the outcome was not known: whatever was minted under the label "
            + minting.label().orElseThrow()
            + " is revoked; minted again");
  }

  private Saving count(Claim claim, String why, String exchangeId) {
    Entry lost = claim.entry().mintLost();
    String label = lost.label().orElseThrow().value();
    String detail =
        why + "; this service cannot revoke, so a credential may exist under the label " + label;
    Saving.PossibleOrphan orphan =
        new Saving.PossibleOrphan(road.pace().api(), lost.label().orElseThrow(), exchangeId);
    if (lost.mintAttempts() < LOST_AT_MOST) {
      return setback.again(claim, lost, detail + "; minted again").and(orphan);
    }
    String enough = detail + "; not tried again after " + LOST_AT_MOST + " of them";
    return Saving.resting(Setback.held(claim, lost, Hold.Cause.UNCERTAIN_MINTS, enough), enough)
        .and(orphan);
  }

  private Saving notMinted(Claim claim, Entry resolved, Failure failure) {
    if (failure instanceof PermanentFailure gone
        && gone.reason() == PermanentFailure.Reason.OWNER_GONE) {
      return ownerGone(claim, resolved, gone);
    }
    Saving saving = setback.of(claim, resolved, failure);
    if (failure instanceof TemporaryFailure throttle && throttle.throttled()) {
      return saving.and(pause(claim, throttle));
    }
    boolean everybody =
        failure instanceof ActionRequired action && action.who() != ActionRequired.Who.OWNER;
    // Ten thousand entries must not each run into the same wrong setting.
    return everybody ? saving.and(pause(claim, failure)) : saving;
  }

  private Saving.Pause pause(Claim claim, Failure failure) {
    return new Saving.Pause(
        road.pace().api(), setback.retryAt(claim, failure), Setback.text(failure));
  }

  private Saving ownerGone(Claim claim, Entry resolved, PermanentFailure gone) {
    DeviceOwner owner = owner(resolved);
    ProvisioningEvent left =
        new ProvisioningEvent.OwnerLeft(
            "source/" + resolved.key() + "/" + resolved.label().orElseThrow(),
            Setback.moment(claim),
            owner);
    return Saving.now(
            resolved.withdrawing(new Entry.Withdrawal("owner left", true)),
            Setback.text(gone),
            Setback.moment(claim))
        .and(new Saving.Learnt(left));
  }

  private static DeviceOwner owner(Entry entry) {
    return entry.target().orElseThrow().owner();
  }
}
