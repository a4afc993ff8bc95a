package io.kalends.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.kalends.issuer.event.Event;
import io.kalends.issuer.event.EventSender;
import io.kalends.issuer.event.EventSubject;
import io.kalends.issuer.event.EventTarget;
import io.kalends.issuer.event.Outbox;
import io.kalends.testkit.SettableClock;
import io.kalends.testkit.program.PostgresServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The event senders of two nodes, on one outbox in a real PostgreSQL. */
@Timeout(300)
class EventNodesIT {

  private static final String APP = "cli_sample";
  private static final int EVENTS = 200;
  private static final Pattern EVENT_ID = Pattern.compile("\"event_id\":\"([0-9a-f]{32})\"");
  private static final EventSubject ANNA =
      new EventSubject("t", "ou_anna", "on_anna", "anna", "Anna", "anna@example.com");

  private final SecureRandom random = new SecureRandom();
  private final ConcurrentLinkedQueue<String> received = new ConcurrentLinkedQueue<>();

  @Test
  void noEventIsSentTwiceWhateverTheNodesClocksSay() throws Exception {
    Instant noon = Instant.parse("2026-11-22T12:00:00Z");
    // Ten minutes ahead: by its own clock every lease of the other would be over.
    List<SettableClock> clocks =
        List.of(new SettableClock(noon), new SettableClock(noon.plus(Duration.ofMinutes(10))));
    HttpServer receiver = receiver();
    EventTarget target = EventTarget.readable(APP, url(receiver), "not-a-real-verification-token");
    try (PostgresServer server = PostgresServer.start();
        IssuerStore one = IssuerStore.of(server.settings("events"));
        IssuerStore other = IssuerStore.of(server.settings("events"));
        EventSender first = sender(one, target, clocks.get(0));
        EventSender second = sender(other, target, clocks.get(1))) {
      List<String> added = add(one, clocks.get(0));
      // An answer that comes too late holds the app's other events back for a second, no more.
      for (int i = 0; i < 10 && received.size() < EVENTS; i++) {
        sendTogether(first, second);
        clocks.forEach(clock -> clock.advance(Duration.ofMillis(1_001)));
      }
      assertThat(received).containsExactlyInAnyOrderElementsOf(added);
    } finally {
      receiver.stop(0);
    }
  }

  private static void sendTogether(EventSender... senders) throws Exception {
    CyclicBarrier start = new CyclicBarrier(senders.length);
    List<Callable<Integer>> passes = new ArrayList<>();
    for (EventSender sender : senders) {
      passes.add(
          () -> {
            start.await(30, TimeUnit.SECONDS);
            return sender.sendDue();
          });
    }
    DatabaseContract.together(passes);
  }

  private List<String> add(IssuerStore store, Clock clock) {
    Outbox outbox = new Outbox(clock, random);
    return store.database.write(
        "test",
        c -> {
          List<String> ids = new ArrayList<>();
          for (int i = 0; i < EVENTS; i++) {
            ids.add(outbox.add(c, APP, Event.userDeleted(ANNA)));
          }
          return ids;
        });
  }

  private EventSender sender(IssuerStore store, EventTarget target, Clock clock) {
    return new EventSender(store.database, app -> Optional.of(target), clock, random);
  }

  private static URI url(HttpServer receiver) {
    return URI.create("http://127.0.0.1:" + receiver.getAddress().getPort() + "/events");
  }

  private HttpServer receiver() throws Exception {
    HttpServer receiver =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.setExecutor(Executors.newCachedThreadPool(EventNodesIT::daemon));
    receiver.createContext(
        "/",
        exchange -> {
          try (exchange) {
            Matcher id =
                EVENT_ID.matcher(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            received.add(id.find() ? id.group(1) : "no event id");
            exchange.sendResponseHeaders(200, -1);
          }
        });
    receiver.start();
    return receiver;
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    return thread;
  }
}
