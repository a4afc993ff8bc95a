package io.kalends.ledger;

import static io.kalends.ledger.History.KALENDS;

import io.kalends.enrollment.Device;
import io.kalends.enrollment.EnrollmentId;
import io.kalends.ledger.Enrollments.Status;
import io.kalends.ledger.EntryTable.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Devices that come and go. What the MDM's clock shows to be older than what is known is stale: it
 * changes nothing but the receipt.
 */
final class Registry {

  private final Books books;
  private final Opening opening;
  private final Ledger.Admission admission;

  Registry(Books books, Ledger.Admission admission) {
    this.books = books;
    this.opening = new Opening(books);
    this.admission = admission;
  }

  /** A device enrolled, or a user channel became ready. */
  Outcome enrolled(Device device, Instant at) throws SQLException {
    Optional<Enrollments.Row> parent = parent(device);
    Enrollments.Row row = books.mentioned(device.id());
    if (before(at, row.leftAt()) || parent.filter(p -> before(at, p.leftAt())).isPresent()) {
      return stale(row, "enrolled", at);
    }
    if (row.enrolled()) {
      refreshed(row, device, at);
    } else {
      books.update(anew(row, device, at));
      provision(books.enrollment(device.id()).orElseThrow(), row.status(), "enrolled");
    }
    return Outcome.APPLIED;
  }

  /** A device enrolled again: what it held is gone, on its user channels too. */
  Outcome enrolledAgain(Device device, Instant at) throws SQLException {
    parent(device);
    Enrollments.Row row = books.mentioned(device.id());
    boolean repeat = row.enrolled() && at.equals(row.leftAt());
    if (repeat || before(at, row.leftAt())) {
      return stale(row, "re-enrolled", at);
    }
    Entry.Withdrawal gone = new Entry.Withdrawal("re-enrolled", false);
    withdrawAll(row.enrollment(), gone);
    childrenLeave(row, at, gone);
    boolean older = row.described() != null && before(at, row.enrolledAt());
    books.update(anew(row, older ? row.device() : device, at).left(at, Status.ENROLLED));
    provision(books.enrollment(device.id()).orElseThrow(), row.status(), "re-enrolled");
    return Outcome.APPLIED;
  }

  /** A device left management. */
  Outcome checkedOut(EnrollmentId id, Instant at) throws SQLException {
    Enrollments.Row row = books.mentioned(id);
    if (before(at, row.enrolledAt())) {
      return stale(row, "checked out", at);
    }
    Enrollments.Row left = row.left(at, Status.LEFT);
    books.update(left);
    if (row.status() != Status.LEFT) {
      books.note(id, row.status(), Status.LEFT, KALENDS, "checked out");
    }
    Entry.Withdrawal gone = new Entry.Withdrawal("checked out", false);
    withdrawAll(id, gone);
    childrenLeave(row, at, gone);
    return Outcome.APPLIED;
  }

  /** A device was seen; one that had left, or was taken for it, is discovered again. */
  Outcome seen(EnrollmentId id, Instant at) throws SQLException {
    Optional<Enrollments.Row> known = books.enrollment(id);
    if (known.isEmpty()) {
      books.mentioned(id);
      books.note(id, null, Status.DISCOVERED, KALENDS, "checked in, but never enrolled here");
    } else if (known.get().status() == Status.LEFT && after(at, known.get().leftAt())) {
      books.update(known.get().heardOfAgain());
      books.note(id, Status.LEFT, Status.DISCOVERED, KALENDS, "checked in after it left");
    } else {
      books.update(known.get());
    }
    return Outcome.APPLIED;
  }

  /** Looks the owner up again where that can matter. */
  void wakeForOwner(EnrollmentId id) throws SQLException {
    for (Row row : books.staying(id)) {
      Optional<Hold.Cause> hold = row.entry().hold().map(Hold::cause);
      if (hold.isEmpty()) {
        books.wake(row);
      } else if (row.claimedBy() == null
          && (hold.get() == Hold.Cause.OWNER_UNKNOWN || hold.get() == Hold.Cause.OWNER_CONFLICT)) {
        books.move(row, row.entry().freed(), books.now(), KALENDS, "the MDM names an owner");
      }
    }
  }

  /** Holds the parent before its child, as a check-out of the parent does. */
  private Optional<Enrollments.Row> parent(Device device) throws SQLException {
    return device.parent().isPresent() ? books.enrollment(device.parent().get()) : Optional.empty();
  }

