package io.kalends;

import io.kalends.account.CredentialRevoker;
import io.kalends.failure.Failure;
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

  private static final Duration UNCONFIRMED = Duration.ofDays(14);

  private final Road road;
  private final Setback setback;
  private final Watching watching;

  Withdrawing(Road road, Setback setback, Watching watching) {
    this.road = road;
    this.setback = setback;
    this.watching = watching;
  }

  /** REQUESTED or RESOLVED: nothing was minted, so nothing is to be undone. */
  Saving nothing(Turn turn) {
    return Saving.resting(turn.entry().freed().gone(), "nothing was minted: " + why(turn));
  }

  /** MINTED, SENT or INSTALLED: the id of the removal is saved before the MDM is asked. */
  Saving begin(Turn turn) {
    Entry removing = turn.entry().freed().removing(road.attempts().get());
    return Saving.now(removing, "taken away: " + why(turn), turn.now());
  }

  /** REMOVING: the half that is due. */
  Saving removing(Turn turn) {
    return turn.entry().sourceHalf() == SourceHalf.LIVE ? atSource(turn) : onDevice(turn);
  }

  private Saving atSource(Turn turn) {
    Entry entry = turn.entry();
    String label = entry.label().orElseThrow().value();
    String owner = entry.target().orElseThrow().owner().address();
    Optional<CredentialRevoker> revoker = road.revoker();
    if (revoker.isEmpty()) {
      return settled(
          turn,
          SourceHalf.OWED,
          "owed: Kalends cannot revoke at this service; %s can delete it there, under the label %s"
              .formatted(owner, label));
    }
    try {
      revoker.get().revoke(entry.target().orElseThrow().owner(), entry.label().orElseThrow());
    } catch (Failure e) {
      return setback.again(turn, entry, e);
    }
    return settled(turn, SourceHalf.REVOKED, "revoked, label " + label);
  }

  private Saving settled(Turn turn, SourceHalf half, String detail) {
    Entry entry = turn.entry().freed().sourceHalf(half);
    return skip(turn)
        .map(reason -> gone(turn, entry, detail + "; " + reason))
        .orElseGet(() -> Saving.now(entry, detail, turn.now()));
  }

  private Saving onDevice(Turn turn) {
    Entry entry = turn.entry();
    Optional<String> skip = skip(turn);
    if (skip.isPresent()) {
      return gone(turn, entry, skip.get());
    }
    try {
      road.provider().remove(Road.installation(entry), entry.removeAttempt().orElseThrow());
    } catch (Failure e) {
      return setback.again(turn, entry, e);
    }
    Entry sent = entry.freed().removeSent();
    return road.confirms(entry)
        ? Saving.at(
            sent, "the MDM was told to remove it", turn.now().plus(Watching.firstLook(road)))
        : gone(turn, sent, "the MDM took the removal; nobody confirms it");
  }

  /** Where the device half must not, or need not be done. */
  private static Optional<String> skip(Turn turn) {
    if (turn.surroundings().laterDelivered()) {
      return Optional.of("a later credential has taken its place on the device");
    }
    if (!turn.surroundings().enrolled()) {
      return Optional.of("the device is not managed any more");
    }
    if (!turn.entry().withdrawal().map(Entry.Withdrawal::deviceHolds).orElse(true)) {
      return Optional.of("the device left or was wiped, and holds it no more");
    }
    return Optional.empty();
  }

  /** REMOVE_SENT: the MDM was told, and nobody answered yet. */
  Saving removeSent(Turn turn) {
    Entry entry = turn.entry();
    Optional<String> skip = skip(turn);
    if (skip.isPresent()) {
      return gone(turn, entry, skip.get());
    }
    return turn.age().compareTo(UNCONFIRMED) >= 0
        ? gone(turn, entry, "device did not confirm within %d days".formatted(UNCONFIRMED.toDays()))
        : watching.ask(turn, entry, entry.removeAttempt().orElseThrow());
  }

  private Saving gone(Turn turn, Entry entry, String detail) {
    Entry gone = entry.freed().gone();
    return Owed.firstLook(gone)
        .map(wait -> Saving.at(gone, detail, turn.now().plus(wait)))
        .orElseGet(() -> Saving.resting(gone, detail));
  }

  private static String why(Turn turn) {
    return turn.entry().withdrawal().orElseThrow().reason();
  }
}
