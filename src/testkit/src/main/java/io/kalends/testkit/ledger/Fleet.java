package io.kalends.testkit.ledger;

import io.kalends.account.DeviceLabel;
import io.kalends.delivery.DeliveryForm;
import io.kalends.delivery.Exposure;
import io.kalends.delivery.Proof;
import io.kalends.enrollment.DeviceOwner;
import io.kalends.ledger.Claim;
import io.kalends.ledger.Claim.Lane;
import io.kalends.ledger.Entry;
import io.kalends.ledger.Entry.SourceHalf;
import io.kalends.ledger.JdbcLedger;
import io.kalends.ledger.Ledger;
import io.kalends.ledger.Saving;
import io.kalends.ledger.SealedAccount;
import io.kalends.ledger.State;
import io.kalends.mdm.InstallReference;
import io.kalends.store.Database;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Some enrollments in a ledger, and the steps a worker would take with them. Rows are looked at,
 * and time made to pass, behind the ledger's back: a test that asked the ledger would believe it.
 */
final class Fleet {

  static final Ledger.Instance HERE = new Ledger.Instance("acme", "folder");
  static final Duration LEASE = Duration.ofMinutes(2);
  static final Ledger.Pace UNLIMITED = new Ledger.Pace("calendar", 0, 0);
  static final Ledger.Pace REAL = new Ledger.Pace("calendar", 50, 1_000);

  final LedgerRows rows;
  final Ledger ledger;
  private final Database database;
  private final AtomicInteger labels = new AtomicInteger();

  Fleet(Database database) {
    this.database = database;
    this.ledger = node();
    this.rows = new LedgerRows(database, HERE);
  }

  /** The ledger as another node opens it. */
  Ledger node() {
    return new JdbcLedger(database, (of, device) -> true);
  }

  Ledger.Order order(Lane lane, int max) {
    return order(lane, max, UNLIMITED);
  }

  Ledger.Order order(Lane lane, int max, Ledger.Pace pace) {
    return new Ledger.Order(
        HERE, lane, max, LEASE, pace, device -> DeviceLabel.of("device", tag()));
  }

  List<Claim> claim(Lane lane) {
    return ledger.claim("node-1", List.of(order(lane, 1_000)));
  }

  /** The only one that is due there. */
  Claim one(Lane lane) {
    List<Claim> claims = claim(lane);
    if (claims.size() != 1) {
      throw new AssertionError("not one claim in " + lane + " but " + claims);
    }
    return claims.get(0);
  }

  void saved(Claim claim, Saving saving) {
    if (!ledger.save(claim, saving)) {
      throw new AssertionError("refused to save " + saving);
    }
  }

  /** A worker's preflight, for whatever is due, each for an owner of its own. */
  void resolve() {
    for (Claim claim : claim(Lane.RESOLVE)) {
      resolve(claim, claim.entry().key().enrollment().value() + "@example.org");
    }
  }

  void resolve(Claim claim, String owner) {
    Entry.Target target =
        new Entry.Target(
            DeviceOwner.of(owner), DeliveryForm.SIGNED_PROFILE, Exposure.CLEAR_IN_PROFILE);
    saved(claim, Saving.now(claim.entry().resolved(target), "", ledger.now()));
  }

  /** The next entry of a mint that went well. */
  static Entry minted(Claim claim) {
    byte[] box = "not sealed, nothing secret".getBytes(StandardCharsets.UTF_8);
    return claim.entry().minted(new SealedAccount(box));
  }

  /** Mints whatever is due. */
  void mint() {
    for (Claim claim : claim(Lane.MINT)) {
      saved(claim, Saving.now(minted(claim), "", ledger.now()));
    }
  }

  /** Delivers whatever is due, and the devices answer. */
  void install() {
    for (Claim claim : claim(Lane.MDM)) {
      if (claim.entry().state() == State.MINTED) {
        Entry sent =
            claim.entry().sending(UUID.randomUUID()).sent(new InstallReference("reference"));
        saved(claim, Saving.resting(sent.installed(Proof.ACKNOWLEDGED), "installed"));
      }
    }
  }

  /** From the request to the device, whatever is due. */
  void installed(String enrollment) {
    rows.enroll(enrollment, "ENROLLMENT");
    resolve();
    mint();
    install();
  }

  /** Takes an entry that is told to withdraw to REMOVING, its credential revoked. */
  static Saving removing(Claim claim, Instant now) {
    Entry next = claim.entry().removing(UUID.randomUUID()).sourceHalf(SourceHalf.REVOKED);
    return Saving.now(next, "", now);
  }

  private String tag() {
    return "tag" + (100_000 + labels.incrementAndGet());
  }
}
