package io.kalends.ledger;

import static io.kalends.ledger.History.KALENDS;

import io.kalends.delivery.Proof;
import io.kalends.enrollment.EnrollmentId;
import io.kalends.event.ProvisioningEvent.CommandReported;
import io.kalends.event.ProvisioningEvent.CommandStatus;
import io.kalends.ledger.EntryTable.Cells;
import io.kalends.ledger.EntryTable.Row;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What devices answer to the commands that install and remove. */
final class Answers {

  /** An id is saved before it is used, so one that nobody knows is another program's. */
  private static final Duration FOR_AN_UNKNOWN_COMMAND = Duration.ofMinutes(10);

  /** For one that is known, whose entry is not as far yet. */
  static final Duration FOR_A_SAVE = Duration.ofHours(24);

  private static final Duration SILENT = Duration.ofDays(1);
  private static final int MOST_SENDS = 8;
  private static final String NOT_NOW = "the device answered NotNow: locked or asleep";

  private final Books books;

  Answers(Books books) {
    this.books = books;
  }

  Outcome apply(CommandReported report) throws SQLException {
    Optional<Enrollments.Row> reporter = books.enrollment(report.enrollment());
    if (reporter.isPresent()) {
      Optional<Outcome> own = answered(report.enrollment(), report);
      if (own.isPresent()) {
        return own.get();
      }
    }
    Optional<Entry> meant = meant(report.attempt());
    if (meant.isEmpty()) {
      return Outcome.perhapsForeign("answers a command nobody here sent", FOR_AN_UNKNOWN_COMMAND);
    }
    EnrollmentId carrier = meant.get().key().enrollment();
    if (!belongs(report.enrollment(), reporter, meant.get())) {
      return Outcome.setAside("answers a command that was sent to " + carrier);
    }
    books.enrollment(carrier);
    // Read again: now that its enrollment is held, nobody moves it.
    return answered(carrier, report)
        .orElseGet(
            () ->
                Outcome.perhapsForeign(
                    "answers a command that was replaced", FOR_AN_UNKNOWN_COMMAND));
  }

  /** By the enrollment's own entries; empty when none of them sent such a command last. */
  private Optional<Outcome> answered(EnrollmentId carrier, CommandReported report)
      throws SQLException {
    for (Row row : books.entries(carrier)) {
      if (row.entry().attempt().filter(report.attempt()::equals).isPresent()) {
        return Optional.of(installing(row, report));
      }
      if (row.entry().removeAttempt().filter(report.attempt()::equals).isPresent()) {
        return Optional.of(removing(row, report));
      }
    }
    return Optional.empty();
  }

  private Outcome installing(Row row, CommandReported report) throws SQLException {
    Entry entry = row.entry();
    if (row.claimedBy() != null || entry.state() == State.MINTED) {
      return Outcome.later("the step that sent it is not saved yet", FOR_A_SAVE);
    }
    boolean acknowledged = report.status() == CommandStatus.ACKNOWLEDGED;
    if (entry.state() == State.INSTALLED && acknowledged) {
      if (entry.proof().compareTo(Proof.ACKNOWLEDGED) < 0) {
        Entry proven = entry.proven(Proof.ACKNOWLEDGED);
        books.move(row, proven, books.now(), KALENDS, "the device acknowledged it");
      }
      return Outcome.APPLIED;
    }
    if (entry.state() != State.SENT) {
      return noted(row, "a late answer, " + report.status() + ": nothing changes");
    }
    return switch (report.status()) {
      case ACKNOWLEDGED -> {
        Entry installed = entry.installed(Proof.ACKNOWLEDGED).freed();
        books.move(row, installed, books.now(), KALENDS, "the device acknowledged it");
        yield Outcome.APPLIED;
      }
      case NOT_NOW -> notNow(row, report.at());
      case COMMAND_FORMAT_ERROR -> refused(row, "the device cannot read the MDM's command");
      case ERROR -> failed(row, report);
    };
  }

  private Outcome failed(Row row, CommandReported report) throws SQLException {
    ErrorChain chain = ErrorChain.of(report.errors());
    Entry entry = row.entry();
    boolean passes = chain.meaning() == ErrorChain.Meaning.TRANSIENT;
    if (!passes || entry.account().isEmpty() || entry.failures() >= MOST_SENDS) {
      return refused(row, chain.text());
    }
    Entry again = entry.sendingAgain(after(report.attempt(), report.key())).failedOnceMore();
    Duration wait = Duration.ofSeconds(30L << Math.min(entry.failures(), 7));
    String text = chain.text() + ": to be sent again in " + wait.toSeconds() + " s";
    books.move(row, again, books.now().plus(wait), KALENDS, text);
    return Outcome.APPLIED;
  }

