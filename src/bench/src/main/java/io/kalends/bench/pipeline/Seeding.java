package io.kalends.bench.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kalends.account.DeviceLabel;
import io.kalends.delivery.DeliveryForm;
import io.kalends.delivery.Exposure;
import io.kalends.delivery.ProfileIdentity;
import io.kalends.delivery.Proof;
import io.kalends.enrollment.Device;
import io.kalends.enrollment.DeviceOwner;
import io.kalends.event.ProvisioningEvent;
import io.kalends.event.ProvisioningEvent.CommandReported;
import io.kalends.event.ProvisioningEvent.CommandStatus;
import io.kalends.event.ProvisioningEvent.Enrolled;
import io.kalends.ledger.Claim;
import io.kalends.ledger.Claim.Lane;
import io.kalends.ledger.Entry;
import io.kalends.ledger.JdbcLedger;
import io.kalends.ledger.Ledger;
import io.kalends.ledger.Saving;
import io.kalends.ledger.SealedAccount;
import io.kalends.mdm.InstallReference;
import io.kalends.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * Fills a ledger as years of work do, through the ledger itself: every fact, claim and save of an
 * enrollment's way to its first login, with their rows of history and inbox. Only nobody is called.
 */
final class Seeding implements AutoCloseable {

  private static final int BATCH = 500;

  /** Saves at once: they share commits. */
  private static final int SAVERS = 64;

  private static final String NODE = "seeding";
  private static final Duration LEASE = Duration.ofMinutes(4);

  private final Ledger ledger;
  private final ExecutorService savers = Executors.newFixedThreadPool(SAVERS);

  private Seeding(Ledger ledger) {
    this.ledger = ledger;
  }

  /** Adds so many entries that are INSTALLED, have logged in and rest. */
  static void fill(LedgerStore store, int count) throws InterruptedException {
    try (Database database = store.open();
        Seeding seeding = new Seeding(new JdbcLedger(database, (of, device) -> true))) {
      for (int from = 0; from < count; from += BATCH) {
        seeding.batch(Site.devices("SEEDED", from, Math.min(BATCH, count - from)));
      }
    }
  }

  @Override
  public void close() {
    savers.shutdownNow();
  }

  private void batch(List<Device> devices) throws InterruptedException {
    Instant now = Clock.systemUTC().instant();
    tell(devices.stream().map(d -> enrolled(d, now)).toList());
    each(Lane.RESOLVE, devices.size(), Seeding::resolved);
    each(Lane.MINT, devices.size(), claim -> Saving.now(minted(claim), "minted", now));
    List<Claim> sent = each(Lane.MDM, devices.size(), claim -> sent(claim, now));
    tell(sent.stream().map(claim -> acknowledged(claim, now)).toList());
    each(Lane.SOURCE, devices.size(), Seeding::loggedIn);
  }

  private void tell(List<ProvisioningEvent> facts) {
    ledger.accept(Site.TENANT, Site.INSTANCE, facts);
    int applied = ledger.apply(BATCH);
    if (applied != facts.size()) {
      throw new IllegalStateException(applied + " of " + facts.size() + " facts were applied");
    }
  }

  /** Claims them all and saves what comes of each. */
  private List<Claim> each(Lane lane, int count, Function<Claim, Saving> step)
      throws InterruptedException {
    List<Claim> all = new ArrayList<>();
    while (all.size() < count) {
      List<Claim> claims = ledger.claim(NODE, List.of(order(lane)));
      if (claims.isEmpty()) {
        throw new IllegalStateException(all.size() + " of " + count + " entries due in " + lane);
      }
      save(claims, step);
      all.addAll(claims);
    }
    return all;
  }

  private void save(List<Claim> claims, Function<Claim, Saving> step) throws InterruptedException {
    List<Callable<Boolean>> saves = new ArrayList<>();
    claims.forEach(claim -> saves.add(() -> ledger.save(claim, step.apply(claim))));
    try {
      for (Future<Boolean> save : savers.invokeAll(saves)) {
        if (!save.get()) {
          throw new IllegalStateException("a claim lapsed while seeding");
        }
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a save failed while seeding", e);
    }
  }

  private static Ledger.Order order(Lane lane) {
    return new Ledger.Order(
        new Ledger.Instance(Site.TENANT, Site.INSTANCE),
        lane,
        BATCH,
        LEASE,
        new Ledger.Pace("seeding", 0, 0),
        device -> DeviceLabel.of("seeded", UUID.randomUUID().toString().substring(0, 8)));
  }

  private static ProvisioningEvent enrolled(Device device, Instant at) {
    return new Enrolled("enrolled/" + device.id(), at, device);
  }

  private static Saving resolved(Claim claim) {
    DeviceOwner owner =
        DeviceOwner.of("seeded-" + claim.entry().key().enrollment().value() + "@example.com");
    Entry.Target target =
        new Entry.Target(owner, DeliveryForm.SIGNED_PROFILE, Exposure.CLEAR_IN_PROFILE);
    return Saving.now(claim.entry().resolved(target), "owner is " + owner, claim.until());
  }

  private static Entry minted(Claim claim) {
    return claim.entry().minted(new SealedAccount(new byte[160]));
  }

  private static Saving sent(Claim claim, Instant now) {
    UUID attempt = attempt(claim);
    String identifier = "org.example." + claim.entry().key().enrollment();
    Entry sent =
        claim
            .entry()
            .sending(attempt)
            .carrying(new ProfileIdentity(identifier, attempt, identifier + ".caldav", attempt))
            .sent(new InstallReference("attempt " + attempt));
    return Saving.at(sent, "sent", now.plus(LEASE));
  }

  private static ProvisioningEvent acknowledged(Claim claim, Instant now) {
    return new CommandReported(
        "installed/" + claim.entry().key().enrollment(),
        now,
        claim.entry().key().enrollment(),
        attempt(claim),
        CommandStatus.ACKNOWLEDGED,
        List.of());
  }

  /** It erases the account, too: nothing seeded can be opened by a service's keys. */
  private static Saving loggedIn(Claim claim) {
    return Saving.resting(claim.entry().proven(Proof.FIRST_LOGIN).erased(), "it has logged in");
  }

  private static UUID attempt(Claim claim) {
    String name = "seeded " + claim.entry().key();
    return UUID.nameUUIDFromBytes(name.getBytes(UTF_8));
  }
}
