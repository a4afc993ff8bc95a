package io.kalends.ledger;

import io.kalends.enrollment.EnrollmentId;
import io.kalends.ledger.EntryTable.Row;
import java.sql.SQLException;

/** Generations that wait until earlier ones are out of their way. */
final class Waiting {

  private final Books books;

  Waiting(Books books) {
    this.books = books;
  }

  /** Lets those go on whose way is free now. */
  void free(EnrollmentId enrollment) throws SQLException {
    boolean clear = true;
    for (Row row : books.entries(enrollment)) {
      Entry entry = row.entry();
      boolean waits =
          entry.hold().filter(h -> h.cause() == Hold.Cause.EARLIER_GENERATION).isPresent();
      if (waits && clear && row.claimedBy() == null) {
        String text = "no earlier generation is in the way";
        books.move(row, entry.freed(), books.now(), History.KALENDS, text);
      }
      clear &= entry.state() == State.GONE || entry.state() == State.REMOVE_SENT;
    }
  }
}
