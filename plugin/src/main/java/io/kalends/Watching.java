package io.kalends;

import io.kalends.delivery.Proof;
import io.kalends.event.ProvisioningEvent;
import io.kalends.failure.Failure;
import io.kalends.ledger.Entry;
import io.kalends.ledger.Hold;
import io.kalends.ledger.Saving;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * SENT: events move it; this asks where none came. What is learnt comes in by the front door like
 * any report.
 */
final class Watching implements Step {

  /** How long a device may be silent before a person should know. */
  private static final Duration SILENT = Duration.ofDays(7);

  /** An answer that takes longer was perhaps lost: the device itself is asked, too. */
  private static final Duration LATE = Duration.ofMinutes(15);

  private static final Schedule SILENCE =
      Schedule.at(LATE, Duration.ofHours(1), Duration.ofHours(6)).every(Duration.ofDays(1));

  /** Where nobody sends answers, most are there within seconds. */
  private static final Schedule POLLS =
      Schedule.at(
              Duration.ofSeconds(5),
              Duration.ofSeconds(15),
              Duration.ofMinutes(1),
              Duration.ofMinutes(5),
              LATE,
              Duration.ofHours(1),
              Duration.ofHours(6))
          .every(Duration.ofDays(1));

  private final Road road;
  private final Proving proving;

  Watching(Road road, Proving proving) {
    this.road = road;
    this.proving = proving;
  }

  /** When an answer is asked for that did not come. */
  static Duration firstLook(Road road) {
    return schedule(road).after(Duration.ZERO).orElseThrow();
  }

  @Override
  public Saving take(Turn turn) {
    Entry sent = turn.entry();
    if (!road.confirms(sent)) {
      return proving.take(turn);
    }
    if (loggedIn(turn)) {
      Entry installed = sent.installed(Proof.FIRST_LOGIN).freed();
      return Saving.now(installed, "it has logged in, so the device has it", turn.now());
    }
    boolean silent = turn.age().compareTo(SILENT) >= 0 && sent.hold().isEmpty();
    return ask(turn, silent ? silent(turn) : sent, sent.attempt().orElseThrow());
  }

  /**
   * The device can answer for itself where its logins are seen; that, too, cannot always be asked.
   */
  private boolean loggedIn(Turn turn) {
    try {
      return proving.loggedIn(turn);
    } catch (Failure e) {
      return false;
    }
  }

  private static Entry silent(Turn turn) {
    String detail =
        "the device was sent it and has not answered for %d days; asking goes on daily"
            .formatted(SILENT.toDays());
    return Setback.held(turn, turn.entry(), Hold.Cause.DEVICE_SILENT, detail);
  }

  /**
   * Asks the MDM, and the device through it. One that cannot be asked now is asked next time.
   *
   * @param attempt of the install or the removal whose answer is missing
   */
  Saving ask(Turn turn, Entry entry, UUID attempt) {
    Duration next = schedule(road).after(turn.age()).orElseThrow();
    Instant due = turn.claim().since().plus(next);
    List<ProvisioningEvent> learnt = new ArrayList<>();
    String detail = "";
    try {
      road.poller()
          .ifPresent(poller -> learnt.addAll(poller.poll(Road.installation(entry), attempt)));
      boolean late = turn.age().compareTo(LATE) >= 0;
      if (learnt.isEmpty() && late && entry.profile().isPresent()) {
        road.profileQuery()
            .ifPresent(query -> query.askProfiles(entry.device(), road.attempts().get()));
      }
    } catch (Failure e) {
      detail = Setback.text(e);
      due = Setback.retryAt(turn, e).filter(due::isBefore).orElse(due);
    }
    boolean newlyHeld = !entry.hold().equals(turn.entry().hold());
    String told = newlyHeld ? entry.hold().map(Hold::detail).orElse("") : detail;
    Saving saving = Saving.at(entry, told, due);
    for (ProvisioningEvent event : learnt) {
      saving = saving.and(new Saving.Learnt(event));
    }
    return saving;
  }

  private static Schedule schedule(Road road) {
    return road.poller().isPresent() ? POLLS : SILENCE;
  }
}
