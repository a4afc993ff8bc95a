package io.kalends.bench.pipeline;

import io.kalends.enrollment.Device;
import io.kalends.store.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the ledger says afterwards, from its own tables. */
final class LedgerTruth {

  private static final String INSTALLED =
      "SELECT e.enrollment, max(h.at_millis) FROM entry e JOIN history h"
          + " ON h.tenant = e.tenant AND h.instance = e.instance AND h.enrollment = e.enrollment"
          + " AND h.generation = e.generation"
          + " WHERE e.state = 'INSTALLED' AND e.hold IS NULL AND e.generation = 1"
          + " AND e.mint_attempts = 1 AND h.to_state LIKE 'INSTALLED%'"
          + " AND h.from_state NOT LIKE 'INSTALLED%' AND e.enrollment LIKE ? GROUP BY e.enrollment";

  private static final String MINTERS =
      "SELECT actor, count(*) FROM history WHERE to_state = 'MINTING' AND enrollment LIKE ?"
          + " GROUP BY actor";

  private final Map<String, Long> installed;
  private final Map<String, Long> mints;

  private LedgerTruth(Map<String, Long> installed, Map<String, Long> mints) {
    this.installed = installed;
    this.mints = mints;
  }

  /**
   * Reads the ledger of services that have ended.
   *
   * @param prefix of the enrollments asked about
   */
  static LedgerTruth of(LedgerStore store, String prefix) {
    try (Database ledger = store.open()) {
      return ledger.read(
          "read the truth",
          connection ->
              new LedgerTruth(
                  numbers(connection, INSTALLED, prefix), numbers(connection, MINTERS, prefix)));
    }
  }

  /** Fails unless each of them is INSTALLED by one mint and without a hold. */
  LedgerTruth requireInstalled(List<Device> devices) {
    List<String> missing =
        devices.stream().map(d -> d.id().value()).filter(id -> !installed.containsKey(id)).toList();
    if (!missing.isEmpty()) {
      throw new IllegalStateException(
          missing.size() + " devices are not INSTALLED by one mint, such as " + missing.get(0));
    }
    return this;
  }

  /** From an instant until the last was INSTALLED, as the ledger's own clock has it. */
  Duration since(Instant start) {
    long last = installed.values().stream().mapToLong(Long::longValue).max().orElseThrow();
    return Duration.ofMillis(last - start.toEpochMilli());
  }

  /** How many mints each node made. */
  List<Long> mintsByNode() {
    return List.copyOf(mints.values());
  }

  private static Map<String, Long> numbers(Connection connection, String sql, String prefix)
      throws SQLException {
    Map<String, Long> numbers = new HashMap<>();
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, prefix + "-%");
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          numbers.put(rows.getString(1), rows.getLong(2));
        }
      }
    }
    return new TreeMap<>(numbers);
  }
}
