package io.kalends.ledger;

import io.kalends.ledger.Candidates.Candidate;
import io.kalends.ledger.EntryTable.Cells;
import io.kalends.ledger.EntryTable.Row;
import io.kalends.ledger.Ledger.Instance;
import io.kalends.ledger.Ledger.Order;
import io.kalends.store.Database;
import io.kalends.store.GroupedWrites;
import io.kalends.store.Tail;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who takes which entry a step. What is claimed is held: first the pace's row, then the entries,
 * then their enrollments, the latter two without waiting; an enrollment somebody else is writing
 * waits for the next claim.
 */
final class Claims {

  /** Mints first, by tenant and API: two nodes that wait for paces do so in the same order. */
  private static final Comparator<Order> ORDERLY =
      Comparator.<Order, Boolean>comparing(order -> order.lane() != Claim.Lane.MINT)
          .thenComparing(order -> order.of().tenant())
          .thenComparing(order -> order.lane() == Claim.Lane.MINT ? order.pace().api() : "");

  private final Database database;
  private final GroupedWrites writes;
  private final PaceTable paces;
  private final Candidates candidates;

  Claims(Database database, GroupedWrites writes, PaceTable paces) {
    this.database = database;
    this.writes = writes;
    this.paces = paces;
    this.candidates = new Candidates(database.dialect());
  }

  List<Claim> claim(String node, List<Order> orders) {
    orders.stream()
        .filter(order -> order.lane() == Claim.Lane.MINT)
        .forEach(order -> paces.remember(order.of(), order.pace().api()));
    List<Order> sorted = orders.stream().filter(order -> order.max() > 0).sorted(ORDERLY).toList();
    if (sorted.isEmpty()) {
      return List.of();
    }
    return writes.writeLarge("claim", (connection, tail) -> claim(connection, tail, node, sorted));
  }

  List<Claim> claim(Connection connection, Tail tail, String node, List<Order> orders)
      throws SQLException {
    Set<Instance> open =
        Guards.open(connection, orders.stream().map(Order::of).distinct().toList());
    List<Claim> claims = new ArrayList<>();
    for (Order order : orders) {
      if (open.contains(order.of())) {
        claims.addAll(new OneOrder(connection, tail, node, order).claims());
      }
    }
    return claims;
  }

  /** One order on its way through one transaction. */
  private final class OneOrder {

    private final Connection connection;
    private final Tail tail;
    private final String node;
    private final Order order;

    OneOrder(Connection connection, Tail tail, String node, Order order) {
      this.connection = connection;
      this.tail = tail;
      this.node = node;
      this.order = order;
    }

    List<Claim> claims() throws SQLException {
      return order.lane() == Claim.Lane.MINT
          ? mints()
          : steps(database.now(connection), order.max());
    }

    private List<Claim> mints() throws SQLException {
      String tenant = order.of().tenant();
      String api = order.pace().api();
      PaceTable.Row pace = paces.hold(connection, tenant, api);
      // Read after the row is held: whoever held it before took slots meanwhile.
      Instant now = database.now(connection);
      if (pace.paused(now)) {
        return List.of();
      }
      Slots slots = Slots.of(order.pace());
      long micros = ChronoUnit.MICROS.between(Instant.EPOCH, now);
      int free = slots.free(pace.nextSlotMicros(), micros, order.max());
      List<Claim> claims = steps(now, free);
      if (!claims.isEmpty() && !slots.unlimited()) {
        long next = slots.next(pace.nextSlotMicros(), micros, claims.size());
        paces.reserve(connection, tenant, api, next);
      }
      return claims;
    }

    private List<Claim> steps(Instant now, int max) throws SQLException {
      List<Candidate> due = candidates.due(connection, order, now, max);
      if (due.isEmpty()) {
        return List.of();
      }
      List<String> enrollments = held(due.stream().map(Candidate::enrollment).toList());
      if (enrollments.isEmpty()) {
        return List.of();
      }
      // A statement of its own: it sees what whoever held those enrollments has committed.
      Siblings siblings = Siblings.of(connection, order.of(), enrollments, now);
      Set<String> free = new HashSet<>(enrollments);
      free.removeIf(siblings::anyLeased);
      List<Long> ids =
          due.stream().filter(each -> free.contains(each.enrollment())).map(Candidate::id).toList();
      List<Row> rows = inOrder(ids);
      Instant until = now.plus(order.lease());
      Leases.claim(connection, rows, node, until);
      Map<Long, Entry> minting = order.lane() == Claim.Lane.MINT ? minting(rows, now) : Map.of();
      List<Claim> claims = new ArrayList<>();
      for (Row row : rows) {
        claims.add(
            new Claim(
                minting.getOrDefault(row.id(), row.entry()),
                order.lane(),
                row.claims() + 1,
                row.claimedBy() == null,
                minting.isEmpty() ? row.since() : now,
                until,
                siblings.around(row)));
      }
      return claims;
    }

    /** Those enrollments nobody else is writing. */
    private List<String> held(Collection<String> enrollments) throws SQLException {
      if (database.dialect().skipLocked().isEmpty()) {
        return List.copyOf(enrollments);
      }
      try (PreparedStatement select =
          connection.prepareStatement(
              "SELECT enrollment FROM enrollment WHERE tenant = ? AND instance = ?"
                  + " AND enrollment IN ("
                  + EntryTable.marks(enrollments.size())
                  + ")"
                  + database.dialect().skipLocked())) {
        Cells cells = new Cells(select).text(order.of().tenant()).text(order.of().instance());
        for (String enrollment : enrollments) {
          cells.text(enrollment);
        }
        List<String> held = new ArrayList<>();
        try (ResultSet found = select.executeQuery()) {
          while (found.next()) {
            held.add(found.getString(1));
          }
        }
        return held;
      }
    }

    private List<Row> inOrder(List<Long> ids) throws SQLException {
      if (ids.isEmpty()) {
        return List.of();
      }
      Map<Long, Row> rows = new HashMap<>();
      Leases.withIds(connection, ids).forEach(row -> rows.put(row.id(), row));
      return ids.stream().map(rows::get).toList();
    }

    /** Under labels that are saved before the source is asked. */
    private Map<Long, Entry> minting(List<Row> rows, Instant now) throws SQLException {
      Map<Long, Entry> minting = new LinkedHashMap<>();
      for (Row row : rows) {
        Entry entry = row.entry().minting(order.labels().apply(row.entry().device()));
        minting.put(row.id(), entry);
        String label = entry.label().map(Object::toString).orElseThrow();
        History.moved(tail, node, row.entry(), entry, "as " + label, now);
      }
      // At once, not in the tail: the next order's candidates are told by who is being minted for.
      EntryTable.update(connection, minting, now);
      return minting;
    }
  }
}
