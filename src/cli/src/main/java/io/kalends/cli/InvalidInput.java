package io.kalends.cli;

/** Something given on the command line cannot be used. The message names it and the fix. */
final class InvalidInput extends RuntimeException {

  InvalidInput(String message) {
    super(message);
  }
}
