package io.kalends.issuer.event;

import io.kalends.issuer.SettableClock;
import io.kalends.issuer.credential.Credentials;
import io.kalends.store.Database;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** An outbox in a folder, a clock that stands still, and the apps that listen. */
final class EventFixture implements AutoCloseable {

  static final String APP = "cli_a";
  static final String TOKEN = "canary-verification-token";
  static final String KEY = "canary-encrypt-key";
  static final EventSubject ANNA =
      new EventSubject("tenant-1", "ou_anna", "on_anna", "anna", "Anna", "anna@example.com");

  /** No load of the machine makes an answer late. */
  private static final TimeOuts PATIENT =
      new TimeOuts(Duration.ofSeconds(30), Duration.ofSeconds(30));

  /** For answers that never come: a test need not wait for three seconds. */
  private static final TimeOuts IMPATIENT =
      new TimeOuts(Duration.ofMillis(300), Duration.ofMillis(300));

  final SettableClock clock = new SettableClock();
  final SecureRandom random = new SecureRandom();
  final Map<String, EventTarget> targets = new ConcurrentHashMap<>();
  final Outbox outbox = new Outbox(clock, random);

  private final Path file;
  private final List<EventSender> senders = new ArrayList<>();
  private Database database;

  private EventFixture(Path folder) {
    this.file = folder.resolve("issuer.db");
    this.database = Database.openFile(file, Credentials.class, clock);
  }

  static EventFixture in(Path folder) {
    return new EventFixture(folder);
  }

  /** The app listens there, without an Encrypt Key. */
  EventFixture listening(URI url) {
    targets.put(APP, EventTarget.readable(APP, url, TOKEN));
    return this;
  }

  Database database() {
    return database;
  }

  EventSender sender() {
    return keep(new EventSender(database, this::target, clock, random, PATIENT));
  }

  /** As the issuer has it. */
  EventSender feishuLikeSender() {
    return keep(new EventSender(database, this::target, clock, random));
  }

  EventSender impatientSender() {
    return keep(new EventSender(database, this::target, clock, random, IMPATIENT));
  }

  String add(Event event) {
    return add(APP, event);
  }

  String add(String appId, Event event) {
    return database.write("test", connection -> outbox.add(connection, appId, event));
  }

  /** The process ends and another begins. */
  void restart() {
    database.close();
    database = Database.openFile(file, Credentials.class, clock);
  }

  /** How often all events together were sent. */
  int tries() {
    return database.read(
        "test",
        connection -> {
          try (var statement = connection.createStatement();
              var row = statement.executeQuery("SELECT SUM(tries) FROM event_outbox")) {
            row.next();
            return row.getInt(1);
          }
        });
  }

  /** Every text in the outbox. */
  String everythingAtRest() {
    return database.read(
        "test",
        connection -> {
          StringBuilder all = new StringBuilder();
          try (var statement = connection.createStatement();
              var rows = statement.executeQuery("SELECT * FROM event_outbox")) {
            while (rows.next()) {
              for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                all.append(rows.getString(i)).append(' ');
              }
            }
          }
          return all.toString();
        });
  }

  @Override
  public void close() {
    senders.forEach(EventSender::close);
    database.close();
  }

  private Optional<EventTarget> target(String appId) {
    return Optional.ofNullable(targets.get(appId));
  }

  private EventSender keep(EventSender sender) {
    senders.add(sender);
    return sender;
  }
}
