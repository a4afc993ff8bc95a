package io.kalends.issuer.sandbox.caldav;

import static org.assertj.core.api.Assertions.assertThat;

import io.kalends.issuer.SettableClock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** From a bare host to the calendar, in both modes alike. */
class DiscoveryTest {

  private final SettableClock clock = new SettableClock();

  @ParameterizedTest
  @EnumSource(Mode.class)
  void theWellKnownPathLeadsToTheRootEvenBeforeALogin(Mode mode) {
    try (CalDavSandbox sandbox = CalDavSandbox.start(mode, Samples.ACCOUNTS, clock)) {
      DavClient anonymous = new DavClient(sandbox.baseUrl(), "");
      for (String method : new String[] {"GET", "PROPFIND"}) {
        DavClient.Answer answer = anonymous.send(method, "/.well-known/caldav", "");
        assertThat(answer.status()).isEqualTo(301);
        assertThat(answer.header("Location")).isEqualTo("/");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void theChainGoesFromRootToPrincipalToHomeSetToOneCalendar(Mode mode) {
    try (CalDavSandbox sandbox = CalDavSandbox.start(mode, Samples.ACCOUNTS, clock)) {
      DavClient alice = Samples.alice(sandbox);
      DavClient.Answer root = alice.propfind("/", 0, "D:current-user-principal");
      assertThat(root.status()).isEqualTo(207);
      assertThat(root.header("Content-Type")).isEqualTo("application/xml; charset=utf-8");
      String principal = root.text("//D.current-user-principal/D.href");

      DavClient.Answer who = alice.propfind(principal, 0, "C:calendar-home-set", "D:resourcetype");
      assertThat(who.texts("//D.resourcetype/D.principal")).hasSize(1);
      String home = who.text("//D.calendar-home-set/D.href");
      assertThat(home).isEqualTo("/" + Samples.ALICE + "/").isNotEqualTo(principal);

      DavClient.Answer list = alice.propfind(home, 1, "D:resourcetype", "D:displayname");
      assertThat(list.texts("//D.response/D.href")).hasSize(2).startsWith(home);
      String calendar = list.text("//D.response[.//D.calendar]/D.href");
      assertThat(calendar).matches("/u_alice001/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/");
      assertThat(calendar).isEqualTo(Samples.calendar(alice));
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void depthZeroIsTheCollectionAloneAndDepthOneListsItsObjects(Mode mode) {
    try (CalDavSandbox sandbox = CalDavSandbox.start(mode, Samples.ACCOUNTS, clock)) {
      sandbox.putEvent(Samples.ALICE, "one", Samples.event("one"));
      sandbox.putEvent(Samples.ALICE, "two", Samples.event("two"));
      DavClient alice = Samples.alice(sandbox);
      String calendar = Samples.calendar(alice);

      assertThat(alice.propfind(calendar, 0, "D:getetag").texts("//D.href"))
          .containsExactly(calendar);
      DavClient.Answer all = alice.propfind(calendar, 1, "D:getetag");
      assertThat(all.texts("//D.href"))
          .containsExactly(calendar, calendar + "one.ics", calendar + "two.ics");
      assertThat(all.texts("//D.getetag[text()]")).hasSize(2).allMatch(e -> e.startsWith("\""));
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void theCalendarIsStillThereAfterARestart(Mode mode) {
    String before;
    try (CalDavSandbox sandbox = CalDavSandbox.start(mode, Samples.ACCOUNTS, clock)) {
      before = Samples.calendar(Samples.alice(sandbox));
    }
    try (CalDavSandbox sandbox = CalDavSandbox.start(mode, Samples.ACCOUNTS, clock)) {
      assertThat(Samples.calendar(Samples.alice(sandbox))).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void whatIsNotKnownComesBackAsNotFound(Mode mode) {
    try (CalDavSandbox sandbox = CalDavSandbox.start(mode, Samples.ACCOUNTS, clock)) {
      DavClient.Answer answer =
          Samples.alice(sandbox)
              .send(
                  "PROPFIND",
                  "/",
                  "<a:propfind xmlns:a='DAV:'><a:prop><a:current-user-principal/>"
                      + "<a:no-such-thing/><x xmlns='urn:a&amp;\"&lt;b'/><bare/>"
                      + "</a:prop></a:propfind>",
                  "Depth",
                  "0");
      String missing = "//D.propstat[contains(D.status, '404')]/D.prop/*";
      assertThat(answer.status()).isEqualTo(207);
      assertThat(answer.texts(missing)).hasSize(3);
      assertThat(answer.texts(missing + "[namespace-uri()='urn:a&\"<b']")).hasSize(1);
      assertThat(answer.texts(missing + "[namespace-uri()='']")).hasSize(1);
      assertThat(answer.texts("//D.propstat[contains(D.status, ' 200 ')]/D.prop/*")).hasSize(1);
    }
  }

  @ParameterizedTest
  @MethodSource("userNames")
  void userNamesOfAnyKindHaveTheirPaths(String userName) {
    Accounts accounts = (user, password) -> user.equals(userName);
    try (CalDavSandbox sandbox = CalDavSandbox.start(Mode.STANDARDS, accounts, clock)) {
      DavClient client = new DavClient(sandbox.baseUrl(), userName, "fake");
      String calendar = Samples.calendar(client);
      assertThat(client.send("PUT", calendar + "a.ics", Samples.event("a")).status())
          .isEqualTo(201);
      assertThat(sandbox.events(userName)).containsOnlyKeys("a.ics");
    }
  }

  static String[] userNames() {
    return new String[] {
      "u_a",
      "a@example.com",
      "a b",
      "a%2Fb",
      "\u5f20\u4e09",
      "a?b#c",
      "principal",
      ".well-known",
      "a;b=c",
      "\ud83d\ude00",
      "a\\b",
      "<&>\"'",
      "..."
    };
  }
}
