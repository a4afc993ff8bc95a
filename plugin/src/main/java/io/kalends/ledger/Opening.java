package io.kalends.ledger;

import io.kalends.enrollment.Channel;
import io.kalends.enrollment.Device;
import io.kalends.enrollment.EnrollmentId;
import io.kalends.enrollment.Platform;
import io.kalends.ledger.EntryTable.Cells;
import io.kalends.ledger.EntryTable.Row;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Opens entries: once per cause, and at most one on its way up per enrollment. */
final class Opening {

  private final Books books;

  Opening(Books books) {
    this.books = books;
  }

  /**
   * Which enrollment carries an entry: the one whose channel takes CalDAV accounts. A Mac takes
   * them on its user channel only.
   */
  static boolean carries(Device device) {
    return device.platform() != Platform.MACOS || device.channel() == Channel.USER;
  }

  /** On its way up: the next generation waits for it, or for its end. */
  static boolean onItsWay(Row row) {
    return Books.stays(row)
        && switch (row.entry().state()) {
          case REQUESTED, RESOLVED, MINTING, MINTED, SENT -> true;
          case INSTALLED, REMOVING, REMOVE_SENT, GONE -> false;
        };
  }

  /**
   * Opens the next generation, unless this cause has, or another is on its way up. While one is
   * still to be taken away, it waits.
   *
   * @param enrollment held by this transaction
   */
  void open(Enrollments.Row enrollment, String cause, Entry.Priority priority, String actor)
      throws SQLException {
    EnrollmentId id = enrollment.enrollment();
    boolean first = enrollment.generations() == 0;
    if (!first && opened(id, cause)) {
      return;
    }
    List<Row> entries = first ? List.of() : books.entries(id);
    Optional<Row> onItsWay = entries.stream().filter(Opening::onItsWay).findFirst();
    if (onItsWay.isPresent()) {
      int generation = onItsWay.get().entry().key().generation();
      String text = cause + ": nothing opened, generation " + generation + " is on its way";
      books.note(id, enrollment.status(), enrollment.status(), actor, text);
      return;
    }
    Ledger.Instance of = books.of();
    int generation = books.nextGeneration(enrollment);
    EntryKey key = new EntryKey(of.tenant(), of.instance(), id, generation);
    Entry entry = Entry.open(key, enrollment.device(), priority);
    boolean waits = entries.stream().anyMatch(Opening::inTheWay);
    if (waits) {
      String detail = "what was there before is taken away first";
      entry = entry.held(new Hold(Hold.Cause.EARLIER_GENERATION, books.now(), detail));
    }
    EntryTable.insert(
        books.connection(),
        entry,
        cause,
        enrollment.ownerVersion(),
        waits ? null : books.now(),
        books.now());
    books.opened(entry, actor, cause);
  }

  private static boolean inTheWay(Row row) {
    return row.entry().withdrawal().isPresent()
        && row.entry().state() != State.GONE
        && row.entry().state() != State.REMOVE_SENT;
  }

  private boolean opened(EnrollmentId id, String cause) throws SQLException {
    try (PreparedStatement select =
        books
            .connection()
            .prepareStatement(
                "SELECT 1 FROM entry WHERE tenant = ? AND instance = ? AND enrollment = ?"
                    + " AND cause = ?")) {
      Cells cells = new Cells(select).text(books.of().tenant()).text(books.of().instance());
      cells.text(id.value()).text(cause);
      try (ResultSet found = select.executeQuery()) {
        return found.next();
      }
    }
  }
}
