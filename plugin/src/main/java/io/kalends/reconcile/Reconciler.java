package io.kalends.reconcile;

import io.kalends.enrollment.Channel;
import io.kalends.enrollment.Device;
import io.kalends.enrollment.EnrollmentId;
import io.kalends.enrollment.Platform;
import io.kalends.event.ProvisioningEvent;
import io.kalends.failure.Failure;
import io.kalends.failure.TemporaryFailure;
import io.kalends.ledger.Ledger;
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

  private final Ledger ledger;
  private final List<Reconciled> all;
  private final Passes passes;
  private final Roll roll;
  private final String node;

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
    this.roll = new Roll(database, new Guards(database));
    this.node = node;
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
      } else if (!one.goneAfter().isZero()) {
        steps += step(one, "silent", pass -> silent(one, pass));
      }
      if (one.lookup().isPresent()) {
        steps += step(one, "discovered", pass -> lookUp(one, pass));
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
      Duration wait = waitAfter(e, pass.now());
      LOG.warn(
          "reconcile {} of {}: {}; again in {}", name, one.of().instance(), e.getMessage(), wait);
      passes.again(pass, wait, String.valueOf(e.getMessage()));
    }
    return 1;
  }

  private static Duration waitAfter(Failure failure, Instant now) {
    if (failure instanceof TemporaryFailure temporary) {
      Duration asked =
          temporary.retryAt().map(at -> Duration.between(now, at)).orElse(Duration.ZERO);
      return asked.compareTo(FAILED) > 0 ? asked : FAILED;
    }
    return REFUSED;
  }

  private void list(Reconciled one, EnrollmentLister lister, Pass pass) {
    if (pass.begins()) {
      roll.call(pass);
    }
    EnrollmentLister.Page page =
        lister.list(pass.begins() ? EnrollmentLister.START : pass.cursor());
    tell(one, "listed", pass, roll.mark(pass, page.devices()));
    if (page.next().isPresent()) {
      passes.goOn(pass, page.next().get());
      return;
    }
    withdraw(one, pass, roll.leavers(pass, one.goneAfter(), node), one.every());
  }

  private void silent(Reconciled one, Pass pass) {
    withdraw(one, pass, roll.silent(pass, one.goneAfter(), node), DISCOVERED);
  }

  private void withdraw(Reconciled one, Pass pass, Roll.Leavers leavers, Duration next) {
    List<ProvisioningEvent> facts = new ArrayList<>();
    for (EnrollmentId id : leavers.enrollments()) {
      facts.add(new ProvisioningEvent.CheckedOut(key("gone", pass, id), pass.now(), id));
    }
    ledger.accept(one.of().tenant(), one.of().instance(), facts);
    if (leavers.stopped() > 0) {
      LOG.warn(
          "reconcile {}: {} enrollments seem to be gone; nothing is withdrawn until a person allows"
              + " it",
          one.of().instance(),
          leavers.stopped());
    }
    passes.end(pass, next, "%d gone, %d held back".formatted(facts.size(), leavers.stopped()));
  }

  private void lookUp(Reconciled one, Pass pass) {
    Roll.Mentioned slice = roll.discovered(one.of(), after(pass), LOOKED_UP);
    List<Device> found = new ArrayList<>();
    for (EnrollmentId id : slice.ids()) {
      one.lookup().orElseThrow().find(id).ifPresent(found::add);
    }
    tell(one, "found", pass, found);
    next(pass, slice.ids().size() < LOOKED_UP, slice.last(), DISCOVERED);
  }

  private void open(Reconciled one, Pass pass) {
    Roll.Slice slice = roll.unserved(one.of(), after(pass), OPENED);
    List<Device> admitted =
        slice.devices().stream()
            .filter(device -> carriesAccounts(device) && one.admission().admits(one.of(), device))
            .toList();
    tell(one, "admitted", pass, admitted);
    next(pass, slice.devices().size() < OPENED, slice.last(), UNSERVED);
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
    ledger.accept(one.of().tenant(), one.of().instance(), facts);
  }

  private static String key(String how, Pass pass, EnrollmentId id) {
    return how + "/" + pass.number() + "/" + id;
  }
}
