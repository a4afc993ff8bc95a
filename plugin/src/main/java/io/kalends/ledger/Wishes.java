package io.kalends.ledger;

import io.kalends.event.ProvisioningEvent.Asked;
import io.kalends.event.ProvisioningEvent.Wish;
import io.kalends.ledger.EntryTable.Cells;
import io.kalends.ledger.EntryTable.Row;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** What people ask for, and rules that people set. */
final class Wishes {

  /** How the actor of a rule begins; everybody else is a person who waits. */
  private static final String RULE = "rule:";

  private final Books books;
  private final Opening opening;

  Wishes(Books books) {
    this.books = books;
    this.opening = new Opening(books);
  }

  Outcome apply(Asked asked) throws SQLException {
    Optional<Enrollments.Row> row = books.enrollment(asked.enrollment());
    if (row.isEmpty() || row.get().described() == null) {
      return Outcome.setAside(said(asked, "the device never enrolled here"));
    }
    if (Opening.carries(row.get().device())) {
      return apply(row.get(), asked);
    }
    boolean any = false;
    for (Enrollments.Row child : books.children(row.get())) {
      if (child.enrolled() || asked.wish() == Wish.WITHDRAW) {
        any = true;
        Outcome outcome = apply(child, asked);
        if (outcome.kind() != Outcome.Kind.APPLIED) {
          return outcome;
        }
      }
    }
    if (!any) {
      note(row.get(), asked, "its user channel would carry it, and has not enrolled");
    }
    return Outcome.APPLIED;
  }

  private Outcome apply(Enrollments.Row row, Asked asked) throws SQLException {
    return switch (asked.wish()) {
      case PROVISION -> provision(row, asked);
      case ROTATE -> rotate(row, asked);
      case WITHDRAW -> withdraw(row, asked);
      case RETRY -> retry(row, asked);
    };
  }

  private Outcome provision(Enrollments.Row row, Asked asked) throws SQLException {
    if (!row.enrolled()) {
      return Outcome.setAside(said(asked, "the device is not enrolled now"));
    }
    List<Row> staying = books.staying(row.enrollment());
    Optional<Row> onItsWay = staying.stream().filter(Opening::onItsWay).findFirst();
    if (onItsWay.isPresent()) {
      raise(onItsWay.get());
      note(row, asked, "it is on its way already, and goes first now");
    } else if (!staying.isEmpty()) {
      note(row, asked, "it has an account already");
    } else {
      opening.open(row, cause(asked), Entry.Priority.INTERACTIVE, asked.actor());
    }
    return Outcome.APPLIED;
  }

  private Outcome rotate(Enrollments.Row row, Asked asked) throws SQLException {
    if (!row.enrolled()) {
      return Outcome.setAside(said(asked, "the device is not enrolled now"));
    }
    if (books.staying(row.enrollment()).isEmpty()) {
      note(row, asked, "there is nothing to rotate");
      return Outcome.APPLIED;
    }
    boolean rule = asked.actor().startsWith(RULE);
    Entry.Priority priority = rule ? Entry.Priority.BULK : Entry.Priority.INTERACTIVE;
    opening.open(row, cause(asked), priority, asked.actor());
    return Outcome.APPLIED;
  }

  private Outcome withdraw(Enrollments.Row row, Asked asked) throws SQLException {
    List<Row> staying = books.staying(row.enrollment());
    if (staying.isEmpty()) {
      note(row, asked, "there is nothing to withdraw");
    }
    for (Row each : staying) {
      Entry.Withdrawal why = new Entry.Withdrawal("asked by " + asked.actor(), true);
      books.withdraw(each, why, asked.actor());
    }
    return Outcome.APPLIED;
  }

  /** Not what waits for an earlier generation: two owners' accounts would be on one device. */
  private Outcome retry(Enrollments.Row row, Asked asked) throws SQLException {
    boolean busy = false;
    int retried = 0;
    for (Row each : books.entries(row.enrollment())) {
      Entry entry = each.entry();
      boolean waits =
          entry.hold().filter(h -> h.cause() == Hold.Cause.EARLIER_GENERATION).isPresent();
      boolean stuck = entry.hold().isPresent() || entry.failures() > 0;
      if (each.claimedBy() != null) {
        busy |= each.entry().state() != State.GONE;
      } else if (stuck && !waits) {
        retried++;
        books.move(each, again(entry, asked), books.now(), asked.actor(), "to be tried again");
      } else if (!waits && entry.state() != State.GONE) {
        books.wake(each);
      }
    }
    if (busy) {
      return Outcome.later("a step is under way", Answers.FOR_A_SAVE);
    }
    if (retried == 0) {
      note(row, asked, "nothing is held");
    }
    return Outcome.APPLIED;
  }

  /** A command that the device refused is over: only another one can go better. */
  private static Entry again(Entry entry, Asked asked) {
    boolean refused = entry.hold().filter(h -> h.cause() == Hold.Cause.DEVICE_REFUSED).isPresent();
    if (refused && entry.state() == State.SENT && entry.account().isPresent()) {
      return entry.freed().sendingAgain(Answers.after(entry.attempt().orElse(null), asked.key()));
    }
    if (refused && entry.state() == State.REMOVE_SENT) {
      return entry.freed().removing(Answers.after(entry.removeAttempt().orElse(null), asked.key()));
    }
    return entry.freed();
  }

  private void raise(Row row) throws SQLException {
    try (PreparedStatement update =
        books.connection().prepareStatement("UPDATE entry SET priority = ? WHERE id = ?")) {
      new Cells(update).text(Entry.Priority.INTERACTIVE.name()).number(row.id());
      update.executeUpdate();
    }
  }

  private void note(Enrollments.Row row, Asked asked, String text) throws SQLException {
    books.note(row.enrollment(), row.status(), row.status(), asked.actor(), said(asked, text));
  }

  private static String said(Asked asked, String text) {
    return asked.wish() + " asked by " + asked.actor() + ": " + text;
  }

  private static String cause(Asked asked) {
    return "asked:" + Inbox.shortened(asked.key());
  }
}
