package io.kalends.issuer.sandbox.caldav;

import static org.assertj.core.api.Assertions.assertThat;

import io.kalends.issuer.SettableClock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which events a calendar query finds: the tables of RFC 4791, sections 9.7 and 9.9. */
class QueryTest {

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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // event | start | end | found
        "DTSTART:20261201T090000Z,DTEND:20261201T100000Z|20261201T095959Z|20261201T110000Z|true",
        "DTSTART:20261201T090000Z,DTEND:20261201T100000Z|20261201T100000Z|20261201T110000Z|false",
        "DTSTART:20261201T090000Z,DTEND:20261201T100000Z|20261201T080000Z|20261201T090000Z|false",
        "DTSTART:20261201T090000Z,DTEND:20261201T100000Z||20261201T090001Z|true",
        "DTSTART:20261201T090000Z,DTEND:20261201T100000Z|20261201T090000Z||true",
        "DTSTART:20261201T090000Z,DURATION:PT1H|20261201T095959Z|20261201T110000Z|true",
        "DTSTART:20261201T090000Z,DURATION:P1W|20261208T085959Z|20261209T000000Z|true",
        "DTSTART:20261201T090000Z,DURATION:P1W|20261208T090000Z|20261209T000000Z|false",
        "DTSTART:20261201T090000Z|20261201T090000Z|20261201T090001Z|true",
        "DTSTART:20261201T090000Z|20261201T080000Z|20261201T090000Z|false",
        "DTSTART;VALUE=DATE:20261201|20261201T235959Z|20261202T010000Z|true",
        "DTSTART;VALUE=DATE:20261201|20261202T000000Z|20261202T010000Z|false",
        "DTSTART;TZID=Asia/Shanghai:20261201T090000|20261201T010000Z|20261201T010001Z|true",
        "DTSTART;TZID=Asia/Shanghai:20261201T090000|20261201T090000Z|20261201T090001Z|false",
        "DTSTART;TZID=\"Our: own\":20261201T090000|20261201T090000Z|20261201T090001Z|true",
        "DTSTART:20261201T090000Z,RRULE:FREQ=DAILY|20301201T000000Z|20301202T000000Z|true",
        "DTSTART:20261201T090000Z,RRULE:FREQ=DAILY|20251201T000000Z|20251202T000000Z|false",
        "DTSTART:20261201T090000Z,RRULE:FREQ=DAILY;UNTIL=20261205T090000Z|20261204T000000Z"
            + "|20261205T000000Z|true",
        "DTSTART:20261201T090000Z,RRULE:FREQ=DAILY;UNTIL=20261205T090000Z|20261208T000000Z"
            + "|20261209T000000Z|false"
      })
  void aTimeRangeFindsWhatMeetsIt(String event, String start, String end, boolean found) {
    sandbox.putEvent(Samples.ALICE, "a", Samples.event("a", event.split(",")));
    String range =
        "<C:time-range"
            + (start == null ? "" : " start=\"" + start + "\"")
            + (end == null ? "" : " end=\"" + end + "\"")
            + "/>";
    assertThat(alice.query(calendar, inEvent(range)).texts("//D.href")).hasSize(found ? 1 : 0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<C:prop-filter name='UID'><C:text-match collation='i;octet'>wanted</C:text-match>"
            + "</C:prop-filter>|wanted.ics",
        "<C:prop-filter name='UID'><C:text-match>WANTE</C:text-match></C:prop-filter>|wanted.ics",
        "<C:prop-filter name='UID'><C:text-match collation='i;octet'>WANTED</C:text-match>"
            + "</C:prop-filter>|",
        "<C:prop-filter name='UID'><C:text-match negate-condition='yes'>wanted</C:text-match>"
            + "</C:prop-filter>|other.ics",
        "<C:prop-filter name='LOCATION'/>|wanted.ics",
        "<C:prop-filter name='LOCATION'><C:text-match>room, one;two</C:text-match>"
            + "</C:prop-filter>|wanted.ics",
        "<C:prop-filter name='LOCATION'><C:is-not-defined/></C:prop-filter>|other.ics",
        "<C:comp-filter name='VALARM'/>|wanted.ics",
        "<C:comp-filter name='VALARM'><C:is-not-defined/></C:comp-filter>|other.ics",
        "<C:comp-filter name='VALARM'><C:prop-filter name='ACTION'><C:text-match>DISPLAY"
            + "</C:text-match></C:prop-filter></C:comp-filter>|wanted.ics"
      })
  void componentsPropertiesAndTextsAreFound(String condition, String names) {
    sandbox.putEvent(
        Samples.ALICE,
        "wanted",
        Samples.event(
            "wanted",
            "DTSTART:20261201T090000Z",
            "LOCATION:Room\\, o\r\n ne\\;two",
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            "TRIGGER:-PT5M",
            "END:VALARM"));
    sandbox.putEvent(Samples.ALICE, "other", Samples.event("other"));
    assertThat(alice.query(calendar, inEvent(condition)).texts("//D.href"))
        .map(href -> href.substring(calendar.length()))
        .isEqualTo(names == null ? List.of() : List.of(names));
  }

  @Test
  void anotherComponentIsNotFound() {
    sandbox.putEvent(Samples.ALICE, "a", Samples.event("a"));
    String todos = "<C:comp-filter name='VCALENDAR'><C:comp-filter name='VTODO'/></C:comp-filter>";
    DavClient.Answer answer = alice.query(calendar, todos);
    assertThat(answer.status()).isEqualTo(207);
    assertThat(answer.texts("//D.href")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<C:time-range start='yesterday'/>",
        "<C:comp-filter/>",
        "<C:unheard-of name='x'/>",
        "<C:prop-filter name='UID'><C:param-filter name='X'/></C:prop-filter>",
        "<C:prop-filter name='UID'><C:text-match collation='i;klingon'>x</C:text-match>"
            + "</C:prop-filter>",
        "<C:comp-filter name='VALARM'><C:time-range start='20260101T000000Z'/></C:comp-filter>"
      })
  void aConditionThatIsNotUnderstoodIsRefusedAndNotPassedOver(String condition) {
    DavClient.Answer answer = alice.query(calendar, inEvent(condition));
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.texts("/D.error/*[namespace-uri()='urn:ietf:params:xml:ns:caldav']"))
        .hasSize(1);
  }

  @Test
  void occurrencesAreNotComputedAndItSaysSo() {
    DavClient.Answer answer =
        alice.send(
            "REPORT",
            calendar,
            DavClient.element(
                "C:calendar-query",
                "<D:prop><C:calendar-data><C:expand start='20260101T000000Z'"
                    + " end='20270101T000000Z'/></C:calendar-data></D:prop><C:filter>"
                    + Samples.EVENTS
                    + "</C:filter>"));
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.texts("/D.error/D.supported-calendar-data")).hasSize(1);
  }

  private static String inEvent(String condition) {
    return "<C:comp-filter name='VCALENDAR'><C:comp-filter name='VEVENT'>"
        + condition
        + "</C:comp-filter></C:comp-filter>";
  }
}
