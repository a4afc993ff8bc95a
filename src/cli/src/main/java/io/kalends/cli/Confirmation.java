package io.kalends.cli;

import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What touches many, or cannot be undone, is done when somebody says so. */
final class Confirmation {

  @Option(names = "--yes", description = "Do it without asking.")
  private boolean yes;

  /**
   * Asks at a terminal, unless --yes was given.
   *
   * @param what would happen, a sentence without its full stop
   * @throws CommandFailure when nobody says yes; nothing was done
   */
  void of(String what) {
    if (yes) {
      return;
    }
    Optional<String> answer =
        Optional.ofNullable(System.console())
            .filter(console -> Boolean.getBoolean("kalends.terminal"))
            .map(console -> console.readLine("%s. Go on? [y/N] ", Screen.harmless(what)));
    if (answer.isEmpty() || !answer.get().strip().toLowerCase(Locale.ROOT).startsWith("y")) {
      throw new CommandFailure(
          ExitCode.ACTION_REQUIRED, what + ". Nothing was done; to do it, add --yes");
    }
  }
}
