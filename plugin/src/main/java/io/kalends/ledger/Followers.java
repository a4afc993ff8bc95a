package io.kalends.ledger;

import io.kalends.ledger.EntryTable.Cells;
import io.kalends.ledger.EntryTable.Row;
import io.kalends.store.Dialect;
import io.kalends.store.Tail;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * What a generation does to the others of its enrollment, whose row the transaction holds: it
 * supersedes earlier ones, asks for a next one, and lets those go on that waited for its end.
 */
final class Followers {

  private final Dialect dialect;

  Followers(Dialect dialect) {
    this.dialect = dialect;
  }

  /**
   * Tells every earlier generation to withdraw. The device half is theirs to skip: by then the
   * later one is delivered, or it is not and theirs is still on the device.
   */
  void supersede(Connection connection, Tail tail, EntryKey by, Instant now) throws SQLException {
    String reason = "superseded by generation " + by.generation();
    for (Row row : all(connection, by)) {
      Entry entry = row.entry();
      if (entry.key().generation() < by.generation()
          && entry.state() != State.GONE
          && entry.withdrawal().isEmpty()) {
        Entry told = entry.withdrawing(new Entry.Withdrawal(reason, true));
        EntryTable.nudge(connection, row, told, now);
        History.moved(tail, History.KALENDS, entry, told, reason, now);
      }
    }
  }

  /**
   * Opens the next generation, unless the same cause has, the device has left, or a later one is
   * there that stays: that looks its owner up itself, and of two one would wait for ever.
   */
  void reopen(Connection connection, Tail tail, Row row, Entry after, String cause, Instant now)
      throws SQLException {
    EntryKey key = after.key();
    boolean later =
        all(connection, key).stream()
            .anyMatch(r -> r.entry().key().generation() > key.generation() && Books.stays(r));
    if (!row.enrolled() || later || asked(connection, key, cause)) {
      return;
    }
    Enrollments.Row enrollment =
        Enrollments.find(
                connection,
                new Ledger.Instance(key.tenant(), key.instance()),
                key.enrollment(),
                dialect.forUpdate())
            .orElseThrow();
    int generation = Enrollments.nextGeneration(tail, enrollment).generations();
    String detail = "generation " + key.generation() + " is taken away first";
    Entry next =
        Entry.open(
                new EntryKey(key.tenant(), key.instance(), key.enrollment(), generation),
                enrollment.device(),
                after.priority())
            .held(new Hold(Hold.Cause.EARLIER_GENERATION, now, detail));
    EntryTable.insert(connection, next, cause, enrollment.ownerVersion(), null, now);
    History.add(tail, next.key(), now, History.KALENDS, "", History.describe(next), cause);
    if (after.state() == State.REMOVE_SENT || after.state() == State.GONE) {
      free(connection, tail, key, now);
    }
  }

  /** Lets those go on that waited for earlier generations, when all of these are out of the way. */
  void free(Connection connection, Tail tail, EntryKey of, Instant now) throws SQLException {
    boolean clear = true;
    for (Row row : all(connection, of)) {
      Entry entry = row.entry();
      boolean waits =
          entry.hold().filter(h -> h.cause() == Hold.Cause.EARLIER_GENERATION).isPresent();
      if (waits && clear) {
        Entry freed = entry.freed();
        EntryTable.nudge(connection, row, freed, now);
        History.moved(
            tail, History.KALENDS, entry, freed, "no earlier generation is in the way", now);
      }
      clear &= entry.state() == State.GONE || entry.state() == State.REMOVE_SENT;
    }
  }

  private List<Row> all(Connection connection, EntryKey key) throws SQLException {
    return EntryTable.ofEnrollment(
        connection, key.tenant(), key.instance(), key.enrollment(), dialect.forUpdate());
  }

  private static boolean asked(Connection connection, EntryKey key, String cause)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT 1 FROM entry WHERE tenant = ? AND instance = ? AND enrollment = ?"
                + " AND cause = ?")) {
      new Cells(select).key(key).text(cause);
      try (ResultSet found = select.executeQuery()) {
        return found.next();
      }
    }
  }
}
