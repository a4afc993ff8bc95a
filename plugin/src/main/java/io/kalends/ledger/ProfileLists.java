package io.kalends.ledger;

import static io.kalends.ledger.History.KALENDS;

import io.kalends.delivery.ProfileIdentity;
import io.kalends.delivery.Proof;
import io.kalends.event.ProvisioningEvent.InstalledProfile;
import io.kalends.event.ProvisioningEvent.ProfilesReported;
import io.kalends.ledger.EntryTable.Row;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * What devices tell about the profiles they hold. A list that is older than what it would change
 * says nothing about it.
 */
final class ProfileLists {

  private final Books books;
  private final Answers answers;

  ProfileLists(Books books) {
    this.books = books;
    this.answers = new Answers(books);
  }

  Outcome apply(ProfilesReported list) throws SQLException {
    Optional<Enrollments.Row> enrollment = books.enrollment(list.enrollment());
    if (enrollment.isEmpty()) {
      return Outcome.setAside("a list of profiles from a device that is not known");
    }
    List<Row> rows = books.entries(list.enrollment());
    if (rows.stream().anyMatch(row -> row.claimedBy() != null)) {
      return Outcome.later("a step is under way", Answers.FOR_A_SAVE);
    }
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      boolean later = rows.subList(i + 1, rows.size()).stream().anyMatch(ProfileLists::mayReplace);
      if (row.entry().profile().isPresent() && !list.at().isBefore(row.since())) {
        compare(enrollment.get(), row, row.entry().profile().get(), list, later);
      }
    }
    return Outcome.APPLIED;
  }

  /** From the moment it is sent, the device may hold this one in place of an earlier one. */
  private static boolean mayReplace(Row row) {
    return row.entry().attempt().isPresent() && row.entry().state() != State.GONE;
  }

  private void compare(
      Enrollments.Row enrollment,
      Row row,
      ProfileIdentity ours,
      ProfilesReported list,
      boolean later)
      throws SQLException {
    boolean there =
        list.profiles().stream().anyMatch(p -> p.identifier().equals(ours.identifier()));
    boolean exact = list.profiles().stream().anyMatch(p -> same(p, ours));
    Entry entry = row.entry();
    if (entry.state() == State.SENT && exact) {
      Entry installed = entry.installed(Proof.ACKNOWLEDGED).freed();
      books.move(row, installed, books.now(), KALENDS, "the device lists the profile");
    } else if (entry.state() == State.REMOVE_SENT && !there) {
      answers.gone(row, "the device does not list it any more");
    } else if (entry.state() == State.INSTALLED && Books.stays(row) && !exact && !later) {
      String text = there ? "the device holds an older profile" : "the device lost the profile";
      lost(enrollment, row, list.key(), text);
    }
  }

  private void lost(Enrollments.Row enrollment, Row row, String key, String text)
      throws SQLException {
    Entry entry = row.entry();
    if (entry.account().isPresent()) {
      Entry again = entry.sendingAgain(Answers.after(entry.attempt().orElse(null), key));
      books.move(row, again, books.now(), KALENDS, text + ": to be sent again");
    } else if (enrollment.enrolled()) {
      String cause = "lost:" + entry.key().generation();
      new Opening(books).open(enrollment, cause, Entry.Priority.ENROLLMENT, KALENDS);
    }
  }

  /** Hand-made ones are not always UUIDs, and some MDMs write ours in capitals. */
  private static boolean same(InstalledProfile told, ProfileIdentity ours) {
    return told.identifier().equals(ours.identifier())
        && told.uuid().equalsIgnoreCase(ours.uuid().toString());
  }
}
