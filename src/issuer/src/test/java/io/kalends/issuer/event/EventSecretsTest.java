package io.kalends.issuer.event;

import static io.kalends.issuer.event.EventFixture.ANNA;
import static io.kalends.issuer.event.EventFixture.APP;
import static io.kalends.issuer.event.EventFixture.KEY;
import static io.kalends.issuer.event.EventFixture.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.kalends.issuer.CapturedLogs;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With every logger at TRACE, the HTTP client's too. */
class EventSecretsTest {

  @TempDir Path folder;

  @Test
  void noTokenKeyTicketOrPathIsEverLogged() {
    try (CapturedLogs logs = new CapturedLogs();
        Receiver receiver =
            Receiver.with(
                (exchange, got) -> {
                  exchange.getResponseHeaders().set("X-Canary", "canary");
                  exchange.getResponseHeaders().set("Set-Cookie", "canary=1");
                  exchange.getResponseHeaders().set("Location", "http://canary.example/");
                  Receiver.reply(exchange, 307, "canary");
                });
        EventFixture fixture = EventFixture.in(folder).listening(receiver.url())) {
      EventSender sender = fixture.sender();
      sender.check(fixture.targets.get(APP));
      // Only now do all loggers exist.
      logs.everythingAtTrace();
      int before = logs.lines().size();
      fixture.add(Event.appTicket("canary-ticket"));
      for (int i = 0; i < 5; i++) {
        sender.sendDue();
        fixture.clock.advance(Duration.ofHours(6));
      }
      fixture.targets.put(APP, EventTarget.encrypted(APP, receiver.url(), TOKEN, KEY));
      fixture.add(Event.userDeleted(ANNA));
      sender.sendDue();
      sender.check(fixture.targets.get(APP));
      assertThat(receiver.got()).hasSize(8).allMatch(got -> !got.headers().containsKey("Cookie"));
      assertThat(logs.lines()).hasSizeGreaterThan(before + 20);
      assertThat(logs.lines())
          .filteredOn(line -> line.startsWith("org.apache.hc.") || line.startsWith("io.kalends."))
          .anyMatch(line -> line.startsWith("org.apache.hc.client5"))
          .anyMatch(line -> line.contains("given up"))
          .noneMatch(line -> line.contains("canary"))
          .noneMatch(line -> line.contains("Anna"));
    }
  }
}
