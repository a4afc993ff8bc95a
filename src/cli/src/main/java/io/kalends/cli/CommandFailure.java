package io.kalends.cli;

/** A command that ends with a documented exit code. The message says what and how to mend it. */
final class CommandFailure extends RuntimeException {

  private final ExitCode code;

  CommandFailure(ExitCode code, String message) {
    super(message);
    this.code = code;
  }

  ExitCode code() {
    return code;
  }
}
