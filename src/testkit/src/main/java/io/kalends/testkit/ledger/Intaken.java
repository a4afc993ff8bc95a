package io.kalends.testkit.ledger;

import static io.kalends.testkit.ledger.Fleet.HERE;

import io.kalends.delivery.ProfileIdentity;
import io.kalends.enrollment.Device;
import io.kalends.enrollment.EnrollmentId;
import io.kalends.enrollment.Platform;
import io.kalends.event.ProvisioningEvent;
import io.kalends.event.ProvisioningEvent.CheckedOut;
import io.kalends.event.ProvisioningEvent.CommandError;
import io.kalends.event.ProvisioningEvent.CommandReported;
import io.kalends.event.ProvisioningEvent.CommandStatus;
import io.kalends.event.ProvisioningEvent.Enrolled;
import io.kalends.ledger.Claim;
import io.kalends.ledger.Claim.Lane;
import io.kalends.ledger.Entry;
import io.kalends.ledger.Saving;
import io.kalends.ledger.State;
import io.kalends.mdm.InstallReference;
import io.kalends.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** A fleet that is told facts. Each fact has a key of its own unless a test repeats it. */
final class Intaken {

  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  static final EnrollmentId PHONE = new EnrollmentId("phone");

  final Fleet fleet;
  final LedgerRows rows;
  private final AtomicInteger keys = new AtomicInteger();

  Intaken(Database database) {
    this.fleet = new Fleet(database);
    this.rows = fleet.rows;
  }

  String key() {
    return "fact-" + keys.incrementAndGet();
  }

  static Instant minute(int minutes) {
    return START.plus(Duration.ofMinutes(minutes));
  }

  static Device phone() {
    return Device.enrolled(PHONE, Platform.IOS).name("a phone").build();
  }

  Enrolled enrolled(Device device, int minute) {
    return new Enrolled(key(), minute(minute), device);
  }

  CheckedOut checkedOut(EnrollmentId id, int minute) {
    return new CheckedOut(key(), minute(minute), id);
  }

  CommandReported answer(EnrollmentId id, UUID attempt, CommandStatus status) {
    return new CommandReported(key(), fleet.ledger.now(), id, attempt, status, List.of());
  }

  CommandReported error(UUID attempt, String domain, int code) {
    List<CommandError> chain =
        List.of(
            new CommandError("MCInstallationErrorDomain", 4001), new CommandError(domain, code));
    return new CommandReported(
        key(), fleet.ledger.now(), PHONE, attempt, CommandStatus.ERROR, chain);
  }

  /** Takes facts in and applies all that are due. */
  void tell(ProvisioningEvent... events) {
    fleet.ledger.accept(HERE.tenant(), HERE.instance(), List.of(events));
    apply();
  }

  void apply() {
    int applied = fleet.ledger.apply(100);
    for (int i = 0; applied == 100 && i < 1_000; i++) {
      applied = fleet.ledger.apply(100);
    }
  }

  /** What waits in the inbox becomes due as if time had passed. */
  void waited(Duration time) {
    rows.change(
        "UPDATE inbox SET due_millis = due_millis - ?, received_millis = received_millis - ?"
            + " WHERE due_millis IS NOT NULL",
        time.toMillis(),
        time.toMillis());
    apply();
  }

  /** A phone whose entry is SENT, for an owner. */
  UUID sent(String owner) {
    tell(enrolled(phone(), 1));
    return send(owner);
  }

  /** Takes what is REQUESTED to SENT. */
  UUID send(String owner) {
    fleet.resolve(fleet.one(Lane.RESOLVE), owner);
    fleet.mint();
    UUID attempt = UUID.randomUUID();
    Claim claim = fleet.one(Lane.MDM);
    Entry sent =
        claim
            .entry()
            .sending(attempt)
            .carrying(profile(claim.entry().key().generation()))
            .sent(new InstallReference("reference"));
    fleet.saved(claim, Saving.resting(sent, "sent"));
    return attempt;
  }

  UUID installed(String owner) {
    UUID attempt = sent(owner);
    tell(answer(PHONE, attempt, CommandStatus.ACKNOWLEDGED));
    rest();
    return attempt;
  }

  /** An INSTALLED entry's own step: nothing left to do. */
  void rest() {
    for (Claim claim : fleet.claim(Lane.SOURCE)) {
      fleet.saved(claim, Saving.resting(claim.entry(), ""));
    }
  }

  static ProfileIdentity profile(int generation) {
    return new ProfileIdentity(
        "io.example.phone",
        new UUID(0, generation),
        "io.example.phone.caldav",
        new UUID(1, generation));
  }

  /** Takes an INSTALLED entry that is told to withdraw as far as the MDM. */
  UUID removing() {
    Claim claim = fleet.one(Lane.SOURCE);
    fleet.saved(claim, Fleet.removing(claim, fleet.ledger.now()));
    Claim device = fleet.one(Lane.MDM);
    UUID attempt = device.entry().removeAttempt().orElseThrow();
    fleet.saved(device, Saving.resting(device.entry().removeSent(), "asked to remove it"));
    return attempt;
  }

  /** Any step a worker could take with it. */
  void anyStep(Lane lane) {
    for (Claim claim : fleet.claim(lane)) {
      Entry entry = claim.entry();
      boolean leaving = entry.withdrawal().isPresent();
      State state = entry.state();
      if (leaving && (state == State.REQUESTED || state == State.RESOLVED)) {
        fleet.saved(claim, Saving.resting(entry.gone(), "never began"));
      } else if (state == State.REQUESTED) {
        fleet.resolve(claim, "ann@example.org");
      } else if (lane == Lane.MINT) {
        fleet.saved(claim, Saving.now(Fleet.minted(claim), "", fleet.ledger.now()));
      } else if (leaving && state == State.REMOVING) {
        fleet.saved(claim, Saving.resting(entry.gone(), "removed"));
      } else if (leaving) {
        fleet.saved(claim, Fleet.removing(claim, fleet.ledger.now()));
      } else if (state == State.MINTED) {
        Entry sent = entry.sending(UUID.randomUUID()).sent(new InstallReference("reference"));
        fleet.saved(claim, Saving.resting(sent, "sent"));
      } else {
        fleet.saved(claim, Saving.resting(entry, ""));
      }
    }
  }

  String status(String enrollment) {
    return rows.all("SELECT status FROM enrollment WHERE enrollment = ?", enrollment).toString();
  }

  List<String> entries(String columns) {
    return rows.all("SELECT " + columns + " FROM entry ORDER BY enrollment, generation");
  }
}
