package io.kalends.testkit.crash;

/** The death of the process, as far as one thread can die it: nothing may catch it. */
@SuppressWarnings("serial")
public final class Crash extends Error {

  /**
   * A death.
   *
   * @param point where it happens, for people
   */
  Crash(String point) {
    super("crash " + point, null, false, false);
  }
}
