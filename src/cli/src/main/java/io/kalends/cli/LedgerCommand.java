package io.kalends.cli;

import io.kalends.enrollment.EnrollmentId;
import io.kalends.host.HostConfig;
import io.kalends.host.LedgerDesk;
import io.kalends.ledger.Ledger.Instance;
import io.kalends.reconcile.Guards;
import io.kalends.report.Counts;
import io.kalends.report.Leftover;
import io.kalends.report.Page;
import io.kalends.report.ReceiptLine;
import io.kalends.store.sealing.Rewrap;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The ledger, without a service. */
@Command(
    name = "ledger",
    mixinStandardHelpOptions = true,
    description = {
      "Looks at the ledger and after it. On PostgreSQL also while services run; with a file, stop"
          + " the service first."
    })
final class LedgerCommand implements Runnable {

  private static final int PAGE = 500;
  private static final Clock CLOCK = Clock.systemUTC();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "Name one of status, receipt, owed, orphans, rewrap, guards, pause, resume,"
            + " allow-withdrawals.");
  }

  @Command(
      name = "status",
      mixinStandardHelpOptions = true,
      description = "Counts enrollments and entries of one provider, by state and by hold.")
  int status(
      @Option(names = "--config", required = true, paramLabel = "FILE", description = "YAML.")
          Path config,
      @Option(names = "--instance", required = true, description = "The provider's name.")
          String instance) {
    try (LedgerDesk desk = desk(config)) {
      Instance of = new Instance(desk.tenant(), instance);
      Counts counts = desk.reports().counts(of);
      screen().line("enrollments  " + counts.enrollments());
      screen().line("entries      " + counts.states());
      screen().line("holds        " + counts.holds());
      screen().line("would be provisioned if it were on: " + desk.reports().wouldProvision(of));
    }
    return ExitCode.OK.number();
  }

  @Command(
      name = "receipt",
      mixinStandardHelpOptions = true,
      description = "Tells all that happened to one enrollment.")
  int receipt(
      @Option(names = "--config", required = true, paramLabel = "FILE", description = "YAML.")
          Path config,
      @Option(names = "--instance", required = true, description = "The provider's name.")
          String instance,
      @Option(names = "--enrollment", required = true, description = "The MDM's id.")
          String enrollment) {
    try (LedgerDesk desk = desk(config)) {
      Instance of = new Instance(desk.tenant(), instance);
      EnrollmentId id = new EnrollmentId(enrollment);
      each(after -> desk.reports().receipt(of, id, after, PAGE), this::line);
    }
    return ExitCode.OK.number();
  }

  @Command(
      name = "owed",
      mixinStandardHelpOptions = true,
      description = "Lists credentials that should not log in and that only a person can delete.")
  int owed(
      @Option(names = "--config", required = true, paramLabel = "FILE", description = "YAML.")
          Path config) {
    try (LedgerDesk desk = desk(config)) {
      each(after -> desk.reports().owed(desk.tenant(), after, PAGE), this::line);
    }
    return ExitCode.OK.number();
  }

  @Command(
      name = "orphans",
      mixinStandardHelpOptions = true,
      description = "Lists mints whose answer never came: a credential may exist under the label.")
  int orphans(
      @Option(names = "--config", required = true, paramLabel = "FILE", description = "YAML.")
          Path config) {
    try (LedgerDesk desk = desk(config)) {
      each(after -> desk.reports().possibleOrphans(desk.tenant(), after, PAGE), this::line);
    }
    return ExitCode.OK.number();
  }

  @Command(
      name = "rewrap",
      mixinStandardHelpOptions = true,
      description = "Puts every sealed account under the current master key, after a rotation.")
  int rewrap(
      @Option(names = "--config", required = true, paramLabel = "FILE", description = "YAML.")
          Path config) {
    try (LedgerDesk desk = desk(config)) {
      Rewrap.Outcome outcome = desk.rewrap(new SecureRandom());
      screen().line(outcome.done() + " put under the current key, " + outcome.left() + " left.");
      outcome
          .failed()
          .forEach(one -> screen().line("  entry row " + one.id() + ": " + one.reason()));
      return (outcome.isComplete() ? ExitCode.OK : ExitCode.CHECK_FAILED).number();
    }
  }

  @Command(
      name = "guards",
      mixinStandardHelpOptions = true,
      description = "Lists what stops the machinery until a person lets it go on.")
  int guards(
      @Option(names = "--config", required = true, paramLabel = "FILE", description = "YAML.")
          Path config) {
    try (LedgerDesk desk = desk(config)) {
      List<Guards.Guard> standing = desk.guards().standing(desk.tenant());
      standing.forEach(this::line);
      if (standing.isEmpty()) {
        screen().line("Nothing is stopped.");
      }
    }
    return ExitCode.OK.number();
  }

  @Command(
      name = "pause",
      mixinStandardHelpOptions = true,
      description = {
        "Stops every step, of one provider or of all, until resume.",
        "Facts are taken in all the same; what devices have stays on them."
      })
  int pause(
      @Option(names = "--config", required = true, paramLabel = "FILE", description = "YAML.")
          Path config,
      @Option(names = "--instance", description = "The provider's name; without it, all of them.")
          Optional<String> instance,
      @Option(names = "--reason", required = true, description = "For the others.") String reason,
      @Option(names = "--by", defaultValue = "${sys:user.name}", description = "Who wants it.")
          String by) {
    try (LedgerDesk desk = desk(config)) {
      desk.guards().pause(one(desk, instance), by, reason);
    }
    screen().line(instance.orElse("Everything") + " is paused.");
    return ExitCode.OK.number();
  }

  @Command(
      name = "resume",
      mixinStandardHelpOptions = true,
      description = "Ends a pause, as it was set: of one provider, or of all.")
  int resume(
      @Option(names = "--config", required = true, paramLabel = "FILE", description = "YAML.")
          Path config,
      @Option(names = "--instance", description = "The provider's name; without it, all of them.")
          Optional<String> instance) {
    try (LedgerDesk desk = desk(config)) {
      boolean paused = desk.guards().resume(one(desk, instance));
      screen().line(instance.orElse("Everything") + (paused ? " goes on." : " was not paused."));
    }
    return ExitCode.OK.number();
  }

  @Command(
      name = "allow-withdrawals",
      mixinStandardHelpOptions = true,
      description = {
        "Lets the withdrawals happen that were stopped because they were too many to be likely:",
        "in the next pass, and no more than there were."
      })
  int allowWithdrawals(
      @Option(names = "--config", required = true, paramLabel = "FILE", description = "YAML.")
          Path config,
      @Option(names = "--instance", required = true, description = "The provider's name.")
          String instance,
      @Option(names = "--by", defaultValue = "${sys:user.name}", description = "Who allows it.")
          String by,
      @Mixin Confirmation confirmation) {
    try (LedgerDesk desk = desk(config)) {
      Instance of = desk.instance(instance);
      Optional<Guards.Guard> stopped =
          desk.guards().standing(desk.tenant()).stream()
              .filter(one -> one.of().equals(of) && one.name().equals(Guards.WITHDRAWALS))
              .findFirst();
      stopped.ifPresent(guard -> confirmation.of(instance + ": " + guard.detail()));
      OptionalInt allowed = desk.guards().allowWithdrawals(of, by);
      screen()
          .line(
              allowed.isPresent()
                  ? "Up to " + allowed.getAsInt() + " are withdrawn by the next pass."
                  : "No withdrawals were stopped.");
    }
    return ExitCode.OK.number();
  }

  private static Instance one(LedgerDesk desk, Optional<String> instance) {
    return instance.map(desk::instance).orElseGet(() -> new Instance(desk.tenant(), ""));
  }

  private void line(Guards.Guard guard) {
    String whom = guard.of().instance().isEmpty() ? "(all)" : guard.of().instance();
    screen()
        .line(
            "%s  %s  since %s  by %s  %s"
                .formatted(guard.name(), whom, guard.since(), guard.actor(), guard.detail()));
  }

  private <T> void each(LongFunction<Page<T>> pages, Consumer<T> line) {
    Optional<Long> after = Optional.of(0L);
    while (after.isPresent()) {
      Page<T> page = pages.apply(after.get());
      page.rows().forEach(line);
      after = page.next();
    }
  }

  private void line(ReceiptLine line) {
    screen()
        .line(
            "%s  %s  %s -> %s  %s  %s"
                .formatted(
                    line.at(),
                    line.generation().map(g -> "#" + g).orElse("-"),
                    line.from(),
                    line.to(),
                    line.actor(),
                    line.detail()));
  }

  private void line(Leftover one) {
    screen()
        .line(
            "%s  %s  %s  label %s  since %s"
                .formatted(
                    one.key().instance(),
                    one.key().enrollment(),
                    one.owner(),
                    one.label(),
                    one.since()));
  }

  private static LedgerDesk desk(Path config) {
    return LedgerDesk.open(HostConfig.read(config), CLOCK);
  }

  private Screen screen() {
    return new Screen(spec.commandLine().getOut());
  }
}
