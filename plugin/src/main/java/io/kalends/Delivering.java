package io.kalends;

import io.kalends.account.CredentialProbe;
import io.kalends.delivery.Proof;
import io.kalends.failure.Failure;
import io.kalends.failure.TemporaryFailure;
import io.kalends.ledger.Claim;
import io.kalends.ledger.Entry;
import io.kalends.ledger.Hold;
import io.kalends.ledger.Saving;
import java.util.Optional;

/** From a credential that is here to one the MDM has. Repeated with the same attempt's id. */
final class Delivering {

  /** A service may need a moment until what it has minted logs in. */
  private static final int PROBES = 5;

  private final Road road;
  private final Setback setback;
  private final Watching watching;

  Delivering(Road road, Setback setback, Watching watching) {
    this.road = road;
    this.setback = setback;
    this.watching = watching;
  }

  Saving deliver(Claim claim) {
    Entry minted = claim.entry();
    try {
      Optional<CredentialProbe> probe = road.probe();
      if (probe.isPresent() && minted.proof().compareTo(Proof.PROBED) < 0) {
        Optional<Boolean> verdict = verdict(claim, probe.get());
        if (verdict.isPresent() && !verdict.get()) {
          return doesNotLogIn(claim);
        }
        minted = verdict.isPresent() ? minted.proven(Proof.PROBED) : minted;
      }
      Entry sent = road.provisioner().deliver(minted).freed();
      return watching.justSent(claim, sent);
    } catch (Failure e) {
      return setback.of(claim, minted, e);
    }
  }

  /**
   * A first credential is sent also when nobody can tell whether it logs in: from here the calendar
   * may be out of reach that devices reach. One that replaces another in place must be proven: the
   * device cannot go back.
   */
  private Optional<Boolean> verdict(Claim claim, CredentialProbe probe) {
    try {
      return Optional.of(road.provisioner().logsIn(claim.entry(), probe));
    } catch (TemporaryFailure e) {
      if (claim.surroundings().earlierLive()) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private Saving doesNotLogIn(Claim claim) {
    Entry minted = claim.entry();
    String detail = "the new credential does not log in, so it was not sent";
    return minted.failures() < PROBES
        ? setback.again(claim, minted, detail + " yet")
        : Saving.resting(Setback.held(claim, minted, Hold.Cause.DOES_NOT_LOG_IN, detail), detail);
  }
}
