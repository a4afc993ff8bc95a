package io.kalends.ledger;

import io.kalends.enrollment.EnrollmentId;
import io.kalends.ledger.Enrollments.Status;
import io.kalends.ledger.EntryTable.Cells;
import io.kalends.ledger.EntryTable.Row;
import io.kalends.store.Dialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
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
  private final Dialect dialect;
  private final Ledger.Instance of;
  private final Instant now;

  Books(Connection connection, Dialect dialect, Ledger.Instance of, Instant now) {
    this.connection = connection;
    this.dialect = dialect;
    this.of = of;
    this.now = now;
  }

  Books at(Ledger.Instance other) {
    return new Books(connection, dialect, other, now);
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
    return Enrollments.find(connection, of, id, dialect.forUpdate());
  }

  /** Holds an enrollment, which is made DISCOVERED when it is not known. */
  Enrollments.Row mentioned(EnrollmentId id) throws SQLException {
    Optional<Enrollments.Row> known = enrollment(id);
    if (known.isPresent()) {
      return known.get();
    }
    Enrollments.discover(connection, of, id, now);
    return enrollment(id).orElseThrow();
  }

  /** Holds the user channels of a device. */
  List<Enrollments.Row> children(Enrollments.Row parent) throws SQLException {
    return Enrollments.children(connection, parent, dialect.forUpdate());
  }

  void update(Enrollments.Row row) throws SQLException {
    Enrollments.update(connection, row, now);
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
    EntryTable.update(connection, row.id(), next, now);
    due(row, due);
    History.moved(connection, actor, row.entry(), next, detail, now);
  }

  /** Makes an entry due now; while its step runs, the due time is the lease's. */
  void wake(Row row) throws SQLException {
    if (!row.leased(now)) {
      due(row, now);
    }
  }

  private void due(Row row, @Nullable Instant due) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(DUE)) {
      new Cells(update).time(due).number(row.id());
      update.executeUpdate();
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
    EntryTable.update(connection, row.id(), next, now);
    wake(row);
    String detail = told.isEmpty() ? "to be withdrawn: " : "the device holds it no more: ";
    History.moved(connection, actor, entry, next, detail + why.reason(), now);
  }

  /** Lets those generations go on that waited for this one's end. */
  void freeWaiting(EntryKey gone) throws SQLException {
    new Followers(dialect).free(connection, gone, now);
  }

  /** Adds a line about an enrollment. */
  void note(EnrollmentId id, @Nullable Status from, @Nullable Status to, String actor, String text)
      throws SQLException {
    String before = from == null ? "" : from.name();
    String after = to == null ? before : to.name();
    History.ofEnrollment(connection, of, id, now, actor, before, after, text);
  }

  void note(Enrollments.Row row, String text) throws SQLException {
    note(row.enrollment(), row.status(), row.status(), History.KALENDS, text);
  }
}
