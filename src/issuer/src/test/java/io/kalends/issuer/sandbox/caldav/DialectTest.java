package io.kalends.issuer.sandbox.caldav;

import static org.assertj.core.api.Assertions.assertThat;

import io.kalends.issuer.SettableClock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every way in which the cloud service was seen to differ. */
class DialectTest {

  private final SettableClock clock = new SettableClock();
  private CalDavSandbox sandbox;
  private DavClient alice;
  private String calendar;

  @BeforeEach
  void start() {
    sandbox = CalDavSandbox.start(Mode.DIALECT, Samples.ACCOUNTS, clock);
    sandbox.putEvent(Samples.ALICE, "one", Samples.event("one"));
    alice = Samples.alice(sandbox);
    calendar = Samples.calendar(alice);
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  @Test
  void aQueryFindsTheObjectsButNotTheirData() {
    DavClient.Answer answer = alice.query(calendar, Samples.EVENTS);
    assertThat(answer.status()).isEqualTo(207);
    assertThat(answer.texts("//D.response/D.href")).containsExactly(calendar + "one.ics");
    assertThat(answer.text("//D.propstat[D.prop/D.calendar-data]/D.status")).contains(" 404 ");
    assertThat(answer.text("//D.propstat[D.prop/D.getetag]/D.status")).contains(" 200 ");
    assertThat(answer.body()).doesNotContain("VEVENT");
  }

  @Test
  void aMultigetGivesTheDataWithLineEndsAsCharacterReferences() {
    DavClient.Answer answer = alice.multiget(calendar, calendar + "one.ics");
    assertThat(answer.text("//D.calendar-data")).isEqualTo(Samples.event("one"));
    assertThat(answer.body())
        .contains("BEGIN:VCALENDAR&#13;&#10;VERSION:2.0&#13;&#10;")
        .doesNotContain("\r")
        .doesNotContain("VERSION:2.0\n");
  }

  @Test
  void anObjectCannotBeFetchedByItself() {
    assertThat(alice.send("GET", calendar + "one.ics", "").status()).isEqualTo(403);
    assertThat(alice.send("HEAD", calendar + "one.ics", "").status()).isEqualTo(403);
  }

  @Test
  void nothingIsWritten() {
    assertThat(alice.send("PUT", calendar + "two.ics", Samples.event("two")).status())
        .isEqualTo(409);
    assertThat(alice.send("PUT", calendar + "one.ics", Samples.event("one")).status())
        .isEqualTo(409);
    assertThat(alice.send("DELETE", calendar + "one.ics", "").status()).isEqualTo(403);
    assertThat(alice.send("DELETE", calendar, "").status()).isEqualTo(403);
    assertThat(alice.send("MKCALENDAR", calendar, "").status()).isEqualTo(403);
    assertThat(alice.send("PROPPATCH", calendar, "").status()).isEqualTo(403);
    assertThat(sandbox.events(Samples.ALICE)).containsOnlyKeys("one.ics");
  }

  @Test
  void theTagIsANumberThatChangesThoughNothingDoes() {
    String before = alice.propfind(calendar, 0, "CS:getctag").text("//D.getctag");
    assertThat(before).matches("[0-9]+");
    assertThat(alice.propfind(calendar, 0, "CS:getctag").text("//D.getctag")).isEqualTo(before);
    clock.advance(Duration.ofSeconds(2));
    assertThat(alice.propfind(calendar, 0, "CS:getctag").text("//D.getctag"))
        .matches("[0-9]+")
        .isNotEqualTo(before);
  }

  @Test
  void thereIsNoSyncToken() {
    DavClient.Answer properties =
        alice.propfind(calendar, 0, "D:sync-token", "D:supported-report-set");
    assertThat(properties.text("//D.propstat[D.prop/D.sync-token]/D.status")).contains(" 404 ");
    assertThat(properties.texts("//D.report/*")).hasSize(2);
    assertThat(properties.texts("//D.report/D.sync-collection")).isEmpty();
    DavClient.Answer report = alice.sync(calendar, "");
    assertThat(report.status()).isEqualTo(403);
    assertThat(report.texts("/D.error/D.supported-report")).hasSize(1);
  }

  @Test
  void itNamesOnlyTheMethodsItHas() {
    DavClient.Answer options = alice.send("OPTIONS", calendar, "");
    assertThat(options.header("DAV")).contains("calendar-access");
    assertThat(options.header("Allow")).contains("PROPFIND", "REPORT").doesNotContain("PUT");
  }
}
