package io.kalends.issuer.sandbox.caldav;

import static org.assertj.core.api.Assertions.assertThat;

import io.kalends.issuer.SettableClock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Writing, reading back, and following changes, as the RFCs have it. */
class StandardsTest {

  private CalDavSandbox sandbox;
  private DavClient alice;
  private String calendar;

  @BeforeEach
  void start() {
    sandbox = CalDavSandbox.start(Mode.STANDARDS, Samples.ACCOUNTS, new SettableClock());
    alice = Samples.alice(sandbox);
    calendar = Samples.calendar(alice);
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  @Test
  void whatIsPutIsReadBackToTheByteAndDeleted() {
    String text = Samples.event("a");
    DavClient.Answer put = put("a.ics", text);
    assertThat(put.status()).isEqualTo(201);
    DavClient.Answer get = alice.send("GET", calendar + "a.ics", "");
    assertThat(get.status()).isEqualTo(200);
    assertThat(get.body()).isEqualTo(text);
    assertThat(get.header("ETag")).matches("\"[^\"]+\"").isEqualTo(put.header("ETag"));
    assertThat(get.header("Content-Type")).startsWith("text/calendar");
    assertThat(
            alice.send("GET", calendar + "a.ics", "", "If-None-Match", get.header("ETag")).status())
        .isEqualTo(304);
    assertThat(alice.multiget(calendar, calendar + "a.ics").text("//D.calendar-data"))
        .isEqualTo(text);
    assertThat(alice.query(calendar, Samples.EVENTS).text("//D.calendar-data")).isEqualTo(text);
    assertThat(sandbox.events(Samples.ALICE)).isEqualTo(Map.of("a.ics", text));

    assertThat(alice.send("DELETE", calendar + "a.ics", "").status()).isEqualTo(204);
    assertThat(alice.send("DELETE", calendar + "a.ics", "").status()).isEqualTo(404);
    assertThat(alice.send("GET", calendar + "a.ics", "").status()).isEqualTo(404);
    assertThat(sandbox.events(Samples.ALICE)).isEmpty();
  }

  @Test
  void entityTagsKeepTwoClientsFromOverwritingEachOther() {
    String first = put("a.ics", Samples.event("a"), "If-None-Match", "*").header("ETag");
    assertThat(put("a.ics", Samples.event("a"), "If-None-Match", "*").status()).isEqualTo(412);

    String later = Samples.event("a", "DTSTART:20270101T000000Z");
    DavClient.Answer replaced = put("a.ics", later, "If-Match", first);
    assertThat(replaced.status()).isEqualTo(204);
    assertThat(replaced.header("ETag")).isNotEqualTo(first);
    assertThat(put("a.ics", Samples.event("a"), "If-Match", first).status()).isEqualTo(412);
    assertThat(alice.send("DELETE", calendar + "a.ics", "", "If-Match", first).status())
        .isEqualTo(412);
    assertThat(put("none.ics", Samples.event("none"), "If-Match", "*").status()).isEqualTo(412);
    assertThat(sandbox.events(Samples.ALICE)).isEqualTo(Map.of("a.ics", later));
    assertThat(
            alice
                .send("DELETE", calendar + "a.ics", "", "If-Match", replaced.header("ETag"))
                .status())
        .isEqualTo(204);
  }

  @Test
  void theTagChangesWithTheContentOnly() {
    String before = alice.propfind(calendar, 0, "CS:getctag").text("//D.getctag");
    assertThat(alice.propfind(calendar, 0, "CS:getctag").text("//D.getctag")).isEqualTo(before);
    put("a.ics", Samples.event("a"));
    assertThat(alice.propfind(calendar, 0, "CS:getctag").text("//D.getctag")).isNotEqualTo(before);
  }

  @Test
  void aSyncTellsWhatChangedAndWhatIsGoneSinceTheLast() {
    put("a.ics", Samples.event("a"));
    put("b.ics", Samples.event("b"));
    DavClient.Answer all = alice.sync(calendar, "");
    assertThat(all.texts("//D.response/D.href"))
        .containsExactly(calendar + "a.ics", calendar + "b.ics");
    String token = all.text("/D.multistatus/D.sync-token");
    assertThat(alice.propfind(calendar, 0, "D:sync-token").text("//D.prop/D.sync-token"))
        .isEqualTo(token);
    assertThat(alice.sync(calendar, token).texts("//D.response")).isEmpty();

    alice.send("DELETE", calendar + "a.ics", "");
    put("c.ics", Samples.event("c"));
    DavClient.Answer changes = alice.sync(calendar, token);
    assertThat(changes.texts("//D.response[D.propstat]/D.href"))
        .containsExactly(calendar + "c.ics");
    assertThat(changes.text("//D.response[D.href='" + calendar + "a.ics']/D.status"))
        .contains(" 404 ");
    String next = changes.text("/D.multistatus/D.sync-token");
    put("a.ics", Samples.event("a"));
    assertThat(alice.sync(calendar, next).texts("//D.response[D.propstat]/D.href"))
        .containsExactly(calendar + "a.ics");
    assertThat(alice.sync(calendar, "").texts("//D.response[D.status]")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"urn:not-ours", "'data:,0-99999999999999999999'", "'data:,0-1'", "'data:,x'"})
  void aTokenOfSomebodyElseIsRefused(String token) {
    DavClient.Answer answer = alice.sync(calendar, token);
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.texts("/D.error/D.valid-sync-token")).hasSize(1);
  }

