package io.kalends;

import io.kalends.account.CredentialProbe;
import io.kalends.failure.Failure;
import io.kalends.ledger.Claim;
import io.kalends.ledger.Entry;
import io.kalends.ledger.Entry.SourceHalf;
import io.kalends.ledger.Saving;
import java.time.Duration;
import java.util.Optional;

/**
 * Takes a credential away, in two halves: first it must stop logging in, or be listed as owed; then
 * the device must be rid of it. Never gives up: absent is success.
 */
final class Withdrawing {

  private static final Duration OWED_LOOK = Duration.ofDays(1);
  private static final Duration OWED_LATER = Duration.ofDays(7);
  private static final int OWED_DAILY = 30;

  /** Three questions on the first day, then daily: two weeks. */
  private static final int UNCONFIRMED = 16;

  private final Road road;
  private final Setback setback;
  private final Watching watching;

  Withdrawing(Road road, Setback setback, Watching watching) {
    this.road = road;
    this.setback = setback;
    this.watching = watching;
  }

  /** Nothing was minted: nothing is to be undone. */
  Saving nothing(Claim claim) {
    Entry entry = claim.entry();
    return Saving.resting(
        entry.freed().gone(), "not needed any more: " + entry.withdrawal().orElseThrow().reason());
  }

  Saving begin(Claim claim) {
    Entry entry = claim.entry();
    return Saving.now(
        entry.freed().removing(road.attempts().get()),
        "taken away: " + entry.withdrawal().orElseThrow().reason(),
        Setback.moment(claim));
  }

  /** The half of REMOVING that is due. */
  Saving removing(Claim claim) {
    return claim.entry().sourceHalf() == SourceHalf.LIVE ? atSource(claim) : onDevice(claim);
  }

  private Saving atSource(Claim claim) {
    Entry entry = claim.entry();
    String label = entry.label().orElseThrow().value();
    if (road.revoker().isEmpty()) {
      return Saving.now(
          entry.freed().sourceHalf(SourceHalf.OWED),
          "owed: this service cannot revoke; "
              + entry.target().orElseThrow().owner().address()
              + " can delete it in the calendar service, under the label "
              + label,
          Setback.moment(claim));
    }
    try {
      road.revoker()
          .get()
          .revoke(entry.target().orElseThrow().owner(), entry.label().orElseThrow());
      return Saving.now(
          entry.freed().sourceHalf(SourceHalf.REVOKED),
          "revoked, label " + label,
          Setback.moment(claim));
    } catch (Failure e) {
      return setback.again(claim, entry, e);
    }
  }

  private Saving onDevice(Claim claim) {
    Entry entry = claim.entry();
    Optional<String> skip = skip(claim);
    if (skip.isPresent()) {
      return gone(claim, entry, skip.get());
    }
    try {
      road.provider().remove(Road.installation(entry), entry.removeAttempt().orElseThrow());
    } catch (Failure e) {
      return setback.again(claim, entry, e);
    }
    Entry sent = entry.freed().removeSent();
    return road.confirms(entry)
        ? Saving.at(
            sent, "the MDM was told to remove it", Setback.moment(claim).plus(Watching.ASKED_FIRST))
        : gone(claim, sent, "the MDM took the removal; nobody confirms it");
  }

  /** Where the device half must not, or need not be done. */
  private static Optional<String> skip(Claim claim) {
    if (claim.surroundings().laterDelivered()) {
      return Optional.of("a later credential has taken its place on the device");
    }
    if (!claim.surroundings().enrolled()) {
      return Optional.of("the device is not managed any more");
    }
    if (!claim.entry().withdrawal().map(Entry.Withdrawal::deviceHolds).orElse(true)) {
      return Optional.of("the device was wiped or left, and holds it no more");
    }
    return Optional.empty();
  }

  /** The MDM was told; nobody answered yet. */
  Saving removeSent(Claim claim) {
    Entry entry = claim.entry();
    Optional<String> skip = skip(claim);
    if (skip.isPresent()) {
      return gone(claim, entry, skip.get());
    }
    if (entry.failures() >= UNCONFIRMED) {
      return gone(claim, entry, "the device did not confirm within two weeks");
    }
    try {
      return watching.asked(claim, entry, entry.removeAttempt().orElseThrow());
    } catch (Failure e) {
      return setback.again(claim, entry, e);
    }
  }

  private Saving gone(Claim claim, Entry entry, String detail) {
    Entry gone = entry.freed().gone();
    return gone.sourceHalf() == SourceHalf.OWED && gone.account().isPresent()
        ? Saving.at(gone, detail, Setback.moment(claim).plus(OWED_LOOK))
        : Saving.resting(gone, detail);
  }

  /** Whether it still logs in, until it does not. */
  Saving owed(Claim claim) {
    Entry owed = claim.entry();
    Optional<CredentialProbe> probe = road.probe();
    if (probe.isEmpty() || owed.account().isEmpty()) {
      return Saving.resting(owed, "");
    }
    try {
      if (!road.provisioner().logsIn(owed, probe.get())) {
        return Saving.resting(
            owed.sourceHalf(SourceHalf.CLOSED).erased(), "no longer owed: it does not log in");
      }
    } catch (Failure e) {
      return setback.again(claim, owed, e);
    }
    Duration wait = owed.failures() < OWED_DAILY ? OWED_LOOK : OWED_LATER;
    return Saving.at(owed.failedOnceMore(), "", Setback.moment(claim).plus(wait));
  }
}
