package io.kalends.issuer.sandbox.caldav;

import java.util.Map;

/** A user, another, and their events. */
final class Samples {

  static final String ALICE = "u_alice001";
  static final String BOB = "u_bob00002";
  static final Accounts ACCOUNTS =
      Accounts.of(Map.of(ALICE, "fake-password-a", BOB, "fake-password-b"));

  static final String EVENTS = "<C:comp-filter name=\"VCALENDAR\"/>";

  private Samples() {}

  static DavClient alice(CalDavSandbox sandbox) {
    return new DavClient(sandbox.baseUrl(), ALICE, "fake-password-a");
  }

  static DavClient bob(CalDavSandbox sandbox) {
    return new DavClient(sandbox.baseUrl(), BOB, "fake-password-b");
  }

  static String event(String uid) {
    return event(uid, "DTSTART:20261201T090000Z", "DTEND:20261201T100000Z");
  }

  static String event(String uid, String... lines) {
    return String.join(
            "\r\n",
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//Kalends//sandbox test//EN",
            "BEGIN:VEVENT",
            "UID:" + uid,
            "DTSTAMP:20261122T100000Z",
            String.join("\r\n", lines),
            "SUMMARY:Besprechung <&> \u8ba1\u5212",
            "END:VEVENT",
            "END:VCALENDAR")
        + "\r\n";
  }

  /** Where the calendar of the client's user lies, found the way clients do. */
  static String calendar(DavClient client) {
    String principal =
        client
            .propfind("/", 0, "D:current-user-principal")
            .text("//D.current-user-principal/D.href");
    String home =
        client.propfind(principal, 0, "C:calendar-home-set").text("//D.calendar-home-set/D.href");
    return client.propfind(home, 1, "D:resourcetype").text("//D.response[.//D.calendar]/D.href");
  }
}
