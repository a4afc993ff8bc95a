package io.kalends.ledger;

import io.kalends.account.DeviceLabel;
import io.kalends.delivery.DeliveryForm;
import io.kalends.delivery.Exposure;
import io.kalends.delivery.Proof;
import io.kalends.enrollment.DeviceJson;
import io.kalends.enrollment.DeviceOwner;
import io.kalends.enrollment.EnrollmentId;
import io.kalends.mdm.InstallReference;
import io.kalends.store.TextColumn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows of the table {@code entry}. Who may change which is decided by the callers. */
final class EntryTable {

  /**
   * An entry with what the ledger alone needs to know of it.
   *
   * @param id the row's
   * @param entry as saved last
   * @param claims the number of the last claim
   * @param claimedBy the node that claimed it and has not saved since; null when nobody has
   * @param due when it is due, or when the claim lapses; null for never
   * @param since when it came into its state
   * @param owner which versions of what the MDM says about the owner matter
   * @param enrolled whether the MDM manages the enrollment
   */
  record Row(
      long id,
      Entry entry,
      long claims,
      @Nullable String claimedBy,
      @Nullable Instant due,
      Instant since,
      OwnerVersions owner,
      boolean enrolled) {

    /** Somebody's step runs, as far as is known. */
    boolean leased(Instant now) {
      return claimedBy != null && due != null && due.isAfter(now);
    }
  }

  /**
   * Versions of what the MDM says about the owner.
   *
   * @param now the enrollment's
   * @param claimed as of the entry's last claim
   * @param lookedUp when the owner was looked up
   */
  record OwnerVersions(long now, long claimed, long lookedUp) {}

  /** Reads whole rows; conditions name the entry {@code e} and its enrollment {@code n}. */
  static final String SELECT =
      "SELECT e.*, n.device, n.owner_version AS owner_version_now, n.status FROM entry e JOIN enrollment n ON n.tenant = e.tenant"
          + " AND n.instance = e.instance AND n.enrollment = e.enrollment ";

  private static final String INSERT =
      "INSERT INTO entry (tenant, instance, enrollment, generation, cause, priority, state, proof,"
          + " source_half, mint_attempts, failures, owner_version, device_holds, lane, due_millis,"
          + " claims, claimed_owner_version, opened_millis, state_since_millis, hold, hold_since_millis, hold_detail)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?, 1, ?, ?, 0, 0, ?, ?, ?, ?, ?)"
          + " ON CONFLICT DO NOTHING";

  /** Ends before its condition; filled by {@link #cells}. */
  static final String SET =
      "UPDATE entry SET state = ?, proof = ?, source_half = ?, mint_attempts = ?, failures = ?,"
          + " owner = ?, owner_name = ?, form = ?, exposure = ?, label = ?, account = ?,"
          + " attempt = ?, remove_attempt = ?, reference = ?, profile = ?, hold = ?,"
          + " hold_since_millis = ?, hold_detail = ?, withdrawal = ?, device_holds = ?, lane = ?,"
          + " state_since_millis = CASE WHEN state = ? THEN state_since_millis ELSE ? END";

  private static final String UPDATE = SET + " WHERE id = ?";

  private static final String MOVE = SET + ", due_millis = ? WHERE id = ?";

  private EntryTable() {}

