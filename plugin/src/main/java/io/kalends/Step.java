package io.kalends;

import io.kalends.ledger.Saving;

/** Takes a claimed entry one step. */
@FunctionalInterface
interface Step {

  /**
   * Takes it.
   *
   * @return what to save, which ends the step
   * @throws io.kalends.failure.Failure when a call outside failed that can simply be made again
   */
  Saving take(Turn turn);
}
