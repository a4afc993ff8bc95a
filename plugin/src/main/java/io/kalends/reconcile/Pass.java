package io.kalends.reconcile;

import io.kalends.ledger.Ledger.Instance;
import java.time.Instant;

/**
 * A step of something that is done every so often, claimed by one node.
 *
 * @param of whose enrollments
 * @param name what is done
 * @param cursor where this step begins; empty at the beginning of a pass
 * @param number counts the passes begun
 * @param began when this one began
 * @param claim fences: what is saved names it
 * @param now the database's time
 */
record Pass(
    Instance of, String name, String cursor, long number, Instant began, long claim, Instant now) {

  /** Whether it is the first step of its pass. */
  boolean begins() {
    return cursor.isEmpty();
  }
}