  /**
   * Adds an entry in REQUESTED.
   *
   * @param due null for never, while a hold waits for an event
   * @return false when that cause or that generation is there already
   */
  static boolean insert(
      Connection connection,
      Entry entry,
      String cause,
      long ownerVersion,
      @Nullable Instant due,
      Instant now)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      Cells cells = new Cells(insert);
      cells.key(entry.key()).number(entry.key().generation()).text(cause);
      cells.text(entry.priority().name()).text(entry.state().name()).text(entry.proof().name());
      cells.text(entry.sourceHalf().name()).number(ownerVersion);
      cells.text(Claim.laneOf(entry).name()).time(due).time(now).time(now);
      cells.hold(entry.hold().orElse(null));
      return insert.executeUpdate() == 1;
    }
  }

  /** Writes everything of an entry but its due time, its claim and its owner's version. */
  static void update(Connection connection, long id, Entry entry, Instant now) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
      cells(update, entry, now).number(id);
      update.executeUpdate();
    }
  }

  /** The same for several, by their ids, in one round trip. */
  static void update(Connection connection, Map<Long, Entry> entries, Instant now)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
      for (Map.Entry<Long, Entry> each : entries.entrySet()) {
        cells(update, each.getValue(), now).number(each.getKey());
        update.addBatch();
      }
      update.executeBatch();
    }
  }

  /**
   * Writes an entry that others than its step move (it is told to withdraw, or freed), and makes it
   * due now; while its step runs, the due time is the lease's and the save looks after it.
   */
  static void nudge(Connection connection, Row row, Entry entry, Instant now) throws SQLException {
    if (row.leased(now)) {
      update(connection, row.id(), entry, now);
    } else {
      move(connection, row.id(), entry, now, now);
    }
  }

  /** Writes everything of an entry and when it is due; null for never. */
  static void move(Connection connection, long id, Entry entry, @Nullable Instant due, Instant now)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(MOVE)) {
      cells(update, entry, now).time(due).number(id);
      update.executeUpdate();
    }
  }

  /** Fills {@link #SET}. */
  static Cells cells(PreparedStatement update, Entry entry, Instant now) throws SQLException {
    Cells cells = new Cells(update);
    cells.text(entry.state().name()).text(entry.proof().name()).text(entry.sourceHalf().name());
    cells.number(entry.mintAttempts()).number(entry.failures());
    Entry.@Nullable Target target = entry.target().orElse(null);
    cells.text(target == null ? null : target.owner().address());
    cells.text(target == null ? null : target.owner().displayName());
    cells.text(target == null ? null : target.form().name());
    cells.text(target == null ? null : target.exposure().name());
    cells.text(entry.label().map(DeviceLabel::value).orElse(null));
    cells.bytes(entry.account().map(SealedAccount::box).orElse(null));
    cells.text(entry.attempt().map(UUID::toString).orElse(null));
    cells.text(entry.removeAttempt().map(UUID::toString).orElse(null));
    cells.text(entry.reference().map(InstallReference::value).orElse(null));
    cells.text(entry.profile().map(ProfileIdentityJson::write).orElse(null));
    cells.hold(entry.hold().orElse(null));
    cells.text(entry.withdrawal().map(Entry.Withdrawal::reason).orElse(null));
    cells.number(entry.withdrawal().map(Entry.Withdrawal::deviceHolds).orElse(true) ? 1 : 0);
    cells.text(Claim.laneOf(entry).name());
    return cells.text(entry.state().name()).time(now);
  }

  /**
   * One entry, held with its enrollment, which is held first: whoever writes entries does so in
   * that order, facts and saves alike, so none of them decides by what another is about to change.
   *
   * @param lock the dialect's {@code forUpdate()}; empty where one writer holds everything anyway
   */
  static Optional<Row> hold(Connection connection, EntryKey key, String lock) throws SQLException {
    String sql =
        SELECT
            + "WHERE e.tenant = ? AND e.instance = ? AND e.enrollment = ? AND e.generation = ?"
            + (lock.isEmpty() ? "" : lock + " OF n, e");
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      new Cells(select).key(key).number(key.generation());
      return rows(select).stream().findFirst();
    }
  }

  /** So many parameters. */
  static String marks(int count) {
    return String.join(", ", Collections.nCopies(count, "?"));
  }

  /** All entries of an enrollment, oldest generation first. */
  static List<Row> ofEnrollment(
      Connection connection, String tenant, String instance, EnrollmentId enrollment, String lock)
      throws SQLException {
    String sql =
        SELECT
            + "WHERE e.tenant = ? AND e.instance = ? AND e.enrollment = ? ORDER BY e.generation"
            + (lock.isEmpty() ? "" : lock + " OF e");
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      new Cells(select).text(tenant).text(instance).text(enrollment.value());
      return rows(select);
    }
  }

  static List<Row> rows(PreparedStatement select) throws SQLException {
    List<Row> rows = new ArrayList<>();
    try (ResultSet found = select.executeQuery()) {
      while (found.next()) {
        rows.add(row(found));
      }
    }
    return rows;
  }

  static Row row(ResultSet found) throws SQLException {
    return new Row(
        found.getLong("id"),
        entry(found),
        found.getLong("claims"),
        found.getString("claimed_by"),
        time(found, "due_millis").orElse(null),
        time(found, "state_since_millis").orElseThrow(),
        new OwnerVersions(
            found.getLong("owner_version_now"),
            found.getLong("claimed_owner_version"),
            found.getLong("owner_version")),
        Enrollments.Status.ENROLLED.name().equals(found.getString("status")));
  }

  private static Entry entry(ResultSet row) throws SQLException {
    EntryKey key =
        new EntryKey(
            row.getString("tenant"),
            row.getString("instance"),
            new EnrollmentId(row.getString("enrollment")),
            row.getInt("generation"));
    Entry.Draft entry =
        new Entry.Draft(
            key,
            DeviceJson.read(row.getString("device")),
            Entry.Priority.valueOf(row.getString("priority")));
    entry.state = State.valueOf(row.getString("state"));
    entry.proof = Proof.valueOf(row.getString("proof"));
    entry.sourceHalf = Entry.SourceHalf.valueOf(row.getString("source_half"));
    entry.mintAttempts = row.getInt("mint_attempts");
    entry.failures = row.getInt("failures");
    entry.target = target(row).orElse(null);
    entry.label = text(row, "label").map(DeviceLabel::new).orElse(null);
    entry.account =
        Optional.ofNullable(row.getBytes("account")).map(SealedAccount::new).orElse(null);
    entry.attempt = text(row, "attempt").map(UUID::fromString).orElse(null);
    entry.removeAttempt = text(row, "remove_attempt").map(UUID::fromString).orElse(null);
    entry.reference = text(row, "reference").map(InstallReference::new).orElse(null);
    entry.profile = text(row, "profile").map(ProfileIdentityJson::read).orElse(null);
    entry.hold = hold(row).orElse(null);
    boolean deviceHolds = row.getInt("device_holds") == 1;
    entry.withdrawal =
        text(row, "withdrawal").map(why -> new Entry.Withdrawal(why, deviceHolds)).orElse(null);
    return new Entry(entry);
  }

  private static Optional<Entry.Target> target(ResultSet row) throws SQLException {
    Optional<String> owner = text(row, "owner");
    return owner.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Entry.Target(
                new DeviceOwner(owner.get(), row.getString("owner_name")),
                DeliveryForm.valueOf(row.getString("form")),
                Exposure.valueOf(row.getString("exposure"))));
  }

  private static Optional<Hold> hold(ResultSet row) throws SQLException {
    Optional<String> cause = text(row, "hold");
    return cause.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Hold(
                Hold.Cause.valueOf(cause.get()),
                time(row, "hold_since_millis").orElseThrow(),
                row.getString("hold_detail")));
  }

  static Optional<String> text(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getString(column));
  }

  static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }

  /** Fills a statement's parameters one after the other. */
  static final class Cells {

    private final PreparedStatement statement;
    private int index;

    Cells(PreparedStatement statement) {
      this.statement = statement;
    }

    Cells key(EntryKey key) throws SQLException {
      return text(key.tenant()).text(key.instance()).text(key.enrollment().value());
    }

    Cells text(@Nullable String text) throws SQLException {
      statement.setString(++index, text);
      return this;
    }

    Cells number(long number) throws SQLException {
      statement.setLong(++index, number);
      return this;
    }

    Cells bytes(byte @Nullable [] bytes) throws SQLException {
      statement.setBytes(++index, bytes);
      return this;
    }

    Cells time(@Nullable Instant time) throws SQLException {
      if (time == null) {
        statement.setNull(++index, Types.BIGINT);
        return this;
      }
      return number(time.toEpochMilli());
    }

    Cells hold(@Nullable Hold hold) throws SQLException {
      text(hold == null ? null : hold.cause().name());
      time(hold == null ? null : hold.since());
      return hold == null ? text(null) : words(hold.detail());
    }

    /** A text for people, perhaps a stranger's: what no column can hold is shown as a blank. */
    Cells words(String text) throws SQLException {
      return text(TextColumn.holds(text) ? text : text.replaceAll("[\\x00\\p{Cs}]", "\uFFFD"));
    }
  }
}
