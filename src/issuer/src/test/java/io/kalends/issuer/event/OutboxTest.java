package io.kalends.issuer.event;

import static io.kalends.issuer.event.EventFixture.ANNA;
import static io.kalends.issuer.event.EventFixture.APP;
import static io.kalends.issuer.event.EventFixture.KEY;
import static io.kalends.issuer.event.EventFixture.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxTest {

  @TempDir Path folder;

  @Test
  void anEventWhoseFactWasNotWrittenDoesNotExist() {
    try (Receiver receiver = Receiver.answering(200);
        EventFixture fixture = EventFixture.in(folder).listening(receiver.url())) {
      assertThatThrownBy(
              () ->
                  fixture
                      .database()
                      .write(
                          "test",
                          connection -> {
                            fixture.outbox.add(connection, APP, Event.userDeleted(ANNA));
                            throw new IllegalStateException("the fact fails");
                          }))
          .hasMessage("the fact fails");
      assertThat(fixture.sender().sendDue()).isZero();
      assertThat(receiver.got()).isEmpty();
    }
  }

  @Test
  void holdsNeitherTokenNorKeyAndForgetsATicketThatWasDelivered() {
    try (Receiver receiver = Receiver.answering(500, 200);
        EventFixture fixture = EventFixture.in(folder)) {
      fixture.targets.put(APP, EventTarget.encrypted(APP, receiver.url(), TOKEN, KEY));
      fixture.add(Event.appTicket("canary-ticket"));
      EventSender sender = fixture.sender();
      sender.sendDue();
      assertThat(fixture.everythingAtRest()).doesNotContain(TOKEN, KEY, "canary-path");
      fixture.clock.advance(Duration.ofSeconds(15));
      assertThat(sender.sendDue()).isEqualTo(1);
      assertThat(fixture.everythingAtRest()).doesNotContain("canary");
    }
  }

  @Test
  void isPrunedOfWhatIsFinishedAndOld() {
    try (Receiver receiver = Receiver.answering(200, 500);
        EventFixture fixture = EventFixture.in(folder).listening(receiver.url())) {
      fixture.add(Event.userDeleted(ANNA));
      EventSender sender = fixture.sender();
      sender.sendDue();
      String waiting = fixture.add(Event.userDeleted(ANNA));
      sender.sendDue();
      assertThat(sender.prune(fixture.clock.instant())).as("not old yet").isZero();
      fixture.clock.advance(Duration.ofDays(7));
      assertThat(sender.prune(fixture.clock.instant())).isEqualTo(1);
      assertThat(fixture.everythingAtRest()).contains(waiting);
      assertThat(sender.prune(fixture.clock.instant())).isZero();
    }
  }

  @Test
  void damagedContentIsSaidSoWithoutShowingIt() {
    try (EventFixture fixture =
        EventFixture.in(folder).listening(URI.create("http://127.0.0.1:9/"))) {
      for (String damaged : new String[] {"{\"canary\"", "[\"canary\"]", ""}) {
        String id = fixture.add(Event.userDeleted(ANNA));
        fixture
            .database()
            .write(
                "test",
                connection -> {
                  try (var update =
                      connection.prepareStatement("UPDATE event_outbox SET content = ?")) {
                    update.setString(1, damaged);
                    return update.executeUpdate();
                  }
                });
        assertThatThrownBy(() -> fixture.sender().sendDue())
            .hasMessageContaining(id)
            .hasMessageNotContaining("canary")
            .hasNoCause();
      }
    }
  }
}
