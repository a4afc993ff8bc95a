package io.kalends.reconcile;

import io.kalends.enrollment.Channel;
import io.kalends.enrollment.Device;
import io.kalends.enrollment.EnrollmentId;
import io.kalends.enrollment.Platform;
import io.kalends.event.ProvisioningEvent;
import io.kalends.failure.Failure;
import io.kalends.failure.PermanentFailure;
import io.kalends.failure.TemporaryFailure;
import io.kalends.ledger.Ledger;
import io.kalends.mdm.DeviceLookup;
import io.kalends.mdm.EnrollmentLister;
import io.kalends.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the registry true where no webhook came: reads the MDM's list page by page, asks after
 * devices that were only heard of, and opens what was left aside while provisioning was off. What
 * it finds it tells the ledger as facts, like any webhook; several nodes share the work. Steps are
 * taken by one thread.
 */
public final class Reconciler {

  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);
  private static final Duration FAILED = Duration.ofMinutes(1);
  private static final Duration REFUSED = Duration.ofMinutes(15);
  private static final Duration DISCOVERED = Duration.ofMinutes(15);
  private static final Duration UNSERVED = Duration.ofMinutes(15);
  private static final int LOOKED_UP = 25;
  private static final int OPENED = 500;

  /** Well within the claim of a pass, also when the last answer takes its time. */
  private static final Duration LOOKING = Duration.ofMinutes(1);

  /** A list that took longer tells of devices as they were, which is no reason to withdraw. */
  private static final Duration STALE = Duration.ofHours(6);

  /** However long an MDM wants to be left alone: somebody may have set it right. */
  private static final Duration LONGEST_WAIT = Duration.ofDays(1);

  private final Ledger ledger;
  private final List<Reconciled> all;
  private final Passes passes;
  private final Roll roll;
  private final Departures departures;
  private final Aside aside;

  /** One step of a pass; what it throws is told by its note. */
  @FunctionalInterface
  private interface Step {
    void take(Pass pass);
  }

  /**
   * Reconciles some providers.
   *
   * @param database the ledger's
   * @param ledger told what is found
   * @param all the providers
   * @param node who works here, unique among the nodes that run
   */
  public Reconciler(Database database, Ledger ledger, List<Reconciled> all, String node) {
    this.ledger = ledger;
    this.all = List.copyOf(all);
    this.passes = new Passes(database, node);
    this.roll = new Roll(database);
    this.departures = new Departures(database, new Guards(database), node);
    this.aside = new Aside(database);
  }

  /**
   * Takes one step of every pass that is due.
   *
   * @return how many steps; none when nothing is due, or other nodes have it
   * @throws io.kalends.store.DatabaseFailure when the database refuses; to be tried again
   */
  public int step() {
    int steps = 0;
    for (Reconciled one : all) {
      if (one.lister().isPresent()) {
        steps += step(one, "list", pass -> list(one, one.lister().get(), pass));
      } else if (!one.silentAfter().isZero()) {
        steps += step(one, "silent", pass -> silent(one, pass));
      }
      if (one.lookup().isPresent()) {
        steps += step(one, "discovered", pass -> lookUp(one, one.lookup().get(), pass));
      }
      steps += step(one, "unserved", pass -> open(one, pass));
    }
    return steps;
  }

  private int step(Reconciled one, String name, Step step) {
    Optional<Pass> begun = passes.begin(one.of(), name);
    if (begun.isEmpty()) {
      return 0;
    }
    Pass pass = begun.get();
    try {
      step.take(pass);
    } catch (Failure e) {
      failed(one, pass, e);
    }
    return 1;
  }

  /** What was temporary goes on from its cursor; what was not may be the cursor's own fault. */
  private void failed(Reconciled one, Pass pass, Failure failure) {
    Duration wait = waitAfter(failure, pass.now());
    String said = String.valueOf(failure.getMessage());
    LOG.warn("reconcile {} of {}: {}; again in {}", pass.name(), name(one), said, wait);
    if (failure instanceof TemporaryFailure) {
      passes.again(pass, wait, said);
    } else {
      passes.end(pass, wait, said);
    }
  }

  private static Duration waitAfter(Failure failure, Instant now) {
    if (failure instanceof TemporaryFailure temporary) {
      Duration asked =
          temporary.retryAt().map(at -> Duration.between(now, at)).orElse(Duration.ZERO);
      Duration wait = asked.compareTo(FAILED) > 0 ? asked : FAILED;
      return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
    }
    return REFUSED;
  }

  private void list(Reconciled one, EnrollmentLister lister, Pass pass) {
    if (pass.began().plus(STALE).isBefore(pass.now())) {
      passes.end(pass, Duration.ZERO, "took longer than " + STALE + "; begun anew");
      return;
    }
    if (pass.begins()) {
      roll.call(pass);
    }
    EnrollmentLister.Page page =
        lister.list(pass.begins() ? EnrollmentLister.START : pass.cursor());
    tell(one, "listed", pass, roll.mark(pass, page.devices()));
    Optional<String> next = page.next().filter(cursor -> !cursor.isEmpty());
    if (next.isEmpty()) {
      withdraw(one, pass, departures.leavers(pass, one.goneAfter()), one.every());
    } else if (next.get().equals(pass.cursor())) {
      throw new PermanentFailure(
          PermanentFailure.Reason.CONTRACT_BROKEN, "the list names one page as its own next");
    } else {
      passes.goOn(pass, next.get());
    }
  }

  private void silent(Reconciled one, Pass pass) {
    withdraw(one, pass, departures.silent(pass, one.silentAfter()), DISCOVERED);
  }

  private void withdraw(Reconciled one, Pass pass, Departures.Leavers leavers, Duration next) {
    List<ProvisioningEvent> facts = new ArrayList<>();
    for (EnrollmentId id : leavers.enrollments()) {
      facts.add(new ProvisioningEvent.CheckedOut(key("gone", pass, id), pass.now(), id));
    }
    ledger.accept(one.of().tenant(), one.of().instance(), facts);
    if (leavers.stopped() > 0) {
      LOG.warn(
          "reconcile {}: {} enrollments seem to be gone; nothing is withdrawn until a person allows"
              + " it",
          name(one),
          leavers.stopped());
    }
    passes.end(pass, next, "%d gone, %d held back".formatted(facts.size(), leavers.stopped()));
  }

  private void lookUp(Reconciled one, DeviceLookup lookup, Pass pass) {
    List<Aside.Mentioned> slice = aside.discovered(one.of(), after(pass), LOOKED_UP);
    Instant enough = pass.now().plus(LOOKING);
    List<Device> found = new ArrayList<>();
    int asked = 0;
    try {
      while (asked < slice.size() && (asked == 0 || ledger.now().isBefore(enough))) {
        find(lookup, slice.get(asked++).id()).ifPresent(found::add);
      }
    } catch (Failure e) {
      tell(one, "found", pass, found);
      throw e;
    }
    tell(one, "found", pass, found);
    boolean through = asked == slice.size() && asked < LOOKED_UP;
    next(pass, through, asked == 0 ? 0 : slice.get(asked - 1).row(), DISCOVERED);
  }

  /** An id that the MDM will not hear of must not keep it from being asked about the others. */
  private static Optional<Device> find(DeviceLookup lookup, EnrollmentId id) {
    try {
      return lookup.find(id);
    } catch (PermanentFailure e) {
      LOG.warn("reconcile: {} is not looked up: {}", id, e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * Told as of when they enrolled and without a word about them: what the ledger heard meanwhile,
   * of their end or of another owner, is newer.
   */
  private void open(Reconciled one, Pass pass) {
    List<Aside.Unserved> slice = aside.unserved(one.of(), after(pass), OPENED);
    List<ProvisioningEvent> facts = new ArrayList<>();
    for (Aside.Unserved each : slice) {
      Device device = each.device();
      if (carriesAccounts(device) && one.admission().admits(one.of(), device)) {
        String key = key("admitted", pass, device.id());
        facts.add(new ProvisioningEvent.Enrolled(key, each.enrolled(), bare(device)));
      }
    }
    accept(one, facts);
    boolean through = slice.size() < OPENED;
    next(pass, through, slice.isEmpty() ? 0 : slice.get(slice.size() - 1).row(), UNSERVED);
  }

  private static Device bare(Device device) {
    Device.Builder bare = Device.enrolled(device.id(), device.platform());
    device.parent().ifPresent(bare::userChannelOf);
    return bare.build();
  }

  private void next(Pass pass, boolean through, long last, Duration again) {
    if (through) {
      passes.end(pass, again, "");
    } else {
      passes.goOn(pass, String.valueOf(last));
    }
  }

  /** A Mac's account is on its user channel; its device channel has none to open. */
  private static boolean carriesAccounts(Device device) {
    return device.platform() != Platform.MACOS || device.channel() == Channel.USER;
  }

  private static long after(Pass pass) {
    return pass.begins() ? 0 : Long.parseLong(pass.cursor());
  }

  private void tell(Reconciled one, String how, Pass pass, List<Device> devices) {
    List<ProvisioningEvent> facts = new ArrayList<>();
    for (Device device : devices) {
      facts.add(new ProvisioningEvent.Enrolled(key(how, pass, device.id()), pass.now(), device));
    }
    accept(one, facts);
  }

  /** One text that the ledger does not take must not keep all others out. */
  private void accept(Reconciled one, List<ProvisioningEvent> facts) {
    try {
      ledger.accept(one.of().tenant(), one.of().instance(), facts);
    } catch (IllegalArgumentException refused) {
      facts.forEach(fact -> alone(one, fact));
    }
  }

  private void alone(Reconciled one, ProvisioningEvent fact) {
    try {
      ledger.accept(one.of().tenant(), one.of().instance(), List.of(fact));
    } catch (IllegalArgumentException e) {
      LOG.warn("reconcile {}: {} is passed over: {}", name(one), fact.key(), e.getMessage());
    }
  }

  private static String name(Reconciled one) {
    return one.of().instance();
  }

  private static String key(String how, Pass pass, EnrollmentId id) {
    return how + "/" + pass.number() + "/" + id;
  }
}
