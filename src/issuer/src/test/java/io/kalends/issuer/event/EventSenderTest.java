package io.kalends.issuer.event;

import static io.kalends.issuer.event.EventFixture.ANNA;
import static io.kalends.issuer.event.EventFixture.APP;
import static io.kalends.issuer.event.EventFixture.KEY;
import static io.kalends.issuer.event.EventFixture.TOKEN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kalends.issuer.event.Receiver.Got;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What arrives. */
class EventSenderTest {

  @TempDir Path folder;

  @Test
  void anEventArrivesOnceInTheNewEnvelope() {
    try (Receiver receiver = Receiver.answering(200);
        EventFixture fixture = EventFixture.in(folder).listening(receiver.url())) {
      String id = fixture.add(Event.userDeleted(ANNA));
      EventSender sender = fixture.sender();
      assertThat(sender.sendDue()).isEqualTo(1);
      assertThat(sender.sendDue()).isZero();
      assertThat(receiver.got()).hasSize(1);
      Got got = receiver.got().get(0);
      assertThat(got.method()).isEqualTo("POST");
      assertThat(got.header("Content-type")).isEqualTo("application/json; charset=utf-8");
      assertThat(got.header("X-lark-signature")).isEmpty();
      assertThat(got.body())
          .startsWith(
              "{\"schema\":\"2.0\",\"header\":{\"event_id\":\""
                  + id
                  + "\",\"event_type\":\"contact.user.deleted_v3\",\"create_time\":\""
                  + fixture.clock.millis()
                  + "\",\"token\":\""
                  + TOKEN
                  + "\",\"app_id\":\"cli_a\",\"tenant_key\":\"tenant-1\"},"
                  + "\"event\":{\"object\":{\"open_id\":\"ou_anna\"");
    }
  }

  @Test
  void anAppTicketArrivesInTheOldEnvelope() {
    try (Receiver receiver = Receiver.answering(200);
        EventFixture fixture = EventFixture.in(folder).listening(receiver.url())) {
      String id = fixture.add(Event.appTicket("fake-ticket"));
      assertThat(fixture.sender().sendDue()).isEqualTo(1);
      assertThat(receiver.got().get(0).body())
          .isEqualTo(
              "{\"ts\":\""
                  + fixture.clock.instant().getEpochSecond()
                  + ".000000\",\"uuid\":\""
                  + id
                  + "\",\"token\":\""
                  + TOKEN
                  + "\",\"type\":\"event_callback\",\"event\":{\"app_id\":\"cli_a\","
                  + "\"app_ticket\":\"fake-ticket\",\"type\":\"app_ticket\"}}");
    }
  }

  @Test
  void withAnEncryptKeyTheBodyIsEncryptedAndItsBytesAreSigned() {
    try (Receiver receiver = Receiver.answering(200);
        EventFixture fixture = EventFixture.in(folder)) {
      fixture.targets.put(APP, EventTarget.encrypted(APP, receiver.url(), TOKEN, KEY));
      fixture.add(Event.userFrozen(ANNA));
      assertThat(fixture.sender().sendDue()).isEqualTo(1);
      Got got = receiver.got().get(0);
      assertThat(got.body()).doesNotContain("ou_anna", TOKEN);
      String timestamp = got.header("X-lark-request-timestamp");
      assertThat(timestamp).isEqualTo(Long.toString(fixture.clock.instant().getEpochSecond()));
      assertThat(
              EventSignature.of(
                      timestamp,
                      got.header("X-lark-request-nonce"),
                      KEY,
                      got.body().getBytes(UTF_8))
                  .value())
          .isEqualTo(got.header("X-lark-signature"));
      byte[] plain = EventCipher.of(KEY).decrypt(EventJson.field(got.body(), "encrypt"));
      assertThat(new String(plain, UTF_8))
          .contains("\"event_type\":\"contact.user.updated_v3\"", "\"is_frozen\":true", TOKEN);
    }
  }

  @Test
  void hostileNamesArriveAsTheyAre() {
    String name = "a\u0000\"\\</script>\u202e😀\r\nX-Lark-Signature: x";
    try (Receiver receiver = Receiver.answering(200);
        EventFixture fixture = EventFixture.in(folder).listening(receiver.url())) {
      fixture.add(
          Event.userDeleted(new EventSubject("t", "ou_1", "on_1", "", name, "\ud800@example.com")));
      assertThat(fixture.sender().sendDue()).isEqualTo(1);
      String body = receiver.got().get(0).body();
      assertThat(EventJson.read("id", body).at("/event/object/name").asText()).isEqualTo(name);
    }
  }

  @Test
  void everyAppHearsOfItsOwnEventsOnly() {
    try (Receiver first = Receiver.answering(200);
        Receiver second = Receiver.answering(200);
        EventFixture fixture = EventFixture.in(folder).listening(first.url())) {
      fixture.targets.put("cli_b", EventTarget.readable("cli_b", second.url(), "fake-token-b"));
      fixture.add(Event.userDeleted(ANNA));
      fixture.add("cli_b", Event.userFrozen(ANNA));
      assertThat(fixture.sender().sendDue()).isEqualTo(2);
      assertThat(first.got()).hasSize(1);
      assertThat(second.got())
          .singleElement()
          .satisfies(got -> assertThat(got.body()).contains("updated_v3").doesNotContain(TOKEN));
    }
  }

  @Test
  void anAppWithoutAnEventUrlIsToldNothingAndNobodyIsAlarmed() {
    try (EventFixture fixture = EventFixture.in(folder)) {
      fixture.add(Event.userDeleted(ANNA));
      EventSender sender = fixture.sender();
      assertThat(sender.sendDue()).isZero();
      assertThat(sender.undelivered()).isEmpty();
      assertThat(fixture.everythingAtRest()).contains("DROPPED").doesNotContain("ou_anna");
    }
  }

  @Test
  void anEventGoesToWhereTheAppListensWhenItIsSent() {
    try (Receiver before = Receiver.answering(500);
        Receiver after = Receiver.answering(200);
        EventFixture fixture = EventFixture.in(folder).listening(before.url())) {
      fixture.add(Event.userDeleted(ANNA));
      EventSender sender = fixture.sender();
      assertThat(sender.sendDue()).isZero();
      fixture.listening(after.url()).clock.advance(java.time.Duration.ofSeconds(15));
      assertThat(sender.sendDue()).isEqualTo(1);
      assertThat(after.got().get(0).eventId()).isEqualTo(before.got().get(0).eventId());
    }
  }
}