  private Outcome removing(Row row, CommandReported report) throws SQLException {
    Entry entry = row.entry();
    if (row.claimedBy() != null || entry.state() == State.REMOVING) {
      return Outcome.later("the step that sent it is not saved yet", FOR_A_SAVE);
    }
    if (entry.state() != State.REMOVE_SENT) {
      return noted(row, "a late answer to the removal, " + report.status() + ": nothing changes");
    }
    return switch (report.status()) {
      case ACKNOWLEDGED -> gone(row, "the device removed it");
      case NOT_NOW -> notNow(row, report.at());
      case COMMAND_FORMAT_ERROR -> refused(row, "the device cannot read the MDM's command");
      case ERROR -> {
        ErrorChain chain = ErrorChain.of(report.errors());
        yield chain.meaning() == ErrorChain.Meaning.NOT_INSTALLED
            ? gone(row, "the device does not have it (" + chain.text() + ")")
            : refused(row, "the removal failed: " + chain.text());
      }
    };
  }

  Outcome gone(Row row, String text) throws SQLException {
    Entry gone = row.entry().freed().gone();
    boolean owed = gone.sourceHalf() == Entry.SourceHalf.OWED;
    books.move(row, gone, owed ? books.now() : null, KALENDS, text);
    books.freeWaiting(row.entry().key());
    return Outcome.APPLIED;
  }

  private Outcome refused(Row row, String text) throws SQLException {
    Entry held = row.entry().held(new Hold(Hold.Cause.DEVICE_REFUSED, books.now(), text));
    books.move(row, held, null, KALENDS, text);
    return Outcome.APPLIED;
  }

  /** Neither success nor failure: the deadline stays. Noted once, and held after a day of it. */
  private Outcome notNow(Row row, Instant at) throws SQLException {
    Entry entry = row.entry();
    Instant since = row.since();
    if (entry.hold().isPresent()) {
      return Outcome.APPLIED;
    }
    if (at.isAfter(since.plus(SILENT))) {
      String text = NOT_NOW + ", for more than a day; its user has to unlock it";
      Entry held = entry.held(new Hold(Hold.Cause.DEVICE_SILENT, books.now(), text));
      books.move(row, held, row.due(), KALENDS, text);
      return Outcome.APPLIED;
    }
    return noted(row, NOT_NOW, since) ? Outcome.APPLIED : noted(row, NOT_NOW);
  }

  private Outcome noted(Row row, String text) throws SQLException {
    books.note(row, text);
    return Outcome.APPLIED;
  }

  private boolean noted(Row row, String text, Instant since) throws SQLException {
    if (books.noted(row, text)) {
      return true;
    }
    try (PreparedStatement select =
        books
            .connection()
            .prepareStatement(
                "SELECT 1 FROM history WHERE tenant = ? AND instance = ? AND enrollment = ?"
                    + " AND generation = ? AND at_millis >= ? AND detail = ?")) {
      EntryKey key = row.entry().key();
      new Cells(select).key(key).number(key.generation()).time(since).text(text);
      try (ResultSet found = select.executeQuery()) {
        return found.next();
      }
    }
  }

  /** The next attempt's id, the same however often the fact is applied. */
  static UUID after(@Nullable UUID attempt, String because) {
    return UUID.nameUUIDFromBytes((attempt + " " + because).getBytes(StandardCharsets.UTF_8));
  }

  /** By the id alone, which is unique: naming the provider too would lead to another index. */
  private Optional<Entry> meant(UUID attempt) throws SQLException {
    for (String column : List.of("attempt", "remove_attempt")) {
      String sql = EntryTable.SELECT + "WHERE e." + column + " = ?";
      try (PreparedStatement select = books.connection().prepareStatement(sql)) {
        new Cells(select).text(attempt.toString());
        for (Row row : EntryTable.rows(select)) {
          EntryKey key = row.entry().key();
          if (new Ledger.Instance(key.tenant(), key.instance()).equals(books.of())) {
            return Optional.of(row.entry());
          }
        }
      }
    }
    return Optional.empty();
  }

  /** Some MDMs report a user channel's answers under the device, some the other way round. */
  private static boolean belongs(
      EnrollmentId reported, Optional<Enrollments.Row> reporter, Entry entry) {
    EnrollmentId carrier = entry.key().enrollment();
    Optional<EnrollmentId> above =
        reporter
            .flatMap(row -> Optional.ofNullable(row.described()))
            .flatMap(device -> device.parent());
    return reported.equals(carrier)
        || entry.device().parent().filter(reported::equals).isPresent()
        || above.filter(carrier::equals).isPresent();
  }
}
