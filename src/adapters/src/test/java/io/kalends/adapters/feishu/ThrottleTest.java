package io.kalends.adapters.feishu;

import static org.assertj.core.api.Assertions.assertThat;

import io.kalends.failure.TemporaryFailure;
import io.kalends.wire.RetryTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThrottleTest {

  private static final Instant NOW = Minting.NOW;

  @ParameterizedTest
  @CsvSource({
    "12, '', PT12S",
    "'', 12, PT12S",
    "12, 30, PT30S",
    "30, 12, PT30S",
    "0.25, '', PT1S",
    "1.0001, '', PT1.001S",
    "0, '', PT1S",
    "'', 'Mon, 30 Nov 2026 10:02:00 GMT', PT2M",
    "5, 'Mon, 30 Nov 2026 10:02:00 GMT', PT2M",
    "'', 'Mon, 30 Nov 2020 10:02:00 GMT', PT1S",
    "'', 'Tue, 30 Nov 9999 10:02:00 GMT', PT15M",
    "999999999999, '', PT15M",
    "' 7 ', '', PT7S"
  })
  void waitsForTheLargerOfTheTwoHeadersWithinBounds(String reset, String after, Duration wait) {
    assertThat(RetryTime.latest(NOW, reset, after)).contains(NOW.plus(wait));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-5",
        "NaN",
        "Infinity",
        "1e9",
        "٣",
        "1,5",
        "soon",
        "9999999999999",
        "0x10",
        "1."
      })
  void nonsenseCountsAsAbsent(String header) {
    assertThat(RetryTime.latest(NOW, header, "")).isEmpty();
  }

  @Test
  void aThrottledMintSaysWhenToComeBack() {
    try (RawServer server =
        RawServer.answeringJson(
            "HTTP/1.1 400 Bad Request",
            "x-ogw-ratelimit-reset: 2.5\r\nRetry-After: 1\r\n",
            "{\"code\":99991400}")) {
      assertThat(Minting.failureAt(server.url(), TemporaryFailure.class).retryAt())
          .contains(NOW.plusMillis(2_500));
    }
  }

  @Test
  void withoutHeadersItLeavesTheBackOffToTheWorker() {
    try (RawServer server = RawServer.answeringJson("HTTP/1.1 429 Slow", "", "{\"code\":190010}")) {
      assertThat(Minting.failureAt(server.url(), TemporaryFailure.class).retryAt()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP/1.1 429 Slow, '{\"code\":190004}'",
    "HTTP/1.1 429 Slow, '{\"code\":190005}'",
    "HTTP/1.1 429 Slow, '{\"code\":99991400}'",
    "HTTP/1.1 400 Bad Request, '{\"code\":99991400}'",
    "HTTP/1.1 200 OK, '{\"code\":190004}'",
    "HTTP/1.1 429 Slow, '{\"code\":4711}'",
    "HTTP/1.1 429 Slow, '{}'"
  })
  void whatLimitsTheMethodOrTheAppIsAReasonForAllToPause(String head, String body) {
    assertThat(throttled(head, body)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    // Contention on what belongs to one person, and a quota that only people or the calendar raise.
    "HTTP/1.1 429 Slow, '{\"code\":190010}'",
    "HTTP/1.1 400 Bad Request, '{\"code\":190010}'",
    "HTTP/1.1 429 Slow, '{\"code\":99991403}'"
  })
  void whatConcernsOnePersonOrOnlyPeopleCanMendPausesNobody(String head, String body) {
    assertThat(throttled(head, body)).isFalse();
  }

  private static boolean throttled(String head, String body) {
    try (RawServer server = RawServer.answeringJson(head, "Retry-After: 7\r\n", body)) {
      return Minting.failureAt(server.url(), TemporaryFailure.class).throttled();
    }
  }

  @ParameterizedTest
  @CsvSource({
    // A day later, unless the next month begins before that in Beijing.
    "2026-11-10T10:00:00Z, 2026-11-11T10:00:00Z",
    "2026-11-30T10:00:00Z, 2026-11-30T16:00:00Z",
    "2026-12-31T15:59:59Z, 2026-12-31T16:00:00Z",
    "2026-12-31T16:00:00Z, 2027-01-01T16:00:00Z"
  })
  void aUsedUpQuotaIsTriedAgainADayLaterOrNextMonth(Instant now, Instant then) {
    Clock clock = Clock.fixed(now, ZoneOffset.UTC);
    try (RawServer server = RawServer.answeringJson("HTTP/1.1 400 Bad", "", "{\"code\":99991403}");
        FeishuCredentialSource source =
            new FeishuCredentialSource(Minting.at(server.url()), new ScriptedTokens(), clock)) {
      Throwable thrown =
          org.assertj.core.api.Assertions.catchThrowable(
              () -> source.mint(Minting.ALICE, Minting.LABEL));
      assertThat(((TemporaryFailure) thrown).retryAt()).contains(then);
    }
  }
}