  private void refreshed(Enrollments.Row row, Device device, Instant at) throws SQLException {
    if (before(at, row.enrolledAt())) {
      books.update(row);
      return;
    }
    boolean newOwner =
        device.ownerHint().isPresent()
            && !before(at, row.ownerAt())
            && !sameOwner(device.ownerHint(), row.device().ownerHint());
    Device merged = merged(row.device(), device, newOwner);
    // Not when it enrolled: a list says that it is, by a clock that can be ahead of the MDM's, and
    // a check-out would look older than it is.
    books.update(newOwner ? row.owned(merged, at) : row.as(merged, Status.ENROLLED));
    if (newOwner) {
      books.note(row, "the MDM names another owner");
      wakeForOwner(row.enrollment());
    }
    served(books.enrollment(device.id()).orElseThrow());
  }

  /** One that was left out when it enrolled is served once it is admitted. */
  private void served(Enrollments.Row row) throws SQLException {
    if (Opening.carries(row.device())
        && books.entries(row.enrollment()).stream().allMatch(Registry::ofAnEarlierLife)
        && admission.admits(books.of(), row.device())) {
      opening.open(row, cause(row), Entry.Priority.ENROLLMENT, KALENDS);
    }
  }

  /** What a person withdrew while the device stayed is not opened again by itself. */
  private static boolean ofAnEarlierLife(Row row) {
    return row.entry().withdrawal().filter(told -> !told.deviceHolds()).isPresent();
  }

  private static String cause(Enrollments.Row row) {
    return "enrolled:" + row.enrollments();
  }

  /** Enrolled for the first time, or back: whose it was before says nothing any more. */
  private static Enrollments.Row anew(Enrollments.Row row, Device device, Instant at) {
    Device before = row.described() == null ? device : row.device();
    Device merged = merged(before, device, true);
    Enrollments.Row next = row.as(merged, Status.ENROLLED).enrolled(at).enrolledAgain();
    return sameOwner(before.ownerHint(), merged.ownerHint()) ? next : next.owned(merged, at);
  }

  private void provision(Enrollments.Row row, Status before, String what) throws SQLException {
    boolean carries = Opening.carries(row.device());
    boolean admitted = carries && admission.admits(books.of(), row.device());
    String why = carries ? "; not within what is provisioned" : "; its user channel carries it";
    books.note(row.enrollment(), before, row.status(), KALENDS, admitted ? what : what + why);
    if (admitted) {
      opening.open(row, cause(row), Entry.Priority.ENROLLMENT, KALENDS);
    }
  }

  private void childrenLeave(Enrollments.Row parent, Instant at, Entry.Withdrawal why)
      throws SQLException {
    for (Enrollments.Row child : books.children(parent)) {
      if (before(at, child.enrolledAt())) {
        continue;
      }
      books.update(child.left(at, Status.LEFT));
      if (child.status() != Status.LEFT) {
        String text = "its device " + why.reason();
        books.note(child.enrollment(), child.status(), Status.LEFT, KALENDS, text);
      }
      withdrawAll(child.enrollment(), why);
    }
  }

  private void withdrawAll(EnrollmentId id, Entry.Withdrawal why) throws SQLException {
    List<Row> rows = books.entries(id);
    for (Row row : rows) {
      books.withdraw(row, why, KALENDS);
    }
  }

  private Outcome stale(Enrollments.Row row, String what, Instant at) throws SQLException {
    books.update(row);
    books.note(row, what + " at " + at + ": older than what is known, so nothing changes");
    return Outcome.APPLIED;
  }

  static boolean before(Instant at, @Nullable Instant known) {
    return known != null && at.isBefore(known);
  }

  private static boolean after(Instant at, @Nullable Instant known) {
    return known != null && at.isAfter(known);
  }

  static boolean sameOwner(Optional<String> one, Optional<String> other) {
    return one.map(Registry::address).equals(other.map(Registry::address));
  }

  private static String address(String hint) {
    return hint.strip().toLowerCase(Locale.ROOT);
  }

  /** What an MDM leaves out, for example in a webhook, it has not taken back. */
  private static Device merged(Device before, Device now, boolean ownerOfNow) {
    return described(before, now, ownerOfNow ? now.ownerHint() : before.ownerHint());
  }

  /** A device as it is known, with another owner. */
  static Device ownedBy(Device device, String address) {
    return described(device, device, Optional.of(address));
  }

  private static Device described(Device before, Device now, Optional<String> owner) {
    Device.Builder device = Device.enrolled(now.id(), now.platform());
    now.parent().ifPresent(device::userChannelOf);
    either(device, Device.Builder::name, now.name(), before.name());
    either(device, Device.Builder::model, now.model(), before.model());
    either(device, Device.Builder::osVersion, now.osVersion(), before.osVersion());
    either(device, Device.Builder::serialNumber, now.serialNumber(), before.serialNumber());
    owner.ifPresent(device::ownerHint);
    return device.build();
  }

  private static void either(
      Device.Builder device,
      BiConsumer<Device.Builder, String> setter,
      Optional<String> now,
      Optional<String> before) {
    now.or(() -> before).ifPresent(text -> setter.accept(device, text));
  }
}
