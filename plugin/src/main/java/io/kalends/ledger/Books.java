package io.kalends.ledger;

import io.kalends.enrollment.EnrollmentId;
import io.kalends.ledger.Enrollments.Status;
import io.kalends.ledger.EntryTable.Cells;
import io.kalends.ledger.EntryTable.Row;
import io.kalends.store.Dialect;
import io.kalends.store.Tail;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The registry, the entries and the receipt of one provider, open for one transaction. Whoever
 * changes an entry holds its enrollment first, here as in a save.
 */
final class Books {

  private static final String DUE = "UPDATE entry SET due_millis = ? WHERE id = ?";

  private final Connection connection;
  private final Tail tail;
  private final Dialect dialect;
  private final Held held;
  private final Ledger.Instance of;
  private final Instant now;

  Books(
      Connection connection,
      Tail tail,
      Dialect dialect,
      Held held,
      Ledger.Instance of,
      Instant now) {
    this.connection = connection;
    this.tail = tail;
    this.dialect = dialect;
    this.held = held;
    this.of = of;
    this.now = now;
  }

  Books at(Ledger.Instance other) {
    return new Books(connection, tail, dialect, held, other, now);
  }

  Connection connection() {
    return connection;
  }

  Ledger.Instance of() {
    return of;
  }

  Instant now() {
    return now;
  }

  /** Holds an enrollment. */
  Optional<Enrollments.Row> enrollment(EnrollmentId id) throws SQLException {
    return held.enrollment(of, id);
  }

  /** Holds an enrollment, which is made DISCOVERED when it is not known. */
  Enrollments.Row mentioned(EnrollmentId id) throws SQLException {
    Optional<Enrollments.Row> known = enrollment(id);
    if (known.isPresent()) {
      return known.get();
    }
    Optional<Enrollments.Row> added = Enrollments.discover(connection, of, id, now);
    held.forget(of, id);
    added.ifPresent(held::put);
    return enrollment(id).orElseThrow();
  }

  /** Holds the user channels of a device. */
  List<Enrollments.Row> children(Enrollments.Row parent) throws SQLException {
    List<Enrollments.Row> children = Enrollments.children(connection, parent, dialect.forUpdate());
    children.forEach(held::put);
    return children;
  }

  void update(Enrollments.Row row) throws SQLException {
    Enrollments.update(connection, row, now);
    held.put(row);
  }

  /** Draws the next generation of an enrollment that is held. */
  int nextGeneration(Enrollments.Row row) throws SQLException {
    Enrollments.Row drawn = Enrollments.nextGeneration(tail, row);
    held.put(drawn);
    return drawn.generations();
  }

  /** Holds all entries of an enrollment, oldest generation first. */
  List<Row> entries(EnrollmentId id) throws SQLException {
    return EntryTable.ofEnrollment(connection, of.tenant(), of.instance(), id, dialect.forUpdate());
  }

  /** Those that are neither gone nor told to go. */
  List<Row> staying(EnrollmentId id) throws SQLException {
    return entries(id).stream().filter(Books::stays).toList();
  }

  static boolean stays(Row row) {
    return row.entry().state() != State.GONE && row.entry().withdrawal().isEmpty();
  }

  /** Moves an entry whose step does not run. */
  void move(Row row, Entry next, @Nullable Instant due, String actor, String detail)
      throws SQLException {
    if (row.claimedBy() != null) {
      throw new IllegalStateException(row.entry() + " is claimed; only its step moves it");
    }
    EntryTable.move(connection, row.id(), next, due, now);
    History.moved(tail, actor, row.entry(), next, detail, now);
  }

  /** Makes an entry due now; while its step runs, the due time is the lease's. */
  void wake(Row row) throws SQLException {
    if (!row.leased(now)) {
      tail.add(DUE, update -> new Cells(update).time(now).number(row.id()));
    }
  }

  /**
   * Tells an entry to withdraw, also while its step runs: the save keeps that and makes it due.
   * Told twice, it is told once.
   */
  void withdraw(Row row, Entry.Withdrawal why, String actor) throws SQLException {
    Entry entry = row.entry();
    Optional<Entry.Withdrawal> told = entry.withdrawal();
    boolean known = told.isPresent() && (why.deviceHolds() || !told.get().deviceHolds());
    if (entry.state() == State.GONE || known) {
      return;
    }
    Entry next = entry.withdrawing(why);
    EntryTable.nudge(connection, row, next, now);
    String detail = told.isEmpty() ? "to be withdrawn: " : "the device holds it no more: ";
    History.moved(tail, actor, entry, next, detail + why.reason(), now);
  }

  /** Lets those generations go on that waited for this one's end. */
  void freeWaiting(EntryKey gone) throws SQLException {
    new Followers(dialect).free(connection, tail, gone, now);
  }

  /** Adds a line about an entry that stays as it is. */
  void note(Row row, String text) throws SQLException {
    held.note(row.id() + " " + text);
    History.moved(tail, History.KALENDS, row.entry(), row.entry(), text, now);
  }

  /** Adds the first line about an entry. */
  void opened(Entry entry, String actor, String cause) throws SQLException {
    History.add(tail, entry.key(), now, actor, "", History.describe(entry), cause);
  }

  /** Whether this transaction has added that line, which no query sees before its end. */
  boolean noted(Row row, String text) {
    return held.noted(row.id() + " " + text);
  }

  /** Adds a line about an enrollment. */
  void note(EnrollmentId id, @Nullable Status from, @Nullable Status to, String actor, String text)
      throws SQLException {
    String before = from == null ? "" : from.name();
    String after = to == null ? before : to.name();
    History.ofEnrollment(tail, of, id, now, actor, before, after, text);
  }

  void note(Enrollments.Row row, String text) throws SQLException {
    note(row.enrollment(), row.status(), row.status(), History.KALENDS, text);
  }
}
