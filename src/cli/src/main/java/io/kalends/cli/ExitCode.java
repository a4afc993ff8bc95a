package io.kalends.cli;

import io.kalends.failure.ActionRequired;
import io.kalends.failure.Failure;
import io.kalends.failure.PermanentFailure;
import io.kalends.failure.TemporaryFailure;
import io.kalends.failure.UncertainOutcome;

/**
 * How a command ends, for scripts. Part of the documented interface: codes never change meaning.
 */
enum ExitCode {
  OK(0, "done"),
  UNEXPECTED(1, "a fault in kalends itself; please report it"),
  USAGE(2, "the command line is wrong"),
  INVALID_INPUT(3, "a file, setting or key is not usable; nothing was written"),
  CHECK_FAILED(4, "the file was read, and something is wrong with it"),
  ACTION_REQUIRED(5, "a person has to act first; the message says who and where"),
  REFUSED(6, "the other system refused for good"),
  TRY_LATER(7, "nothing happened; the same command may work later"),
  UNCERTAIN(8, "a credential may exist that was not received; look before repeating");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  int number() {
    return number;
  }

  String meaning() {
    return meaning;
  }

  static ExitCode of(Failure failure) {
    if (failure instanceof ActionRequired) {
      return ACTION_REQUIRED;
    } else if (failure instanceof PermanentFailure) {
      return REFUSED;
    } else if (failure instanceof TemporaryFailure) {
      return TRY_LATER;
    } else if (failure instanceof UncertainOutcome) {
      return UNCERTAIN;
    }
    throw new IllegalStateException("Failure is sealed, and has no fifth kind");
  }
}
