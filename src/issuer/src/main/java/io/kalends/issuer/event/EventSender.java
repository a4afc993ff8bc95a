package io.kalends.issuer.event;

import io.kalends.issuer.event.EventPost.Answer;
import io.kalends.issuer.event.EventPost.Reply;
import io.kalends.issuer.event.EventPost.Silence;
import io.kalends.issuer.event.EventPost.Status;
import io.kalends.issuer.event.OutboxTable.End;
import io.kalends.store.Database;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what waits in the {@link Outbox}, as Feishu does: an app that does not answer HTTP 200
 * within 3 seconds (2 of them for the connection) gets the event again after 15 seconds, 5 minutes,
 * 1 hour and 6 hours, and then no more. Every event is delivered at least once; a duplicate keeps
 * its event id. Several nodes may send from one database: an event is claimed by one of them.
 */
public final class EventSender implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EventSender.class);

  private static final List<Duration> AGAIN_AFTER =
      List.of(
          Duration.ofSeconds(15), Duration.ofMinutes(5), Duration.ofHours(1), Duration.ofHours(6));

  /** Far beyond all time-outs; by the database's clock, whatever the nodes' clocks say. */
  private static final Duration LEASE = Duration.ofMinutes(2);

  /**
   * For the other events of an app that does not answer: else ten thousand of them would cost ten
   * thousand time-outs in a row, and the other apps would wait for hours.
   */
  private static final Duration HOLD_BACK = Duration.ofSeconds(1);

  private static final int OK = 200;
  private static final int CHALLENGE_BYTES = 16;

  private final Database database;
  private final Function<String, Optional<EventTarget>> targets;
  private final Clock clock;
  private final SecureRandom random;
  private final TimeOuts timeOuts;
  private final EventPost post = new EventPost();
  private final ReentrantLock sending = new ReentrantLock();
  private volatile boolean closed;

  /**
   * A sender. It does nothing by itself: see {@link #sendDue} and {@link EventRunner}.
   *
   * @param database with the outbox
   * @param targets finds an app's receiver by the app's id, asked for every event; empty when the
   *     app receives none
   * @param clock tells what is due
   * @param random for nonces, initialisation vectors and challenges
   */
  public EventSender(
      Database database,
      Function<String, Optional<EventTarget>> targets,
      Clock clock,
      SecureRandom random) {
    this(database, targets, clock, random, TimeOuts.FEISHU);
  }

  EventSender(
      Database database,
      Function<String, Optional<EventTarget>> targets,
      Clock clock,
      SecureRandom random,
      TimeOuts timeOuts) {
    this.database = database;
    this.targets = targets;
    this.clock = clock;
    this.random = random;
    this.timeOuts = timeOuts;
  }

  /**
   * Sends everything due now, one after the other.
   *
   * @return how many were delivered
   * @throws io.kalends.store.DatabaseFailure when the database refuses; what was claimed is sent
   *     again when its lease is over
   */
  public int sendDue() {
    sending.lock();
    try {
      Instant due = clock.instant();
      int delivered = 0;
      while (!closed) {
        Optional<OutboxRow> row =
            database.write(
                "claim event",
                connection ->
                    OutboxTable.claim(
                        connection,
                        database.dialect(),
                        new OutboxTable.Claim(due, database.now(connection), LEASE)));
        if (row.isEmpty()) {
          break;
        }
        delivered += deliver(row.get()) ? 1 : 0;
      }
      return delivered;
    } finally {
      sending.unlock();
    }
  }

  /**
   * Asks a URL whether it is the app's, as Feishu does before it takes the setting: posts a
   * challenge that must come back within a second. Sends nothing else and keeps nothing.
   *
   * @param target to be checked; need not be known yet
   * @return passed, or what is wrong
   */
  public UrlCheck check(EventTarget target) {
    byte[] bytes = new byte[CHALLENGE_BYTES];
    random.nextBytes(bytes);
    String challenge = HexFormat.of().formatHex(bytes);
    Answer answer =
        post.reply(
            EventRequest.of(target, Envelope.challenge(challenge, target), clock.instant(), random),
            timeOuts.challenge());
    if (!(answer instanceof Reply reply)) {
      return UrlCheck.failure(problem(answer) + "; it must answer the challenge within a second");
    }
    if (reply.status() != OK) {
      return UrlCheck.failure(problem(answer) + "; it must answer the challenge with HTTP 200");
    }
    return EventJson.field(reply.body(), "challenge").equals(challenge)
        ? UrlCheck.success()
        : UrlCheck.failure(
            "answered HTTP 200 without the challenge; it must answer {\"challenge\": ...} with the"
                + " value it was sent"
                + (target.isEncrypted() ? " (decrypted: check the Encrypt Key there)" : ""));
  }

  /**
   * What no try brought to its app, for the administrator.
   *
   * @return oldest first, as far as it is not pruned
   */
  public List<UndeliveredEvent> undelivered() {
    return database.read("list undelivered events", OutboxTable::undelivered);
  }

  /**
   * Forgets events that were delivered or given up.
   *
   * @param before those finished before this time
   * @return how many
   */
  public int prune(Instant before) {
    return database.write("prune events", connection -> OutboxTable.prune(connection, before));
  }

  /** Waits for the event on its way, then sends no more. Closing again does nothing. */
  @Override
  public void close() {
    closed = true;
    sending.lock();
    try {
      post.close();
    } finally {
      sending.unlock();
    }
  }

  private boolean deliver(OutboxRow row) {
    Optional<EventTarget> target = targets.apply(row.appId());
    if (target.isEmpty()) {
      LOG.debug("event {} dropped: app {} has no event URL", row, row.appId());
      finish(row, End.DROPPED, row.tries(), "the app has no event URL");
      return false;
    }
    String document = Envelope.of(row, target.get());
    Answer answer =
        post.status(
            EventRequest.of(target.get(), document, clock.instant(), random), timeOuts.event());
    if (answer instanceof Status status && status.status() == OK) {
      finish(row, End.DELIVERED, row.tries() + 1, "");
      LOG.debug("event {} delivered to app {}", row, row.appId());
      return true;
    }
    failed(row, target.get(), answer);
    return false;
  }

  private void failed(OutboxRow row, EventTarget target, Answer answer) {
    String problem = problem(answer);
    Instant now = clock.instant();
    int tries = row.tries() + 1;
    if (tries > AGAIN_AFTER.size()) {
      finish(row, End.GIVEN_UP, tries, problem);
      LOG.warn(
          "event {} given up: app {} at {}, {} tries, the last one: {}; check the app's event URL,"
              + " and tell the app by hand",
          row,
          row.appId(),
          target.origin(),
          tries,
          problem);
    } else {
      Duration wait = AGAIN_AFTER.get(row.tries());
      retry(row, problem, now.plus(wait));
      LOG.info("event {} not delivered: app {}, {}; again in {}", row, row.appId(), problem, wait);
    }
    if (answer instanceof Silence) {
      database.write(
          "hold back events",
          connection -> {
            OutboxTable.holdBack(
                connection, row.appId(), database.now(connection), now.plus(HOLD_BACK));
            return row;
          });
    }
  }

  private void finish(OutboxRow row, End end, int tries, String reason) {
    database.write(
        "finish event",
        connection -> {
          OutboxTable.finish(connection, row, end, tries, reason, clock.instant());
          return row;
        });
  }

  private void retry(OutboxRow row, String reason, Instant due) {
    database.write(
        "put event back",
        connection -> {
          OutboxTable.retry(connection, row, reason, due);
          return row;
        });
  }

  private static String problem(Answer answer) {
    if (answer instanceof Silence silence) {
      return silence.why();
    }
    int status = answer instanceof Reply reply ? reply.status() : ((Status) answer).status();
    return "answered HTTP " + status;
  }
}
