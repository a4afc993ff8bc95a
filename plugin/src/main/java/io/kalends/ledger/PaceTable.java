package io.kalends.ledger;

import io.kalends.ledger.EntryTable.Cells;
import io.kalends.store.Dialect;
import io.kalends.store.Tail;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Rows of the table {@code pace}: how fast an API may be called for one tenant by all nodes
 * together. Whoever takes slots holds the row.
 */
final class PaceTable {

  /** How long the first pause is when the other side does not say. */
  static final Duration SHORTEST = Duration.ofSeconds(30);

  /** How long a pause gets by doubling. */
  static final Duration LONGEST = Duration.ofHours(1);

  /** However far away the other side says: a hostile or broken answer stops nobody for a year. */
  static final Duration LONGEST_ASKED = Duration.ofDays(1);

  private static final String INSERT =
      "INSERT INTO pace (tenant, api, next_slot_micros, paused_until_millis, pauses, reason)"
          + " VALUES (?, ?, 0, 0, 0, '') ON CONFLICT DO NOTHING";

  private static final String ANSWERED =
      "UPDATE pace SET pauses = 0 WHERE tenant = ? AND api = ? AND pauses > 0"
          + " AND paused_until_millis <= ?";

  /** Which API an instance's mints go to, as this node's orders name it. */
  private final Map<Ledger.Instance, String> apis = new ConcurrentHashMap<>();

  private final Dialect dialect;

  PaceTable(Dialect dialect) {
    this.dialect = dialect;
  }

  /**
   * A row.
   *
   * @param nextSlotMicros the first slot nobody took, since 1970
   * @param pausedUntil nobody calls before
   * @param pauses in a row
   */
  record Row(long nextSlotMicros, Instant pausedUntil, int pauses) {

    /** When something can be minted at the earliest. */
    Instant open() {
      Instant slot = Instant.EPOCH.plus(nextSlotMicros, ChronoUnit.MICROS);
      return slot.isAfter(pausedUntil) ? slot : pausedUntil;
    }

    boolean paused(Instant now) {
      return pausedUntil.isAfter(now);
    }
  }

  void remember(Ledger.Instance instance, String api) {
    apis.put(instance, api);
  }

  /** The row of the API that instance mints at, as far as this node knows. */
  Optional<Row> of(Connection connection, Ledger.Instance instance) throws SQLException {
    String api = apis.get(instance);
    return api == null ? Optional.empty() : select(connection, instance.tenant(), api, "");
  }

  /** The row, made when it is missing, held until the transaction ends. */
  Row hold(Connection connection, String tenant, String api) throws SQLException {
    Optional<Row> row = select(connection, tenant, api, dialect.forUpdate());
    if (row.isPresent()) {
      return row.get();
    }
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      new Cells(insert).text(tenant).text(api);
      insert.executeUpdate();
    }
    return select(connection, tenant, api, dialect.forUpdate()).orElseThrow();
  }

  void reserve(Connection connection, String tenant, String api, long nextSlotMicros)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE pace SET next_slot_micros = ? WHERE tenant = ? AND api = ?")) {
      new Cells(update).number(nextSlotMicros).text(tenant).text(api);
      update.executeUpdate();
    }
  }

  /**
   * Nobody calls before a time. Calls that were on their way when the pause began are refused too:
   * they make it longer when they say so, and do not double it.
   */
  void pause(Connection connection, String tenant, Saving.Pause pause, Instant now)
      throws SQLException {
    Row row = hold(connection, tenant, pause.api());
    boolean again = row.paused(now);
    Instant longest = now.plus(LONGEST_ASKED);
    Instant asked = pause.until().orElse(again ? now : now.plus(doubled(row.pauses())));
    Instant until = asked.isAfter(longest) ? longest : asked;
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE pace SET paused_until_millis = ?, pauses = ?, reason = ?"
                + " WHERE tenant = ? AND api = ?")) {
      new Cells(update)
          .time(until.isAfter(row.pausedUntil()) ? until : row.pausedUntil())
          .number(again ? row.pauses() : row.pauses() + 1)
          .words(pause.reason())
          .text(tenant)
          .text(pause.api());
      update.executeUpdate();
    }
  }

  /** A mint went through: the next pause is a short one again. */
  void answered(Tail tail, Ledger.Instance instance, Instant now) throws SQLException {
    String api = apis.get(instance);
    if (api != null) {
      tail.add(ANSWERED, update -> new Cells(update).text(instance.tenant()).text(api).time(now));
    }
  }

  private static Duration doubled(int pauses) {
    Duration doubled = SHORTEST.multipliedBy(1L << Math.min(pauses, 20));
    return doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
  }

  private static Optional<Row> select(Connection connection, String tenant, String api, String lock)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT next_slot_micros, paused_until_millis, pauses FROM pace"
                + " WHERE tenant = ? AND api = ?"
                + lock)) {
      new Cells(select).text(tenant).text(api);
      try (ResultSet found = select.executeQuery()) {
        return found.next()
            ? Optional.of(
                new Row(found.getLong(1), Instant.ofEpochMilli(found.getLong(2)), found.getInt(3)))
            : Optional.empty();
      }
    }
  }
}
