package io.kalends.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kalends.enrollment.EnrollmentId;
import io.kalends.event.ProvisioningEvent;
import io.kalends.ledger.EntryTable.Cells;
import io.kalends.store.Database;
import io.kalends.store.GroupedWrites;
import io.kalends.store.TextColumn;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Facts that arrived. Those that were applied stay for a while without their content, so that a
 * repeat is told, and are purged after that.
 */
final class Inbox {

  /** Longer ones would not fit the indexes of PostgreSQL beside the longest enrollment. */
  private static final int LONGEST_KEY = 200;

  /** What a device's user or maker wrote: no reason to turn the whole message away. */
  private static final Set<String> FREE_TEXT = Set.of("name", "model", "osVersion", "serial");

  private static final String INSERT =
      "INSERT INTO inbox (tenant, instance, event_key, enrollment, fact, received_millis,"
          + " due_millis, tries, failures) VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0)"
          + " ON CONFLICT DO NOTHING";

  private static final String PURGE =
      "DELETE FROM inbox WHERE id IN (SELECT id FROM inbox WHERE due_millis IS NULL"
          + " AND received_millis < ? ORDER BY received_millis LIMIT ?)";

  private final Database database;
  private final GroupedWrites writes;

  /** A fact on its way in: checked, and written down. */
  private record Arrival(String key, @Nullable String about, String fact) {

    static Arrival of(ProvisioningEvent event) {
      ObjectNode fact = EventJson.write(event);
      if (event.key().isBlank()) {
        throw new IllegalArgumentException("key of a fact is blank; without it no repeat is told");
      }
      makeFit(event.getClass().getSimpleName(), fact);
      String about = EventJson.enrollment(event).map(EnrollmentId::value).orElse(null);
      return new Arrival(shortened(event.key()), about, fact.toString());
    }
  }

  Inbox(Database database, GroupedWrites writes) {
    this.database = database;
    this.writes = writes;
  }

  /**
   * Takes facts in, all or none.
   *
   * @throws IllegalArgumentException when a text holds what no column holds; names the field
   */
  void accept(String tenant, String instance, List<ProvisioningEvent> events) {
    List<Arrival> arrivals = events.stream().map(Arrival::of).toList();
    if (arrivals.isEmpty()) {
      return;
    }
    writes.write(
        "take in facts of " + tenant + "/" + instance,
        connection -> {
          insert(connection, tenant, instance, arrivals, database.now(connection));
          return arrivals.size();
        });
  }

  /**
   * Takes a fact in within another transaction.
   *
   * @return false when its key is there already
   */
  boolean insert(
      Connection connection, String tenant, String instance, ProvisioningEvent event, Instant now)
      throws SQLException {
    return insert(connection, tenant, instance, List.of(Arrival.of(event)), now) == 1;
  }

  private static int insert(
      Connection connection, String tenant, String instance, List<Arrival> arrivals, Instant now)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      for (Arrival each : arrivals) {
        Cells cells = new Cells(insert).text(tenant).text(instance).text(each.key());
        cells.text(each.about()).text(each.fact()).time(now).time(now);
        insert.addBatch();
      }
      int added = 0;
      for (int count : insert.executeBatch()) {
        added += Math.max(count, 0);
      }
      return added;
    }
  }

  /**
   * Forgets facts that are done with, some at a time.
   *
   * @param age how long their keys are kept to tell repeats
   * @param max how many at most
   * @return how many were forgotten; less than {@code max} when no more are that old
   */
  int purge(Duration age, int max) {
    return database.write(
        "purge the inbox",
        connection -> {
          try (PreparedStatement delete = connection.prepareStatement(PURGE)) {
            new Cells(delete).time(database.now(connection).minus(age)).number(max);
            return delete.executeUpdate();
          }
        });
  }

  /** Refuses what no column holds, except in free text, which becomes harmless. */
  private static void makeFit(String path, JsonNode node) {
    if (node instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> field : List.copyOf(object.properties())) {
        boolean unfit = field.getValue().isTextual() && !fits(field.getValue());
        if (unfit && path.endsWith(".device") && FREE_TEXT.contains(field.getKey())) {
          object.put(field.getKey(), harmless(field.getValue().textValue()));
        } else {
          makeFit(path + "." + field.getKey(), field.getValue());
        }
      }
    } else if (node.isArray()) {
      node.forEach(each -> makeFit(path + "[]", each));
    } else if (node.isTextual() && !fits(node)) {
      throw new IllegalArgumentException(
          path + " holds a NUL or half a character; the sender must leave it out");
    }
  }

  private static boolean fits(JsonNode text) {
    return TextColumn.holds(text.textValue());
  }

  private static String harmless(String text) {
    StringBuilder kept = new StringBuilder();
    text.codePoints()
        .map(c -> c == 0 || (c >= 0xD800 && c <= 0xDFFF) ? 0xFFFD : c)
        .forEach(kept::appendCodePoint);
    return kept.toString();
  }

  /** A key that fits the indexes: long ones by their hash, so that a repeat is still told. */
  static String shortened(String key) {
    if (key.length() <= LONGEST_KEY) {
      return key;
    }
    try {
      byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return "sha256:" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
