package io.kalends.report;

import io.kalends.ledger.Hold;
import io.kalends.ledger.State;
import java.util.Map;

/**
 * How much there is of everything, for one provider.
 *
 * @param states entries by state; a state without entries is absent
 * @param holds entries by hold
 * @param enrollments by status
 * @param waitingFacts facts that are not applied yet
 * @param setAsideFacts facts that were given up
 */
public record Counts(
    Map<State, Long> states,
    Map<Hold.Cause, Long> holds,
    Map<String, Long> enrollments,
    long waitingFacts,
    long setAsideFacts) {

  /** Copies the maps. */
  public Counts {
    states = Map.copyOf(states);
    holds = Map.copyOf(holds);
    enrollments = Map.copyOf(enrollments);
  }
}
