package io.kalends.ledger;

import java.time.Duration;

/**
 * What became of a fact.
 *
 * @param kind whether it is looked at again
 * @param why for people; empty when it was applied
 * @param patience how long after its arrival it is given up
 */
record Outcome(Kind kind, String why, Duration patience) {

  /** Whether a fact is looked at again. */
  enum Kind {
    /** It is applied, or there was nothing to do. */
    APPLIED,
    /** It matches nothing yet. */
    LATER,
    /** It matches nothing yet, and perhaps is another program's: not worth a line in the end. */
    PERHAPS_FOREIGN,
    /** It never will. */
    SET_ASIDE
  }

  static final Outcome APPLIED = new Outcome(Kind.APPLIED, "", Duration.ZERO);

  static Outcome later(String why, Duration patience) {
    return new Outcome(Kind.LATER, why, patience);
  }

  static Outcome perhapsForeign(String why, Duration patience) {
    return new Outcome(Kind.PERHAPS_FOREIGN, why, patience);
  }

  static Outcome setAside(String why) {
    return new Outcome(Kind.SET_ASIDE, why, Duration.ZERO);
  }
}
