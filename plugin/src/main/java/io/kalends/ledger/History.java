package io.kalends.ledger;

import io.kalends.delivery.Proof;
import io.kalends.enrollment.EnrollmentId;
import io.kalends.ledger.EntryTable.Cells;
import io.kalends.store.Tail;
import java.sql.SQLException;
import java.time.Instant;

/** Lines of the administrator's receipt: only ever added. */
final class History {

  /** Who did it, when nobody else did. */
  static final String KALENDS = "kalends";

  private static final String INSERT =
      "INSERT INTO history (tenant, instance, enrollment, generation, at_millis, actor, from_state,"
          + " to_state, detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private History() {}

  /** Adds a line about an entry that exists: from what it was to what it is. */
  static void moved(Tail tail, String actor, Entry from, Entry to, String detail, Instant at)
      throws SQLException {
    add(tail, to.key(), at, actor, describe(from), describe(to), detail);
  }

  /** How an entry stands, for people: "SENT ACCEPTED", or "RESOLVED, waiting for CONSENT". */
  static String describe(Entry entry) {
    StringBuilder text = new StringBuilder(entry.state().name());
    if (entry.proof() != Proof.NONE) {
      text.append(' ').append(entry.proof());
    }
    switch (entry.sourceHalf()) {
      case NONE, LIVE -> {} // goes without saying
      case REVOKED, OWED, CLOSED -> text.append(", credential ").append(entry.sourceHalf());
    }
    entry
        .hold()
        .map(Hold::cause)
        .ifPresent(
            cause ->
                text.append(cause.freesItself() ? ", waiting for " : ", blocked by ")
                    .append(cause));
    return text.toString();
  }

  /**
   * Adds a line.
   *
   * @param actor a node, an administrator, or {@link #KALENDS}
   * @param from the state before, with its hold if any; empty for an entry that was opened
   */
  static void add(
      Tail tail, EntryKey key, Instant at, String actor, String from, String to, String detail)
      throws SQLException {
    tail.add(
        INSERT,
        insert ->
            new Cells(insert)
                .key(key)
                .number(key.generation())
                .time(at)
                .text(actor)
                .text(from)
                .text(to)
                .words(detail));
  }

  /**
   * Adds a line about an enrollment itself, where no generation is meant.
   *
   * @param from its status before; empty when it was not known
   */
  static void ofEnrollment(
      Tail tail,
      Ledger.Instance of,
      EnrollmentId enrollment,
      Instant at,
      String actor,
      String from,
      String to,
      String detail)
      throws SQLException {
    tail.add(
        INSERT,
        insert -> {
          Cells cells = new Cells(insert).text(of.tenant()).text(of.instance());
          // Without a generation.
          cells.text(enrollment.value()).time(null).time(at).text(actor);
          cells.text(from).text(to).text(detail);
        });
  }
}
