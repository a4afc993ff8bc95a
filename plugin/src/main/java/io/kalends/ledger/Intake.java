package io.kalends.ledger;

import io.kalends.ledger.InboxTable.Fact;
import io.kalends.store.Database;
import io.kalends.store.DatabaseFailure;
import io.kalends.store.Dialect;
import io.kalends.store.GroupedWrites;
import io.kalends.store.Tail;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
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
      return writes.writeLarge(
          "apply facts", (connection, tail) -> together(connection, tail, max));
    } catch (RuntimeException e) {
      LOG.warn("facts are applied one by one, because together they failed: {}", said(e));
      return eachAlone(max);
    }
  }

  private int together(Connection connection, Tail tail, int max) throws SQLException {
    Instant now = database.now(connection);
    List<Fact> due = new InboxTable(connection, database.dialect()).due(max, now);
    apply(connection, tail, due, now);
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
          Tail.after(
              (connection, tail) -> {
                Optional<Fact> fact = new InboxTable(connection, database.dialect()).one(id);
                apply(connection, tail, fact.stream().toList(), database.now(connection));
                return fact.isPresent();
              }));
    } catch (RuntimeException e) {
      LOG.warn("fact {} of the inbox could not be applied: {}", id, said(e));
      // When the database itself is away, this fails too and says so to the caller.
      database.write(
          "postpone fact " + id, Tail.after((connection, tail) -> failed(connection, tail, id, e)));
    }
  }

  private void apply(Connection connection, Tail tail, List<Fact> facts, Instant now)
      throws SQLException {
    Held held = new Held(connection, database.dialect().forUpdate());
    held.hold(facts, now);
    for (Fact fact : facts) {
      Optional<Instant> earlier = held.earlier(fact);
      if (earlier.isPresent()) {
        InboxTable.after(tail, fact.id(), earlier.get());
      } else {
        Books books = books(connection, tail, held, fact, now);
        conclude(books, tail, fact, new Facts(books, admission).apply(EventJson.read(fact.fact())));
        held.done(fact);
      }
    }
  }

  private Books books(Connection connection, Tail tail, Held held, Fact fact, Instant now) {
    return new Books(connection, tail, database.dialect(), held, fact.of(), now);
  }

  private static void conclude(Books books, Tail tail, Fact fact, Outcome outcome)
      throws SQLException {
    switch (outcome.kind()) {
      case APPLIED -> InboxTable.done(tail, fact.id());
      case LATER, PERHAPS_FOREIGN -> unmatched(books, tail, fact, outcome);
      case SET_ASIDE -> setAside(books, tail, fact, outcome.why());
    }
  }

  private static void unmatched(Books books, Tail tail, Fact fact, Outcome outcome)
      throws SQLException {
    Instant now = books.now();
    if (!now.isAfter(fact.received().plus(outcome.patience()))) {
      InboxTable.unmatched(tail, fact.id(), now.plus(wait(fact.tries())));
    } else if (outcome.kind() == Outcome.Kind.PERHAPS_FOREIGN) {
      LOG.debug("fact {} of {} {}", fact.id(), fact.of(), outcome.why());
      InboxTable.done(tail, fact.id());
    } else {
      setAside(books, tail, fact, outcome.why() + ", for " + outcome.patience());
    }
  }

  private boolean failed(Connection connection, Tail tail, long id, RuntimeException why)
      throws SQLException {
    Optional<Fact> found = new InboxTable(connection, database.dialect()).one(id);
    if (found.isPresent()) {
      Fact fact = found.get();
      Instant now = database.now(connection);
      if (fact.failures() + 1 >= MOST_FAILURES) {
        Held none = new Held(connection, database.dialect().forUpdate());
        Books books = books(connection, tail, none, fact, now);
        setAside(
            books, tail, fact, "could not be applied (" + why.getClass().getSimpleName() + ")");
      } else {
        InboxTable.failed(tail, id, now.plus(wait(fact.failures() + 2)));
      }
    }
    return found.isPresent();
  }

  private static void setAside(Books books, Tail tail, Fact fact, String why) throws SQLException {
    InboxTable.setAside(tail, fact.id(), why);
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

  /** A message may quote a row; the kind of failure never does. */
  private static String said(RuntimeException e) {
    return e instanceof DatabaseFailure ? String.valueOf(e.getMessage()) : e.getClass().getName();
  }
}
