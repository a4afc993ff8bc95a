package io.kalends.cli;

import io.kalends.store.sealing.MasterKeys;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The keys under which accounts rest in the ledger. */
@Command(
    name = "keys",
    mixinStandardHelpOptions = true,
    description = {
      "Makes and rotates the master keys under which accounts rest in the ledger.",
      "Keep the file apart from the database's backups: with both, everything can be read; without"
          + " the keys, nothing."
    })
final class KeysCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name one of init, rotate.");
  }

  @Command(
      name = "init",
      mixinStandardHelpOptions = true,
      description = "Makes a file with one new key. Never overwrites one.")
  int init(@Parameters(paramLabel = "FILE", description = "What to make.") Path file) {
    String id = MasterKeys.createFile(file, Clock.systemUTC(), new SecureRandom());
    screen().line("Wrote " + file + " with the key " + id + ".");
    return ExitCode.OK.number();
  }

  @Command(
      name = "rotate",
      mixinStandardHelpOptions = true,
      description = {
        "Adds a new key that seals from now on; the others go on opening.",
        "Then restart the services, and run: kalends ledger rewrap --config FILE"
      })
  int rotate(@Parameters(paramLabel = "FILE", description = "The key file.") Path file) {
    String id = MasterKeys.rotateFile(file, Clock.systemUTC(), new SecureRandom());
    screen().line("Added the key " + id + " to " + file + "; it is the current one now.");
    screen().line("Next: restart every service, then kalends ledger rewrap --config FILE");
    return ExitCode.OK.number();
  }

  private Screen screen() {
    return new Screen(spec.commandLine().getOut());
  }
}
