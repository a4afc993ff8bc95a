package io.kalends.ledger;

import io.kalends.enrollment.EnrollmentId;
import io.kalends.ledger.EntryTable.Cells;
import io.kalends.ledger.InboxTable.Fact;
import io.kalends.store.Database;
import io.kalends.store.DatabaseFailure;
import io.kalends.store.Dialect;
import io.kalends.store.GroupedWrites;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies facts to the registry and the entries: many in one transaction, and one by one when that
 * fails, so that a fact which cannot be applied stops no other. Facts of one enrollment are applied
 * in the order they arrived in, whichever nodes do it; only one that matches nothing yet, or
 * failed, is overtaken.
 */
final class Intake {

  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

  /** After so many failures a fact is set aside. */
  private static final int MOST_FAILURES = 5;

  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  private final Database database;
  private final GroupedWrites writes;
  private final Ledger.Admission admission;

  Intake(Database database, GroupedWrites writes, Ledger.Admission admission) {
    this.database = database;
    this.writes = writes;
    this.admission = admission;
  }

  /** See {@link Ledger#apply}. */
  int apply(int max) {
    try {
      return writes.writeLarge("apply facts", connection -> together(connection, max));
    } catch (RuntimeException e) {
      LOG.warn("facts are applied one by one, because together they failed: {}", said(e));
      return eachAlone(max);
    }
  }

  private int together(Connection connection, int max) throws SQLException {
    Instant now = database.now(connection);
    InboxTable inbox = new InboxTable(connection, database.dialect());
    List<Fact> due = inbox.due(max, now);
    hold(connection, due);
    for (Fact fact : due) {
      apply(connection, inbox, fact, now);
    }
    return due.size();
  }

  private int eachAlone(int max) {
    List<Long> due =
        database.read(
            "look for facts",
            connection ->
                new InboxTable(connection, Dialect.SQLITE)
                    .due(max, database.now(connection)).stream().map(Fact::id).toList());
    due.forEach(this::alone);
    return due.size();
  }

  private void alone(long id) {
    try {
      database.write(
          "apply fact " + id,
          connection -> {
            InboxTable inbox = new InboxTable(connection, database.dialect());
            Optional<Fact> fact = inbox.one(id);
            if (fact.isPresent()) {
              apply(connection, inbox, fact.get(), database.now(connection));
            }
            return fact.isPresent();
          });
    } catch (RuntimeException e) {
      LOG.warn("fact {} of the inbox could not be applied: {}", id, said(e));
      // When the database itself is away, this fails too and says so to the caller.
      database.write("postpone fact " + id, connection -> failed(connection, id, e));
    }
  }

  private void apply(Connection connection, InboxTable inbox, Fact fact, Instant now)
      throws SQLException {
    Dialect dialect = database.dialect();
    Books books = new Books(connection, dialect, fact.of(), now);
    if (fact.about().isPresent()) {
      books.enrollment(fact.about().get());
      Optional<Instant> earlier = inbox.earlier(fact, now);
      if (earlier.isPresent()) {
        inbox.after(fact.id(), earlier.get());
        return;
      }
    }
    Outcome outcome = new Facts(books, admission).apply(EventJson.read(fact.fact()));
    switch (outcome.kind()) {
      case APPLIED -> inbox.done(fact.id());
      case LATER, PERHAPS_FOREIGN -> unmatched(books, inbox, fact, outcome);
      case SET_ASIDE -> setAside(books, inbox, fact, outcome.why());
    }
  }

  private void unmatched(Books books, InboxTable inbox, Fact fact, Outcome outcome)
      throws SQLException {
    Instant now = books.now();
    if (!now.isAfter(fact.received().plus(outcome.patience()))) {
      inbox.unmatched(fact.id(), now.plus(wait(fact.tries())));
    } else if (outcome.kind() == Outcome.Kind.PERHAPS_FOREIGN) {
      LOG.debug("fact {} of {} {}", fact.id(), fact.of(), outcome.why());
      inbox.done(fact.id());
    } else {
      setAside(books, inbox, fact, outcome.why() + ", for " + outcome.patience());
    }
  }

  private boolean failed(Connection connection, long id, RuntimeException why) throws SQLException {
    InboxTable inbox = new InboxTable(connection, database.dialect());
    Optional<Fact> found = inbox.one(id);
    if (found.isPresent()) {
      Fact fact = found.get();
      Instant now = database.now(connection);
      if (fact.failures() + 1 >= MOST_FAILURES) {
        Books books = new Books(connection, database.dialect(), fact.of(), now);
        setAside(
            books, inbox, fact, "could not be applied (" + why.getClass().getSimpleName() + ")");
      } else {
        inbox.failed(id, now.plus(wait(fact.failures() + 2)));
      }
    }
    return found.isPresent();
  }

  private static void setAside(Books books, InboxTable inbox, Fact fact, String why)
      throws SQLException {
    inbox.setAside(fact.id(), why);
    LOG.warn("fact {} of {} is set aside: {}", fact.id(), fact.of(), why);
    if (fact.about().isPresent()) {
      String text = "fact " + fact.id() + " of the inbox is set aside: " + why;
      books.note(fact.about().get(), null, null, History.KALENDS, text);
    }
  }

  /** 1 s, 2 s, 4 s and so on; a save makes it due at once anyway. */
  private static Duration wait(int tries) {
    Duration wait = Duration.ofSeconds(1L << Math.min(tries, 10));
    return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
  }

  /** Nodes that hold the same enrollments do so in one order. */
  private void hold(Connection connection, List<Fact> facts) throws SQLException {
    String lock = database.dialect().forUpdate();
    if (lock.isEmpty()) {
      return;
    }
    List<Fact> sorted =
        facts.stream()
            .filter(fact -> fact.about().isPresent())
            .sorted(Comparator.comparing(fact -> fact.of() + "/" + fact.about()))
            .toList();
    for (Fact fact : sorted) {
      try (PreparedStatement select =
          connection.prepareStatement(
              "SELECT id FROM enrollment WHERE tenant = ? AND instance = ? AND enrollment = ?"
                  + lock)) {
        Cells cells = new Cells(select).text(fact.of().tenant()).text(fact.of().instance());
        cells.text(fact.about().map(EnrollmentId::value).orElse(null));
        select.executeQuery().close();
      }
    }
  }

  /** A message may quote a row; the kind of failure never does. */
  private static String said(RuntimeException e) {
    return e instanceof DatabaseFailure ? String.valueOf(e.getMessage()) : e.getClass().getName();
  }
}
