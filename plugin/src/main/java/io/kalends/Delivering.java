package io.kalends;

import io.kalends.account.CredentialProbe;
import io.kalends.delivery.Proof;
import io.kalends.failure.Failure;
import io.kalends.failure.TemporaryFailure;
import io.kalends.ledger.Entry;
import io.kalends.ledger.Hold;
import io.kalends.ledger.Saving;
import java.util.Optional;

/**
 * MINTED: from a credential that is here to one the MDM has. Repeated with the same account and the
 * same attempt's id.
 */
final class Delivering implements Step {

  /** A service may need a moment until what it has minted logs in. */
  private static final int PROBES = 3;

  private final Road road;
  private final Setback setback;
  private final Proving proving;

  Delivering(Road road, Setback setback, Proving proving) {
    this.road = road;
    this.setback = setback;
    this.proving = proving;
  }

  @Override
  public Saving take(Turn turn) {
    Entry minted = turn.entry();
    try {
      Optional<Boolean> verdict = verdict(turn);
      if (verdict.isPresent() && !verdict.get()) {
        return doesNotLogIn(turn);
      }
      minted = verdict.isPresent() ? minted.proven(Proof.PROBED) : minted;
      return sent(turn, road.provisioner().deliver(minted));
    } catch (Failure e) {
      return setback.of(turn, minted, e);
    }
  }

  /**
   * Failures go on being counted until the device has it: one that answers every command with the
   * same passing error would be sent it for ever.
   */
  private Saving sent(Turn turn, Entry delivered) {
    Entry sent = delivered.hold().isPresent() ? delivered.freed() : delivered;
    if (!road.confirms(sent)) {
      String detail = "sent; this MDM does not tell whether the device took it";
      return proving.asFarAsItIs(turn, sent, turn.now(), detail);
    }
    return Saving.at(sent, "sent", turn.now().plus(Watching.firstLook(road)));
  }

  /**
   * Whether it logs in; empty when that was not asked, or nobody can tell. A first credential is
   * sent all the same: from here the calendar may be out of reach that devices reach. One that
   * replaces another in place must be proven, since the device cannot go back.
   */
  private Optional<Boolean> verdict(Turn turn) {
    Entry minted = turn.entry();
    Optional<CredentialProbe> probe = road.probe();
    boolean replaces = turn.surroundings().earlierLive();
    // Where logins are watched for, one of ours would be taken for the device's.
    boolean first = road.settings().probeFirst() && road.use().isEmpty();
    if (probe.isEmpty() || minted.proof().compareTo(Proof.PROBED) >= 0 || !(replaces || first)) {
      return Optional.empty();
    }
    try {
      return Optional.of(road.provisioner().logsIn(minted, probe.get()));
    } catch (TemporaryFailure e) {
      if (replaces) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private Saving doesNotLogIn(Turn turn) {
    Entry minted = turn.entry();
    String detail = "the new credential does not log in, so it was not sent";
    return minted.failures() + 1 < PROBES
        ? setback.again(turn, minted, detail + " yet")
        : setback.blocked(turn, minted.failedOnceMore(), Hold.Cause.DOES_NOT_LOG_IN, detail);
  }
}
