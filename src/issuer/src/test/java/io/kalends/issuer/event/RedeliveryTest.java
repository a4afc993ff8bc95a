package io.kalends.issuer.event;

import static io.kalends.issuer.event.EventFixture.ANNA;
import static io.kalends.issuer.event.EventFixture.APP;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kalends.issuer.CapturedLogs;
import io.kalends.store.DatabaseFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** At least once, as often as Feishu, and through every crash. */
class RedeliveryTest {

  private static final Duration MOMENT = Duration.ofMillis(1);

  @TempDir Path folder;

  @Test
  void anEventIsSentAgainAfterFifteenSecondsFiveMinutesAnHourAndSixAndThenGivenUp() {
    try (CapturedLogs logs = new CapturedLogs();
        Receiver receiver = Receiver.answering(500);
        EventFixture fixture = EventFixture.in(folder).listening(receiver.url())) {
      String id = fixture.add(Event.userDeleted(ANNA));
      EventSender sender = fixture.sender();
      assertThat(sender.sendDue()).isZero();
      int tries = 1;
      for (Duration wait :
          List.of(
              Duration.ofSeconds(15),
              Duration.ofMinutes(5),
              Duration.ofHours(1),
              Duration.ofHours(6))) {
        assertThat(sender.undelivered()).isEmpty();
        fixture.clock.advance(wait.minus(MOMENT));
        sender.sendDue();
        assertThat(receiver.got()).as("just before " + wait).hasSize(tries);
        fixture.clock.advance(MOMENT);
        sender.sendDue();
        assertThat(receiver.got()).as("after " + wait).hasSize(++tries);
      }
      fixture.clock.advance(Duration.ofDays(30));
      assertThat(sender.sendDue()).isZero();
      assertThat(receiver.got()).hasSize(5).allMatch(got -> got.eventId().equals(id));
      assertThat(sender.undelivered())
          .singleElement()
          .satisfies(
              event -> {
                assertThat(event.eventId()).isEqualTo(id);
                assertThat(event.appId()).isEqualTo(APP);
                assertThat(event.tries()).isEqualTo(5);
                assertThat(event.reason()).isEqualTo("answered HTTP 500");
                assertThat(Duration.between(event.created(), event.givenUp()))
                    .isEqualTo(Duration.parse("PT7H5M15S"));
              });
      assertThat(logs.lines()).filteredOn(line -> line.contains("given up")).hasSize(1);
    }
  }

  @Test
  void afterA500And200ThereIsNothingMoreToDo() {
    try (Receiver receiver = Receiver.answering(500, 200);
        EventFixture fixture = EventFixture.in(folder).listening(receiver.url())) {
      fixture.add(Event.userDeleted(ANNA));
      EventSender sender = fixture.sender();
      assertThat(sender.sendDue()).isZero();
      fixture.clock.advance(Duration.ofSeconds(15));
      assertThat(sender.sendDue()).isEqualTo(1);
      fixture.clock.advance(Duration.ofDays(1));
      assertThat(sender.sendDue()).isZero();
      assertThat(receiver.got()).hasSize(2);
      assertThat(receiver.got().get(0).body()).isEqualTo(receiver.got().get(1).body());
      assertThat(fixture.everythingAtRest()).contains("DELIVERED").doesNotContain("ou_anna");
    }
  }

  @Test
  void onlyHttp200IsAnAcceptance() {
    for (int status : new int[] {201, 204, 301, 401, 404, 429, 503}) {
      assertThat(reasonOf(Receiver.answering(status), folder.resolve("db" + status)))
          .isEqualTo("answered HTTP " + status);
    }
  }

  @Test
  void aRedirectIsNotFollowed() {
    try (Receiver elsewhere = Receiver.answering(200)) {
      Receiver receiver =
          Receiver.with(
              (exchange, got) -> {
                exchange.getResponseHeaders().set("Location", elsewhere.url().toString());
                exchange.sendResponseHeaders(307, -1);
              });
      assertThat(reasonOf(receiver, folder.resolve("db"))).isEqualTo("answered HTTP 307");
      assertThat(elsewhere.got()).isEmpty();
    }
  }

  @Test
  void silenceOfThreeSecondsIsNoAcceptance() {
    try (Receiver silent = Receiver.silent();
        EventFixture fixture = EventFixture.in(folder).listening(silent.url())) {
      fixture.add(Event.userDeleted(ANNA));
      assertThat(fixture.feishuLikeSender().sendDue()).isZero();
      assertThat(fixture.everythingAtRest()).contains("no answer within 3000 ms");
    }
  }

  @Test
  void aConnectionRefusedOrBrokenOffIsNoAcceptance() {
    Receiver closed = Receiver.answering(200);
    closed.close();
    assertThat(reasonOf(closed, folder.resolve("refused")))
        .isEqualTo("no answer: HttpHostConnectException");
    Receiver breaking = Receiver.with((exchange, got) -> exchange.close());
    assertThat(reasonOf(breaking, folder.resolve("broken"))).startsWith("no answer: ");
  }

