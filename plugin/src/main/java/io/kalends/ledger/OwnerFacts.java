package io.kalends.ledger;

import static io.kalends.ledger.History.KALENDS;

import io.kalends.enrollment.DeviceOwner;
import io.kalends.enrollment.EnrollmentId;
import io.kalends.enrollment.Platform;
import io.kalends.event.ProvisioningEvent.OwnerChanged;
import io.kalends.ledger.EntryTable.Cells;
import io.kalends.ledger.EntryTable.Row;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/** What is told about people: on all devices of theirs, or of one device. */
final class OwnerFacts {

  private static final String CONSENTING =
      EntryTable.SELECT
          + "WHERE e.tenant = ? AND e.hold = 'CONSENT' AND (e.owner = ? OR e.owner IS NULL)";

  private static final String OWNED =
      EntryTable.SELECT + "WHERE e.tenant = ? AND e.owner = ? AND e.state <> 'GONE'";

  private final Books books;
  private final Registry registry;

  OwnerFacts(Books books, Registry registry) {
    this.books = books;
    this.registry = registry;
  }

  Outcome consented(DeviceOwner owner) throws SQLException {
    boolean busy = false;
    for (Row row : held(candidates(CONSENTING, owner))) {
      boolean waits = row.entry().hold().filter(h -> waitsFor(owner, row.entry(), h)).isPresent();
      busy |= waits && row.claimedBy() != null;
      if (waits && row.claimedBy() == null) {
        String text = "the owner gave consent";
        books.at(of(row)).move(row, row.entry().freed(), books.now(), KALENDS, text);
      }
    }
    return busy ? Outcome.later("a step is under way", Answers.FOR_A_SAVE) : Outcome.APPLIED;
  }

  Outcome left(DeviceOwner owner) throws SQLException {
    for (Row row : held(candidates(OWNED, owner))) {
      if (isOf(owner, row.entry())) {
        Entry.Withdrawal why = new Entry.Withdrawal("owner left", true);
        books.at(of(row)).withdraw(row, why, KALENDS);
      }
    }
    return Outcome.APPLIED;
  }

  Outcome changed(OwnerChanged fact) throws SQLException {
    Optional<Enrollments.Row> row = books.enrollment(fact.enrollment());
    if (row.isEmpty() || row.get().described() == null) {
      return Outcome.setAside("names the owner of a device that is not known");
    }
    changed(row.get(), fact);
    // A Mac belongs to one person; on a Shared iPad each user channel is somebody else's.
    if (row.get().device().platform() == Platform.MACOS) {
      for (Enrollments.Row child : books.children(row.get())) {
        changed(child, fact);
      }
    }
    return Outcome.APPLIED;
  }

  private void changed(Enrollments.Row row, OwnerChanged fact) throws SQLException {
    if (row.described() == null || Registry.before(fact.at(), row.ownerAt())) {
      books.note(row, "owner as of " + fact.at() + ": older than what is known");
      return;
    }
    DeviceOwner owner = fact.owner();
    List<Row> staying = books.staying(row.enrollment());
    boolean differs =
        staying.stream().anyMatch(r -> r.entry().target().isPresent() && !isOf(owner, r.entry()));
    Optional<String> address = Optional.of(owner.address());
    if (!differs && Registry.sameOwner(row.device().ownerHint(), address)) {
      return;
    }
    Enrollments.Row next = row.owned(Registry.ownedBy(row.device(), owner.address()), fact.at());
    books.update(next);
    books.note(row, "belongs to " + owner.address() + " now");
    if (!differs) {
      registry.wakeForOwner(row.enrollment());
      return;
    }
    for (Row each : staying) {
      books.withdraw(each, new Entry.Withdrawal("owner changed", true), KALENDS);
    }
    if (next.enrolled()) {
      String cause = "owner:" + owner.address() + ":" + next.ownerVersion();
      new Opening(books).open(next, cause, Entry.Priority.ENROLLMENT, KALENDS);
    }
  }

  private List<Row> candidates(String sql, DeviceOwner owner) throws SQLException {
    try (PreparedStatement select = books.connection().prepareStatement(sql)) {
      new Cells(select).text(books.of().tenant()).text(owner.address());
      return EntryTable.rows(select);
    }
  }

  /** Holds their enrollments, always in one order, and reads them again. */
  private List<Row> held(List<Row> found) throws SQLException {
    TreeMap<String, Row> enrollments = new TreeMap<>(Comparator.naturalOrder());
    for (Row row : found) {
      EntryKey key = row.entry().key();
      enrollments.put(key.instance() + "/" + key.enrollment(), row);
    }
    List<Row> held = new ArrayList<>();
    for (Row row : enrollments.values()) {
      EnrollmentId id = row.entry().key().enrollment();
      Books there = books.at(of(row));
      there.enrollment(id);
      held.addAll(there.staying(id));
    }
    return held;
  }

  private static Ledger.Instance of(Row row) {
    return new Ledger.Instance(row.entry().key().tenant(), row.entry().key().instance());
  }

  private static boolean isOf(DeviceOwner owner, Entry entry) {
    return entry.target().filter(t -> t.owner().address().equals(owner.address())).isPresent();
  }

  /**
   * An entry held before its owner is saved is known by what the MDM says, or by what the hold
   * says. Freed in vain, it is held again.
   */
  private static boolean waitsFor(DeviceOwner owner, Entry entry, Hold hold) {
    if (hold.cause() != Hold.Cause.CONSENT) {
      return false;
    }
    return entry.target().isPresent()
        ? isOf(owner, entry)
        : Registry.sameOwner(entry.device().ownerHint(), Optional.of(owner.address()))
            || hold.detail().toLowerCase(Locale.ROOT).contains(owner.address());
  }
}
