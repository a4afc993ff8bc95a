package io.kalends.testkit.crash;

import io.kalends.account.CredentialRevoker;
import io.kalends.account.CredentialSource;
import io.kalends.account.DeviceLabel;
import io.kalends.enrollment.Device;
import io.kalends.ledger.JdbcLedger;
import io.kalends.ledger.Ledger;
import io.kalends.mdm.MdmProvider;
import io.kalends.testkit.mdm.FakeMdm;
import io.kalends.testkit.mdm.LiveProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One life from the first enrollment to the last withdrawal, with at most one crash in it. */
final class WholeLife {

  private static final Ledger.Instance HERE =
      new Ledger.Instance(CrashScenario.TENANT, CrashScenario.INSTANCE);
  private static final Duration BETWEEN_ACTS = Duration.ofMinutes(10);
  private static final Duration LONGEST_ACT = Duration.ofDays(90);
  private static final Duration AFTERMATH = Duration.ofDays(2);

  /** Due, and yet nobody can claim it: a node that died holds its enrollment until a lease ends. */
  private static final Duration SOMEBODY_ELSE_HAS_IT = Duration.ofSeconds(20);

  private static final int MOST_ROUNDS = 2_000;

  private final Stage stage;
  private final Calendar calendar;
  private final FakeMdm mdm;
  private final CrashPoints points;
  private final Truths truths;
  private final boolean revocable;
  private final CredentialSource source;
  private final MdmProvider provider;
  private final Node.Start start;
  private final Ledger ledger;
  private Node node;
  private int rounds;

  WholeLife(
      Stage stage,
      Calendar calendar,
      FakeMdm mdm,
      CrashPoints points,
      CredentialSource source,
      Node.Start start) {
    this.stage = stage;
    this.calendar = calendar;
    this.mdm = mdm;
    this.points = points;
    this.revocable = source instanceof CredentialRevoker;
    this.truths = new Truths(calendar, mdm, revocable);
    this.source = points.around(CredentialSource.class, source);
    this.provider = points.around(MdmProvider.class, mdm.provider());
    this.start = start;
    this.ledger = new JdbcLedger(stage.database(), (of, device) -> true);
    this.node = born();
  }

  /**
   * Lives it.
   *
   * @return what is wrong at the end, or with the act that never came right; empty when all is well
   */
  List<String> live() {
    try {
      return lived();
    } catch (Restless e) {
      return List.of(String.valueOf(e.getMessage()));
    }
  }

  private List<String> lived() {
    for (Act act : Act.LIFE) {
      Map<Device, Long> before = truths.live();
      act.happens().accept(mdm);
      List<String> objections = playOut(act, before);
      if (!objections.isEmpty()) {
        return objections.stream().map(text -> act.name() + ": " + text).toList();
      }
      stage.pass(BETWEEN_ACTS);
    }
    Act last = Act.LIFE.get(Act.LIFE.size() - 1);
    goOnFor(AFTERMATH);
    List<String> objections = new ArrayList<>(truths.objections(last, Map.of()));
    objections.addAll(compare(last, Reported.by(stage.database())));
    return objections.stream().map(text -> "at the end: " + text).toList();
  }

  /** Labels of possible orphans are compared with mints, not with each other: each must be one. */
  private List<String> compare(Act last, Reported reported) {
    List<String> objections = new ArrayList<>();
    Set<String> enrolled =
        last.owners().keySet().stream().map(each -> each.id().value()).collect(Collectors.toSet());
    if (!reported.installed().equals(enrolled)) {
      objections.add("plugin reports as installed " + reported.installed());
    }
    if (!reported.unfinished().isEmpty()) {
      objections.add("plugin reports as not finished " + reported.unfinished());
    }
    Set<String> unaccounted = new HashSet<>(truths.unaccounted(reported.owed()));
    unaccounted.removeAll(reported.orphans());
    if (!unaccounted.isEmpty()) {
      objections.add("log in, and nobody knows of them: " + unaccounted);
    }
    Set<String> uncalled = new HashSet<>(reported.orphans());
    uncalled.removeAll(
        points.mintsCutOff().stream().map(DeviceLabel::value).collect(Collectors.toSet()));
    if (!uncalled.isEmpty() || (revocable && !reported.orphans().isEmpty())) {
      objections.add("possible orphans that no crash explains: " + reported.orphans());
    }
    Set<String> wrongly = new HashSet<>(reported.owed());
    wrongly.removeAll(truths.activeLabels());
    if (!wrongly.isEmpty()) {
      objections.add("reported as owed, and never minted: " + wrongly);
    }
    return objections;
  }

  private List<String> playOut(Act act, Map<Device, Long> before) {
    Instant begun = stage.clock().instant();
    while (true) {
      untilQuiet();
      List<String> objections = truths.objections(act, before);
      if (objections.isEmpty() || !passOn(begun.plus(LONGEST_ACT))) {
        return objections;
      }
    }
  }

  private void goOnFor(Duration time) {
    Instant end = stage.clock().instant().plus(time);
    do {
      untilQuiet();
    } while (passOn(end));
  }

  /** Until nobody has anything to do at this moment; a crash on the way is survived. */
  private void untilQuiet() {
    int moved = 1;
    while (moved > 0) {
      rounds++;
      if (rounds > MOST_ROUNDS) {
        throw new Restless(lastCalls());
      }
      try {
        moved = mdm.tell() + node.work() + mdm.connect() + synchronised();
      } catch (Crash crash) {
        node = born();
      }
    }
  }

  private Node born() {
    Ledger fresh = new JdbcLedger(stage.database(), (of, device) -> true);
    Ledger crashing = points.around(Ledger.class, fresh);
    mdm.tellTo(events -> crashing.accept(CrashScenario.TENANT, CrashScenario.INSTANCE, events));
    return start.start(crashing, source, provider, stage.clock());
  }

  private int synchronised() {
    int used = 0;
    for (Device device : Act.DEVICES) {
      for (LiveProfile profile : mdm.liveProfiles(device.id())) {
        used += calendar.firstUse(profile) ? 1 : 0;
      }
    }
    return used;
  }

  /** Lets time pass until something is due; false when that is later than {@code end}, or never. */
  private boolean passOn(Instant end) {
    Optional<Instant> next = ledger.nextDue(Set.of(HERE));
    if (next.isEmpty() || next.get().isAfter(end)) {
      return false;
    }
    Duration wait = Duration.between(ledger.now(), next.get());
    stage.pass(wait.isNegative() || wait.isZero() ? SOMEBODY_ELSE_HAS_IT : wait);
    return true;
  }

  private List<String> lastCalls() {
    List<String> all = points.calls();
    return all.subList(Math.max(0, all.size() - 12), all.size());
  }

  /** Nothing changes any more, and still something is always due. */
  @SuppressWarnings("serial")
  private static final class Restless extends RuntimeException {

    Restless(List<String> lastCalls) {
      super("never comes to rest; the last calls: " + lastCalls);
    }
  }
}
