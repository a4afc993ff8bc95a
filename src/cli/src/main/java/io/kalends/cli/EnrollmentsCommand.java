package io.kalends.cli;

import io.kalends.host.EnrollmentImport;
import io.kalends.host.HostConfig;
import io.kalends.host.LedgerDesk;
import java.nio.file.Path;
import java.time.Clock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Enrollments of which no webhook told. */
@Command(
    name = "enrollments",
    mixinStandardHelpOptions = true,
    description = "Takes enrollments from a table into the ledger.")
final class EnrollmentsCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name one of import.");
  }

  @Command(
      name = "import",
      mixinStandardHelpOptions = true,
      description = {
        "Takes enrollments from a CSV file with a header: enrollment,platform and if wanted parent"
            + " (of a user channel), name, model, osVersion, serial, owner.",
        "The whole file is taken or nothing of it; repeating it changes nothing. What is told of"
            + " a device after the file was last written is newer than the file.",
        "On PostgreSQL also while services run; with a file, stop the service first."
      })
  int importFile(
      @Option(names = "--config", required = true, paramLabel = "FILE", description = "YAML.")
          Path config,
      @Option(names = "--instance", required = true, description = "The provider's name.")
          String instance,
      @Parameters(paramLabel = "CSV", description = "UTF-8, at most 16 MiB.") Path file,
      @Option(names = "--dry-run", description = "Only say what would change.") boolean dryRun) {
    HostConfig read = HostConfig.read(config);
    EnrollmentImport table = EnrollmentImport.read(file);
    try (LedgerDesk desk = LedgerDesk.open(read, Clock.systemUTC())) {
      EnrollmentImport.Counts counts = desk.take(table, desk.instance(instance), dryRun);
      Screen screen = new Screen(spec.commandLine().getOut());
      screen.line(
          "%s %d new, %d changed, %d the same, %d back."
              .formatted(
                  dryRun ? "Would be:" : "Done:",
                  counts.added(),
                  counts.changed(),
                  counts.unchanged(),
                  counts.back()));
      if (counts.left() > 0) {
        screen.line(counts.left() + " passed over: they left after the file was written.");
      }
    }
    return ExitCode.OK.number();
  }
}
