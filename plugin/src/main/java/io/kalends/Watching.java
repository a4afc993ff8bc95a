package io.kalends;

import io.kalends.account.CredentialUse;
import io.kalends.delivery.Proof;
import io.kalends.enrollment.DeviceOwner;
import io.kalends.event.ProvisioningEvent;
import io.kalends.failure.Failure;
import io.kalends.ledger.Claim;
import io.kalends.ledger.Entry;
import io.kalends.ledger.Hold;
import io.kalends.ledger.Saving;
import io.kalends.ledger.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Follows a delivery until it is proven as far as it can be. Events move an entry; this asks where
 * none came, looks whether the owner is still the same, and lets earlier generations go once this
 * one works.
 */
final class Watching {

  /** When a device that does not answer is asked after: then daily. */
  private static final List<Duration> SILENCE =
      List.of(Duration.ofMinutes(15), Duration.ofHours(1), Duration.ofHours(6));

  static final Duration ASKED_FIRST = SILENCE.get(0);

  private static final Duration DAILY = Duration.ofDays(1);

  /** Ten questions: a week. */
  private static final int SILENT = 10;

  /** When the first login is asked after; then hourly for a day, then daily for a week. */
  private static final List<Duration> FIRST_LOGIN =
      List.of(Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMinutes(30));

  private static final int HOURLY_UNTIL = 27;
  private static final int DAILY_UNTIL = 34;

  private final Road road;
  private final Setback setback;

  Watching(Road road, Setback setback) {
    this.road = road;
    this.setback = setback;
  }

  /** The MDM has taken it. */
  Saving justSent(Claim claim, Entry sent) {
    if (road.confirms(sent)) {
      return Saving.at(sent, "sent", Setback.moment(claim).plus(SILENCE.get(0)));
    }
    return asFarAsItGets(
        claim, sent, "sent; this MDM does not tell whether the device took it", Proof.ACCEPTED);
  }

  /** Nobody answered yet. */
  Saving sent(Claim claim) {
    Entry sent = claim.entry();
    try {
      Optional<Saving> owner = ownerChanged(claim);
      if (owner.isPresent()) {
        return owner.get();
      }
      if (seenLoggingIn(sent)) {
        return asFarAsItGets(
            claim, sent.installed(Proof.FIRST_LOGIN).freed(), "logged in", Proof.FIRST_LOGIN);
      }
      return road.confirms(sent)
          ? asked(claim, sent, sent.attempt().orElseThrow())
          : watched(claim, sent);
    } catch (Failure e) {
      return setback.again(claim, sent, e);
    }
  }

  /** The device has it. */
  Saving installed(Claim claim) {
    Entry installed = claim.entry();
    try {
      Optional<Saving> owner = ownerChanged(claim);
      if (owner.isPresent()) {
        return owner.get();
      }
      if (installed.proof() != Proof.FIRST_LOGIN && seenLoggingIn(installed)) {
        return asFarAsItGets(
            claim, installed.proven(Proof.FIRST_LOGIN).freed(), "logged in", Proof.FIRST_LOGIN);
      }
      return watched(claim, installed);
    } catch (Failure e) {
      return setback.again(claim, installed, e);
    }
  }

  /** Asks the MDM, or the device through it; what they say comes in like any report. */
  Saving asked(Claim claim, Entry entry, UUID attempt) {
    Saving saving = again(claim, entry);
    if (road.poller().isPresent()) {
      for (ProvisioningEvent event : road.poller().get().poll(Road.installation(entry), attempt)) {
        saving = saving.and(new Saving.Learnt(event));
      }
    } else {
      road.profileQuery()
          .ifPresent(query -> query.askProfiles(entry.device(), road.attempts().get()));
    }
    return saving;
  }

  private static Saving again(Claim claim, Entry entry) {
    int times = entry.failures();
    Duration wait = times + 1 < SILENCE.size() ? SILENCE.get(times + 1) : DAILY;
    Instant due = Setback.moment(claim).plus(wait);
    Entry more = entry.failedOnceMore();
    if (times < SILENT) {
      return Saving.at(more, "", due);
    }
    String detail = "the device has not answered for a week; it gets it when it comes back";
    boolean told = entry.hold().isPresent();
    return Saving.at(
        Setback.held(claim, more, Hold.Cause.DEVICE_SILENT, detail), told ? "" : detail, due);
  }

  /** Supersedes what came before, if this proves enough, and goes on watching if more can come. */
  private Saving asFarAsItGets(Claim claim, Entry entry, String detail, Proof reached) {
    boolean goal = reached.compareTo(road.goal(entry)) >= 0;
    if (goal) {
      Saving done = Saving.resting(road.settled(entry), detail);
      return claim.surroundings().earlierLive() ? done.and(new Saving.Supersede()) : done;
    }
    return Saving.at(entry, detail, Setback.moment(claim).plus(FIRST_LOGIN.get(0)));
  }

  /** No login seen yet, or none can be seen. */
  private Saving watched(Claim claim, Entry entry) {
    int times = entry.failures();
    boolean goal = entry.proof().compareTo(road.goal(entry)) >= 0;
    boolean late = times >= HOURLY_UNTIL;
    boolean lastLook = goal || times >= DAILY_UNTIL;
    Entry next = entry.state() == State.INSTALLED ? road.settled(entry) : entry;
    Saving saving =
        lastLook
            ? Saving.resting(next, "")
            : Saving.at(next.failedOnceMore(), "", Setback.moment(claim).plus(wait(times + 1)));
    boolean supersedes = claim.surroundings().earlierLive() && (goal || late);
    return supersedes ? saving.and(new Saving.Supersede()) : saving;
  }

  private static Duration wait(int times) {
    if (times < FIRST_LOGIN.size()) {
      return FIRST_LOGIN.get(times);
    }
    return times < HOURLY_UNTIL ? Duration.ofHours(1) : DAILY;
  }

  private boolean seenLoggingIn(Entry entry) {
    Optional<CredentialUse> use = road.use();
    return use.isPresent()
        && use.get()
            .useOf(entry.target().orElseThrow().owner(), entry.label().orElseThrow())
            .isPresent();
  }

  /** Empty when it belongs to whom it did. An owner the MDM no longer names stays. */
  private Optional<Saving> ownerChanged(Claim claim) {
    Entry entry = claim.entry();
    if (!claim.surroundings().ownerMayHaveChanged()) {
      return Optional.empty();
    }
    DeviceOwner before = entry.target().orElseThrow().owner();
    DeviceOwner now = road.preflight().ownerOf(entry.device()).orElse(before);
    if (now.address().equals(before.address())) {
      return Optional.of(
          Saving.now(entry, "", Setback.moment(claim)).and(new Saving.OwnerConfirmed()));
    }
    return Optional.of(
        Saving.now(
                entry.withdrawing(new Entry.Withdrawal("owner changed", true)),
                "the device belongs to " + now.address() + " now, no longer to " + before.address(),
                Setback.moment(claim))
            .and(new Saving.OwnerConfirmed())
            .and(
                new Saving.Reopen(
                    "owner:" + now.address() + ":after:" + entry.key().generation())));
  }
}
