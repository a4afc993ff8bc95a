package io.kalends.testkit.ledger;

import static io.kalends.testkit.ledger.Fleet.HERE;

import io.kalends.enrollment.Device;
import io.kalends.enrollment.EnrollmentId;
import io.kalends.enrollment.Platform;
import io.kalends.event.ProvisioningEvent;
import io.kalends.ledger.JdbcLedger;
import io.kalends.ledger.Ledger;
import io.kalends.mdm.MdmProvider;
import io.kalends.reconcile.Guards;
import io.kalends.reconcile.Reconciled;
import io.kalends.reconcile.Reconciler;
import io.kalends.store.Database;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** An MDM, a ledger, and a node that reconciles them; time is made to pass in the tables. */
final class Reconciling {

  static final Duration EVERY = Duration.ofMinutes(5);
  static final Duration GONE = Duration.ofDays(3);

  private static final int MANY = 1_000;

  final LedgerRows rows;
  final Guards guards;
  final Ledger ledger;
  private final Database database;
  private final MdmProvider mdm;
  private final Reconciler node;
  private volatile boolean admits = true;

  Reconciling(Database database, MdmProvider mdm) {
    this(database, mdm, GONE);
  }

  Reconciling(Database database, MdmProvider mdm, Duration silentAfter) {
    this.database = database;
    this.mdm = mdm;
    this.rows = new LedgerRows(database, HERE);
    this.guards = new Guards(database);
    this.ledger = new JdbcLedger(database, (of, device) -> admits);
    this.node = node("node-1", silentAfter);
  }

  Reconciler node(String name, Duration silentAfter) {
    Reconciled one = new Reconciled(HERE, mdm, (of, device) -> admits, EVERY, GONE, silentAfter);
    return new Reconciler(database, ledger, List.of(one), name);
  }

  /** Which enrollments are served by themselves, from now on. */
  void admits(boolean all) {
    admits = all;
  }

  /** Steps until nothing is due; the ledger does not apply what it is told. */
  void steps() {
    for (int i = 0; i < MANY; i++) {
      if (node.step() == 0) {
        return;
      }
    }
    throw new AssertionError("there is always something due");
  }

  /** One step of what is due. */
  int step() {
    return node.step();
  }

  /** Whatever is due, until nothing is, and what it tells is applied. */
  void reconcile() {
    steps();
    apply();
  }

  /** Days go by, the list is read every few hours, and what is told is applied. */
  void days(int days) {
    for (int i = 0; i < days * 4; i++) {
      passes(Duration.ofHours(6));
      reconcile();
    }
  }

  void tell(ProvisioningEvent... facts) {
    ledger.accept(HERE.tenant(), HERE.instance(), List.of(facts));
    apply();
  }

  void apply() {
    int applied = MANY;
    while (applied == MANY) {
      applied = ledger.apply(MANY);
    }
  }

  /** For whatever our clock has seen, time passes. */
  void passes(Duration time) {
    long millis = time.toMillis();
    rows.change(
        "UPDATE pass SET due_millis = due_millis - ?, began_millis = began_millis - ?",
        millis,
        millis);
    rows.change(
        "UPDATE enrollment SET seen_millis = seen_millis - ?,"
            + " absent_since_millis = absent_since_millis - ?",
        millis,
        millis);
  }

  static Device phone(String id) {
    return Device.enrolled(new EnrollmentId(id), Platform.IOS).build();
  }

  static List<Device> phones(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> phone("phone-%03d".formatted(i))).toList();
  }

  static List<Device> phones(String... ids) {
    return Arrays.stream(ids).map(Reconciling::phone).toList();
  }

  /** Ids of the registry in a status, in order. */
  List<String> registered(String status) {
    return rows.all(
        "SELECT enrollment FROM enrollment WHERE status = ? ORDER BY enrollment", status);
  }

  int facts() {
    return rows.all("SELECT id FROM inbox").size();
  }

  /** How long a pass waits, in seconds. */
  long waits(String pass) {
    long due = Long.parseLong(rows.all("SELECT due_millis FROM pass WHERE name = ?", pass).get(0));
    return Math.round((due - ledger.now().toEpochMilli()) / 1_000.0);
  }

  String pass(String name) {
    return rows.all("SELECT cursor, number, note FROM pass WHERE name = ?", name).get(0);
  }

  /** Names and details of the guards that stand. */
  List<String> guards() {
    return guards.standing(HERE.tenant()).stream()
        .map(guard -> guard.name() + ": " + guard.detail())
        .toList();
  }
}
