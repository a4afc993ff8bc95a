package io.kalends.report;

import io.kalends.ledger.Hold;
import io.kalends.ledger.State;
import java.util.Optional;

/**
 * Which entries are asked for. What is empty does not restrict.
 *
 * @param state where they stand
 * @param hold why they do not go on
 * @param owner whose they are, in lower case
 */
public record EntryFilter(
    Optional<State> state, Optional<Hold.Cause> hold, Optional<String> owner) {

  /**
   * All of them.
   *
   * @return a filter that restricts nothing
   */
  public static EntryFilter all() {
    return new EntryFilter(Optional.empty(), Optional.empty(), Optional.empty());
  }
}
