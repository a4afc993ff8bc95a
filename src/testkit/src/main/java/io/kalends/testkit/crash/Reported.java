package io.kalends.testkit.crash;

import io.kalends.ledger.Ledger;
import io.kalends.ledger.State;
import io.kalends.report.EntryFilter;
import io.kalends.report.EntryView;
import io.kalends.report.Leftover;
import io.kalends.report.Reports;
import io.kalends.store.Database;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The third truth: what plugin tells its administrator.
 *
 * @param installed enrollment ids with an entry that is INSTALLED and not being withdrawn
 * @param unfinished entries on their way, held or being taken away, in words
 * @param owed labels of credentials that should not log in any more and that nobody can revoke
 * @param orphans labels under which a credential may exist that nobody knows
 */
record Reported(
    Set<String> installed, List<String> unfinished, Set<String> owed, Set<String> orphans) {

  private static final int ALL = 1_000;

  static Reported by(Database database) {
    Reports reports = new Reports(database);
    List<EntryView> entries =
        reports
            .entries(
                new Ledger.Instance(CrashScenario.TENANT, CrashScenario.INSTANCE),
                EntryFilter.all(),
                0,
                ALL)
            .rows();
    Predicate<EntryView> stays =
        entry -> entry.state() == State.INSTALLED && entry.withdrawal().isEmpty();
    return new Reported(
        entries.stream()
            .filter(stays)
            .map(entry -> entry.key().enrollment().value())
            .collect(Collectors.toSet()),
        entries.stream()
            .filter(stays.negate())
            .filter(entry -> entry.state() != State.GONE)
            .map(entry -> entry.key() + " " + entry.state() + ", hold " + entry.hold())
            .toList(),
        labels(reports.owed(CrashScenario.TENANT, 0, ALL).rows()),
        labels(reports.possibleOrphans(CrashScenario.TENANT, 0, ALL).rows()));
  }

  private static Set<String> labels(List<Leftover> leftovers) {
    return leftovers.stream().map(Leftover::label).collect(Collectors.toSet());
  }
}
