package io.kalends.issuer.event;

import static io.kalends.issuer.event.EventFixture.APP;
import static io.kalends.issuer.event.EventFixture.KEY;
import static io.kalends.issuer.event.EventFixture.TOKEN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UrlCheckTest {

  @TempDir Path folder;

  @Test
  void passesWhenTheChallengeComesBack() {
    Receiver echo =
        Receiver.with(
            (exchange, got) -> {
              assertThat(got.body())
                  .matches(
                      "\\{\"challenge\":\"[0-9a-f]{32}\",\"token\":\""
                          + TOKEN
                          + "\",\"type\":\"url_verification\"}");
              String challenge = EventJson.field(got.body(), "challenge");
              Receiver.reply(exchange, 200, "{ \"challenge\" : \"" + challenge + "\" }");
            });
    assertThat(check(echo)).isEqualTo(new UrlCheck(true, ""));
  }

  @Test
  void asksEncryptedWhenTheAppHasAnEncryptKey() {
    try (Receiver echo =
            Receiver.with(
                (exchange, got) -> {
                  String encrypted = EventJson.field(got.body(), "encrypt");
                  String plain = new String(EventCipher.of(KEY).decrypt(encrypted), UTF_8);
                  String challenge = EventJson.field(plain, "challenge");
                  Receiver.reply(exchange, 200, "{\"challenge\":\"" + challenge + "\"}");
                });
        EventFixture fixture = EventFixture.in(folder)) {
      EventTarget right = EventTarget.encrypted(APP, echo.url(), TOKEN, KEY);
      assertThat(fixture.sender().check(right).passed()).isTrue();
      EventTarget wrong = EventTarget.encrypted(APP, echo.url(), TOKEN, "fake-other-key");
      assertThat(fixture.sender().check(wrong).passed()).isFalse();
    }
  }

  @Test
  void saysWhatTheUrlDidInstead() {
    assertThat(check(Receiver.answering(404)).explanation())
        .isEqualTo("answered HTTP 404; it must answer the challenge with HTTP 200");
    Receiver closed = Receiver.answering(200);
    closed.close();
    assertThat(check(closed).explanation())
        .startsWith("no answer: HttpHostConnectException; it must");
  }

  @Test
  void waitsForOneSecondAndNotLonger() {
    try (Receiver silent = Receiver.silent();
        EventFixture fixture = EventFixture.in(folder)) {
      EventTarget target = EventTarget.readable(APP, silent.url(), TOKEN);
      assertThat(fixture.feishuLikeSender().check(target).explanation())
          .isEqualTo("no answer within 1000 ms; it must answer the challenge within a second");
    }
  }

  @Test
  void failsForEveryAnswerWithoutTheChallengeAndRepeatsNoneOfThem() {
    for (String body :
        new String[] {
          "", "{}", "canary", "[]", "{\"challenge\":{}}", "{\"challenge\":\"canary\"}"
        }) {
      assertThat(check(Receiver.with((exchange, got) -> Receiver.reply(exchange, 200, body))))
          .matches(check -> !check.passed())
          .extracting(UrlCheck::explanation)
          .asString()
          .startsWith("answered HTTP 200 without the challenge")
          .doesNotContain("canary");
    }
  }

  @Test
  void readsNoMoreOfAnEndlessAnswerThanItNeeds() {
    Receiver endless =
        Receiver.with(
            (exchange, got) -> {
              exchange.sendResponseHeaders(200, 0);
              byte[] more = new byte[8192];
              while (true) {
                exchange.getResponseBody().write(more);
              }
            });
    assertThat(check(endless).explanation()).startsWith("answered HTTP 200 without the challenge");
  }

  private UrlCheck check(Receiver receiver) {
    try (receiver;
        EventFixture fixture = EventFixture.in(folder)) {
      return fixture.sender().check(EventTarget.readable(APP, receiver.url(), TOKEN));
    }
  }
}
