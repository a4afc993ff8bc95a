package io.kalends.report;

import io.kalends.enrollment.EnrollmentId;
import io.kalends.ledger.Hold;
import io.kalends.ledger.Ledger;
import io.kalends.ledger.State;
import io.kalends.store.Database;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Answers an administrator's questions from the ledger's database; writes nothing. Lists come in
 * pages: ask for the first with 0, for the following with {@link Page#next}. Safe for use by
 * several threads.
 */
public final class Reports {

  /** A Mac carries nothing on its device channel; JSON as the registry writes it. */
  private static final String CARRIES =
      " AND (n.parent IS NOT NULL OR n.device NOT LIKE '%\"platform\":\"MACOS\"%')";

  private static final String UNSERVED =
      "SELECT count(*) AS n FROM enrollment n WHERE n.tenant = ? AND n.instance = ?"
          + " AND n.status = 'ENROLLED'"
          + CARRIES
          + " AND NOT EXISTS (SELECT 1 FROM entry e WHERE e.tenant = n.tenant"
          + " AND e.instance = n.instance AND e.enrollment = n.enrollment AND e.state <> 'GONE')";

  private static final String FACTS =
      "SELECT count(*) AS n FROM inbox WHERE tenant = ? AND instance = ? AND ";

  private final Database database;

  /**
   * Over a database that keeps a ledger.
   *
   * @param database stays open after this
   */
  public Reports(Database database) {
    this.database = database;
  }

  /**
   * The receipt: all that happened to an enrollment.
   *
   * @param of its provider
   * @param enrollment which
   * @param after 0, or where the page begins
   * @param max 1 to 1000
   * @return oldest first
   */
  public Page<ReceiptLine> receipt(
      Ledger.Instance of, EnrollmentId enrollment, long after, int max) {
    return new Query(
            "SELECT * FROM history WHERE tenant = ? AND instance = ? AND enrollment = ?",
            of.tenant(),
            of.instance(),
            enrollment.value())
        .page(database, "id", after, max, Rows::line, ReceiptLine::id);
  }

  /**
   * All generations of an enrollment.
   *
   * @param of its provider
   * @param enrollment which
   * @return oldest first
   */
  public List<EntryView> entries(Ledger.Instance of, EnrollmentId enrollment) {
    return new Query(
            "SELECT * FROM entry WHERE tenant = ? AND instance = ?", of.tenant(), of.instance())
        .and("enrollment = ?", (Object) enrollment.value()).list(database, Rows::entry).stream()
            .sorted(Comparator.comparingInt(entry -> entry.key().generation()))
            .toList();
  }

  /**
   * Entries of a provider.
   *
   * @param of which provider
   * @param filter which entries
   * @param after 0, or where the page begins
   * @param max 1 to 1000
   * @return oldest first
   */
  public Page<EntryView> entries(Ledger.Instance of, EntryFilter filter, long after, int max) {
    // Keeps the planner from an index that would have it sort everything there is.
    boolean narrow = filter.state().isPresent() || filter.hold().isPresent();
    String where =
        filter.owner().isPresent()
            ? "tenant = ? AND instance || '' = ?"
            : narrow ? "tenant = ? AND instance = ?" : "tenant || '' = ? AND instance || '' = ?";
    return new Query("SELECT * FROM entry WHERE " + where, of.tenant(), of.instance())
        .and("state = ?", filter.state().map(State::name))
        .and("hold = ?", filter.hold().map(Hold.Cause::name))
        .and("owner = ?", filter.owner())
        .page(database, "id", after, max, Rows::entry, EntryView::id);
  }

  /**
   * Enrollments of a provider.
   *
   * @param of which provider
   * @param status DISCOVERED (heard of, not known to be enrolled), ENROLLED or LEFT
   * @param after 0, or where the page begins
   * @param max 1 to 1000
   * @return oldest first
   */
  public Page<EnrollmentView> enrollments(Ledger.Instance of, String status, long after, int max) {
    return new Query(
            "SELECT * FROM enrollment WHERE tenant = ? AND instance = ?",
            of.tenant(),
            of.instance())
        .and("status = ?", (Object) status)
        .page(database, "id", after, max, Rows::enrollment, EnrollmentView::id);
  }

  /**
   * Credentials that should not log in any more and may, which only a person can delete.
   *
   * @param tenant the organisation
   * @param after 0, or where the page begins
   * @param max 1 to 1000
   * @return oldest first
   */
  public Page<Leftover> owed(String tenant, long after, int max) {
    return new Query("SELECT * FROM entry WHERE tenant = ? AND source_half = 'OWED'", tenant)
        .page(database, "id", after, max, Rows::owed, Leftover::id);
  }

  /**
   * Credentials that may exist because a mint was never answered.
   *
   * @param tenant the organisation
   * @param after 0, or where the page begins
   * @param max 1 to 1000
   * @return oldest first
   */
  public Page<Leftover> possibleOrphans(String tenant, long after, int max) {
    return new Query("SELECT * FROM possible_orphan WHERE tenant = ?", tenant)
        .page(database, "id", after, max, Rows::orphan, Leftover::id);
  }

  /**
   * How much there is of everything.
   *
   * @param of which provider
   * @return counted now; each number for itself
   */
  public Counts counts(Ledger.Instance of) {
    return new Counts(
        grouped(of, "entry", "state", State::valueOf),
        grouped(of, "entry", "hold", Hold.Cause::valueOf),
        grouped(of, "enrollment", "status", Function.identity()),
        count(of, FACTS + "due_millis IS NOT NULL"),
        count(of, FACTS + "set_aside IS NOT NULL"));
  }

  /**
   * How many enrollments would be provisioned if all were admitted: enrolled, able to carry an
   * account, and without one.
   *
   * @param of which provider
   * @return counted now
   */
  public long wouldProvision(Ledger.Instance of) {
    return count(of, UNSERVED);
  }

  /**
   * When the last of those who wait for a mint gets one, at the pace of the source.
   *
   * @param of which provider
   * @param pace as the claims heed it
   * @return from now; counts who is past the preflight or before it and not held, and a pause of
   *     the source; not other providers that share the pace
   */
  public Duration untilAllAreMinted(Ledger.Instance of, Ledger.Pace pace) {
    long waiting =
        count(
            of,
            "SELECT count(*) AS n FROM entry WHERE tenant = ? AND instance = ?"
                + " AND state IN ('REQUESTED', 'RESOLVED') AND hold IS NULL"
                + " AND withdrawal IS NULL");
    long now = database.read("read the clock", database::now).toEpochMilli();
    Optional<Long> pausedUntil =
        new Query(
                "SELECT paused_until_millis AS n FROM pace WHERE tenant = ? AND api = ?",
                of.tenant(),
                pace.api())
            .list(database, row -> row.getLong("n")).stream().findFirst();
    Duration pause = Duration.ofMillis(Math.max(0, pausedUntil.orElse(now) - now));
    return pause.plus(pace.spacing().multipliedBy(waiting));
  }

  private long count(Ledger.Instance of, String sql) {
    return new Query(sql, of.tenant(), of.instance())
        .list(database, row -> row.getLong("n"))
        .get(0);
  }

  private <K> Map<K, Long> grouped(
      Ledger.Instance of, String table, String column, Function<String, K> name) {
    String sql =
        "SELECT %2$s AS name, count(*) AS n FROM %1$s WHERE tenant = ? AND instance = ?"
            + " AND %2$s IS NOT NULL GROUP BY %2$s";
    Map<K, Long> counts = new HashMap<>();
    new Query(sql.formatted(table, column), of.tenant(), of.instance())
        .list(database, row -> Map.entry(row.getString("name"), row.getLong("n")))
        .forEach(each -> counts.put(name.apply(each.getKey()), each.getValue()));
    return counts;
  }
}