  @Test
  void anAnswerThatNeverEndsIsCutAtTheDeadline() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        EventFixture fixture = EventFixture.in(folder)) {
      fixture.listening(URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/"));
      Thread endless = new Thread(() -> stillProcessing(socket));
      endless.start();
      fixture.add(Event.userDeleted(ANNA));
      assertThat(fixture.impatientSender().sendDue()).isZero();
      assertThat(fixture.everythingAtRest()).contains("no answer within 300 ms");
    }
  }

  @Test
  void aReceiverThatDoesNotAnswerHoldsUpNoOther() {
    Receiver gone = Receiver.answering(200);
    gone.close();
    try (Receiver healthy = Receiver.answering(200);
        EventFixture fixture = EventFixture.in(folder).listening(gone.url())) {
      for (int i = 0; i < 50; i++) {
        fixture.add(Event.userDeleted(ANNA));
      }
      EventSender sender = fixture.sender();
      sender.sendDue();
      assertThat(fixture.tries()).as("one time-out, not fifty").isEqualTo(1);
      fixture.targets.put("cli_b", EventTarget.readable("cli_b", healthy.url(), "fake-token"));
      fixture.add("cli_b", Event.userDeleted(ANNA));
      assertThat(sender.sendDue()).isEqualTo(1);
      fixture.clock.advance(Duration.ofSeconds(1));
      sender.sendDue();
      assertThat(fixture.tries()).as("with the delivered one").isEqualTo(3);
      fixture.listening(healthy.url()).clock.advance(Duration.ofMinutes(1));
      assertThat(sender.sendDue()).as("all at once when it is back").isEqualTo(50);
    }
  }

  @Test
  void aCrashBetweenSendingAndNotingItMeansADuplicateWithTheSameId() {
    EventFixture[] fixture = new EventFixture[1];
    try (Receiver receiver =
        Receiver.with(
            (exchange, got) -> {
              // The first time the database goes away before the answer arrives.
              fixture[0].database().close();
              exchange.sendResponseHeaders(200, -1);
            })) {
      fixture[0] = EventFixture.in(folder).listening(receiver.url());
      fixture[0].add(Event.userDeleted(ANNA));
      assertThatThrownBy(() -> fixture[0].sender().sendDue()).isInstanceOf(DatabaseFailure.class);
      assertThat(receiver.got()).hasSize(1);
      try (Receiver later = Receiver.answering(200);
          EventFixture restarted = EventFixture.in(folder).listening(later.url())) {
        EventSender sender = restarted.sender();
        assertThat(sender.sendDue()).as("the claim of the dead is still good").isZero();
        restarted.clock.advance(Duration.ofMinutes(2));
        assertThat(sender.sendDue()).isEqualTo(1);
        assertThat(later.got().get(0).eventId()).isEqualTo(receiver.got().get(0).eventId());
      } finally {
        fixture[0].close();
      }
    }
  }

  @Test
  void aRestartForgetsNeitherTheEventNorItsTries() {
    try (Receiver receiver = Receiver.answering(500, 500, 200);
        EventFixture fixture = EventFixture.in(folder).listening(receiver.url())) {
      String id = fixture.add(Event.userDeleted(ANNA));
      fixture.sender().sendDue();
      fixture.restart();
      fixture.clock.advance(Duration.ofSeconds(15));
      fixture.sender().sendDue();
      fixture.restart();
      fixture.clock.advance(Duration.ofSeconds(15));
      assertThat(fixture.sender().sendDue()).as("the second wait is longer").isZero();
      fixture.clock.advance(Duration.ofMinutes(5));
      assertThat(fixture.sender().sendDue()).isEqualTo(1);
      assertThat(receiver.got()).hasSize(3).allMatch(got -> got.eventId().equals(id));
    }
  }

  /** The reason noted after one try. */
  private static String reasonOf(Receiver receiver, Path folder) {
    folder.toFile().mkdirs();
    try (receiver;
        EventFixture fixture = EventFixture.in(folder).listening(receiver.url())) {
      fixture.add(Event.userDeleted(ANNA));
      assertThat(fixture.sender().sendDue()).isZero();
      assertThat(fixture.tries()).isEqualTo(1);
      assertThat(receiver.got()).as("nothing resends by itself").hasSizeLessThanOrEqualTo(1);
      return fixture
          .database()
          .read(
              "test",
              connection -> {
                try (var statement = connection.createStatement();
                    var row = statement.executeQuery("SELECT reason FROM event_outbox")) {
                  row.next();
                  return row.getString(1);
                }
              });
    }
  }

  /** No pause in which a socket's own time-out could strike. */
  private static void stillProcessing(ServerSocket server) {
    try (Socket socket = server.accept();
        OutputStream out = socket.getOutputStream()) {
      while (true) {
        out.write("HTTP/1.1 102 Processing\r\n\r\n".getBytes(US_ASCII));
      }
    } catch (IOException e) {
      // The other side hung up, which is the end of it.
    }
  }
}