  @Test
  void aMultigetNamesWhatIsNotThereOrNotYours() {
    put("a.ics", Samples.event("a"));
    String bobs = Samples.calendar(Samples.bob(sandbox)) + "b.ics";
    sandbox.putEvent(Samples.BOB, "b", Samples.event("b"));
    DavClient.Answer answer =
        alice.multiget(
            calendar,
            sandbox.baseUrl() + calendar + "a.ics",
            calendar + "none.ics",
            bobs,
            "::nonsense::",
            "mailto:a",
            calendar + "none.ics");
    assertThat(answer.texts("//D.response[D.propstat]/D.href")).containsExactly(calendar + "a.ics");
    assertThat(answer.texts("//D.response[contains(D.status, ' 404 ')]/D.href"))
        .isEqualTo(List.of(calendar + "none.ics", bobs, "::nonsense::", "mailto:a"));
  }

  @Test
  void oneUidLiesInOneObject() {
    put("a.ics", Samples.event("same"));
    DavClient.Answer answer = put("b.ics", Samples.event("same"));
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.texts("/D.error/D.no-uid-conflict")).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("notCalendars")
  void whatIsNoCalendarIsNotStored(String text) {
    DavClient.Answer answer = put("a.ics", text);
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.texts("/D.error/D.valid-calendar-data")).hasSize(1);
    assertThat(sandbox.events(Samples.ALICE)).isEmpty();
  }

  static List<String> notCalendars() {
    String good = Samples.event("a");
    return List.of(
        "x",
        "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
        good.replace("END:VCALENDAR\r\n", ""),
        good + good,
        good.replace("END:VEVENT", "END:VTODO"),
        good.replace("VEVENT", "VTODO"),
        good.replace("UID:a\r\n", ""),
        good.replace("DTSTART:", "DTSTART;VALUE=DATE:x"),
        good.replace("DTSTART:20261201T090000Z", "DTSTART:20261301T090000Z"),
        good.replace("DTSTART:20261201T090000Z\r\n", ""),
        good.replace("VERSION:2.0", "VERSION:2.0\r\nMETHOD:REQUEST"),
        good.replace("SUMMARY:", "SUMMARY:\u0001"),
        good.replace("SUMMARY:", "SUMMARY;A=\"b:"),
        good.replace("DTEND:20261201T100000Z", "DURATION:P99999999999999D"),
        "BEGIN:VCALENDAR\n" + "BEGIN:A\n".repeat(5000),
        good.replace("SUMMARY:", "SUMMARY;A=b" + ",b".repeat(20_000) + "!"));
  }

  @Test
  void somethingElseThanACalendarIsRefusedByItsType() {
    DavClient.Answer answer = put("a.ics", "{}", "Content-Type", "application/json");
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.texts("/D.error/D.supported-calendar-data")).hasSize(1);
  }

  @Test
  void anObjectBeyondTheLimitIsTooLarge() {
    String limit = alice.propfind(calendar, 0, "C:max-resource-size").text("//D.max-resource-size");
    String large = "DESCRIPTION:" + "x".repeat(Integer.parseInt(limit));
    assertThat(put("a.ics", Samples.event("a", "DTSTART:20261201T090000Z", large)).status())
        .isEqualTo(413);
  }

  @Test
  void propertiesAreListedButNotChanged() {
    DavClient.Answer all = alice.send("PROPFIND", calendar, "", "Depth", "0");
    assertThat(all.texts("//D.displayname")).containsExactly("Calendar");
    assertThat(all.texts("//D.supported-calendar-component-set")).isEmpty();
    DavClient.Answer names =
        alice.send(
            "PROPFIND", calendar, DavClient.element("D:propfind", "<D:propname/>"), "Depth", "0");
    assertThat(names.texts("//D.supported-calendar-component-set")).containsExactly("");
    DavClient.Answer patched =
        alice.send(
            "PROPPATCH",
            calendar,
            DavClient.element(
                "D:propertyupdate",
                "<D:set><D:prop><D:displayname>x</D:displayname></D:prop></D:set>"));
    assertThat(patched.text("//D.propstat[D.prop/D.displayname]/D.status")).contains(" 403 ");
    assertThat(alice.propfind(calendar, 0, "D:displayname").text("//D.displayname"))
        .isEqualTo("Calendar");
  }

  @Test
  void itSaysWhatItSupports() {
    DavClient.Answer options = alice.send("OPTIONS", "/", "");
    assertThat(options.status()).isEqualTo(200);
    assertThat(options.header("DAV").split(", ")).contains("1", "calendar-access");
    assertThat(options.header("Allow")).contains("PUT", "DELETE", "REPORT", "PROPFIND");
    assertThat(
            alice
                .propfind(calendar, 0, "D:supported-report-set")
                .texts("//D.supported-report/D.report/D.sync-collection"))
        .hasSize(1);
    DavClient.Answer unknown = alice.send("LOCK", calendar, "");
    assertThat(unknown.status()).isEqualTo(405);
    assertThat(unknown.header("Allow")).contains("PUT");
  }

  @Test
  void requestsAreCountedByMethod() {
    Map<String, Long> before = sandbox.requests();
    alice.send("GET", "/x", "");
    alice.send("GET", "/x", "");
    alice.send("BREW", "/x", "");
    assertThat(sandbox.requests())
        .containsEntry("GET", 2L)
        .containsEntry("other", 1L)
        .containsEntry("PROPFIND", before.getOrDefault("PROPFIND", 0L));
  }

  private DavClient.Answer put(String name, String text, String... headers) {
    return alice.send("PUT", calendar + name, text, headers);
  }
}
