package io.kalends.issuer.sandbox.caldav;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kalends.issuer.SettableClock;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever may not, or means no good. */
class HostileClientTest {

  private final SettableClock clock = new SettableClock();

  @ParameterizedTest
  @EnumSource(Mode.class)
  void withoutAProperLoginThereIsOnlyAChallenge(Mode mode) {
    try (CalDavSandbox sandbox = CalDavSandbox.start(mode, Samples.ACCOUNTS, clock)) {
      for (String authorization : unacceptable()) {
        DavClient.Answer answer =
            new DavClient(sandbox.baseUrl(), authorization).send("PROPFIND", "/", "", "Depth", "0");
        assertThat(answer.status()).as(authorization).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate"))
            .startsWith("Basic realm=\"")
            .endsWith("\", charset=\"UTF-8\"");
        assertThat(answer.body()).doesNotContain(Samples.ALICE);
      }
    }
  }

  private static List<String> unacceptable() {
    return List.of(
        "",
        "Basic",
        "Basic !!!",
        "Bearer fake",
        basic(Samples.ALICE),
        basic(Samples.ALICE + ":"),
        basic(Samples.ALICE + ":fake-password-b"),
        basic(Samples.ALICE + ":fake-password-a "),
        basic("U_ALICE001:fake-password-a"),
        basic(":"),
        basic("nobody:"),
        basic("..:fake"),
        "Basic " + Base64.getEncoder().encodeToString(new byte[] {(byte) 0xff, ':', 'x'}));
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void anotherUsersPathsAreForbiddenWhetherThatUserExistsOrNot(Mode mode) {
    try (CalDavSandbox sandbox = CalDavSandbox.start(mode, Samples.ACCOUNTS, clock)) {
      sandbox.putEvent(Samples.BOB, "secret", Samples.event("secret"));
      String bobs = Samples.calendar(Samples.bob(sandbox));
      DavClient alice = Samples.alice(sandbox);
      List<String> paths =
          List.of("/u_bob00002/", "/u_bob00002/principal/", bobs, bobs + "secret.ics", "/nobody/");
      for (String path : paths) {
        for (String method : List.of("GET", "PROPFIND", "REPORT", "PUT", "DELETE", "OPTIONS")) {
          DavClient.Answer answer = alice.send(method, path, "", "Depth", "0");
          assertThat(answer.status()).as(method + " " + path).isEqualTo(403);
          assertThat(answer.body()).doesNotContain("VEVENT");
        }
      }
      assertThat(sandbox.events(Samples.BOB)).hasSize(1);
    }
  }

  @Test
  void aPasswordThatIsRevokedEndsWithTheNextRequest() {
    AtomicBoolean valid = new AtomicBoolean(true);
    Accounts accounts = (user, password) -> valid.get();
    try (CalDavSandbox sandbox = CalDavSandbox.start(Mode.DIALECT, accounts, clock)) {
      DavClient alice = Samples.alice(sandbox);
      assertThat(alice.propfind("/", 0, "D:owner").status()).isEqualTo(207);
      valid.set(false);
      assertThat(alice.propfind("/", 0, "D:owner").status()).isEqualTo(401);
    }
  }

  @ParameterizedTest
  @MethodSource("hostileXml")
  void hostileXmlIsRefused(String xml) {
    try (CalDavSandbox sandbox = CalDavSandbox.start(Mode.STANDARDS, Samples.ACCOUNTS, clock)) {
      DavClient alice = Samples.alice(sandbox);
      String calendar = Samples.calendar(alice);
      for (String method : List.of("PROPFIND", "REPORT", "PROPPATCH")) {
        DavClient.Answer answer = alice.send(method, calendar, xml, "Depth", "0");
        assertThat(answer.status()).as(method).isEqualTo(400);
        assertThat(answer.body()).hasSizeLessThan(200).doesNotContain("root:", "Exception");
      }
    }
  }

  static List<String> hostileXml() {
    String query = "<D:propfind xmlns:D='DAV:'><D:prop><D:a>&x;</D:a></D:prop></D:propfind>";
    return List.of(
        "not xml",
        "<D:propfind xmlns:D='DAV:'>",
        "<D:propfind/>",
        "<a/><b/>",
        "<!DOCTYPE a>" + query.replace("&x;", ""),
        "<!DOCTYPE a [<!ENTITY x 'y'>]>" + query,
        "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>" + query,
        "<!DOCTYPE a SYSTEM 'http://127.0.0.1:1/'>" + query,
        "<!DOCTYPE a [<!ENTITY a '"
            + "a".repeat(100)
            + "'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;'>"
            + "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'><!ENTITY x '&c;&c;&c;&c;&c;&c;&c;'>]>"
            + query,
        "<!DOCTYPE a [<!ENTITY % p SYSTEM 'http://127.0.0.1:1/'> %p;]>" + query,
        query,
        "<a>".repeat(25) + "</a>".repeat(25),
        "<a>".repeat(15_000),
        "<a>" + "<b/>".repeat(4_000) + "</a>",
        "<a " + "x".repeat(1000) + "='1' ".repeat(2) + "/>",
        "<?xml version='1.1'?><D:propfind xmlns:D='DAV:'><D:allprop/></D:propfind>",
        "<D:propfind xmlns:D='DAV:'><D:prop><xml:a/></D:prop></D:propfind>",
        "<D:propfind xmlns:D='DAV:'><D:prop><D:a>\u0001</D:a></D:prop></D:propfind>",
        "<?xml version='1.0' encoding='no-such'?><D:propfind xmlns:D='DAV:'/>");
  }

  @Test
  void aMethodWithTheBodyOfAnotherIsRefused() {
    try (CalDavSandbox sandbox = CalDavSandbox.start(Mode.STANDARDS, Samples.ACCOUNTS, clock)) {
      DavClient alice = Samples.alice(sandbox);
      String calendar = Samples.calendar(alice);
      String neither = DavClient.element("D:propfind", "");
      assertThat(alice.send("PROPFIND", calendar, neither, "Depth", "0").status()).isEqualTo(400);
      assertThat(alice.send("PROPPATCH", calendar, neither).status()).isEqualTo(400);
      assertThat(alice.send("REPORT", calendar, "").status()).isEqualTo(400);
      DavClient.Answer report = alice.send("REPORT", calendar, neither);
      assertThat(report.status()).isEqualTo(403);
      assertThat(report.texts("/D.error/D.supported-report")).hasSize(1);
    }
  }

  @Test
  void aBodyBeyondTheLimitIsTooLarge() {
    try (CalDavSandbox sandbox = CalDavSandbox.start(Mode.STANDARDS, Samples.ACCOUNTS, clock)) {
      String body = DavClient.element("D:propfind", "<D:prop>" + " ".repeat(70_000) + "</D:prop>");
      assertThat(Samples.alice(sandbox).send("PROPFIND", "/", body, "Depth", "0").status())
          .isEqualTo(413);
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void theWholeTreeAtOnceIsRefused(Mode mode) {
    try (CalDavSandbox sandbox = CalDavSandbox.start(mode, Samples.ACCOUNTS, clock)) {
      DavClient alice = Samples.alice(sandbox);
      for (String[] depth : new String[][] {{}, {"Depth", "infinity"}}) {
        DavClient.Answer answer = alice.send("PROPFIND", "/", "", depth);
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.texts("/D.error/D.propfind-finite-depth")).hasSize(1);
      }
      assertThat(alice.send("PROPFIND", "/", "", "Depth", "2").status()).isEqualTo(400);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/u_alice001/x/",
        "/u_alice001/00000000-0000-0000-0000-000000000000/",
        "/u_alice001//",
        "//",
        "/u_alice001/principal/x",
        "/%2e%2e/",
        "/u_alice001/%2e%2e/u_bob00002/",
        "/u_alice001%00/",
        "/a%2fb/",
        "/%zz/",
        "/%+1/",
        "/%c3%28/",
        "/%"
      })
  void strangePathsLeadNowhere(String path) {
    assertThatThrownBy(() -> Place.of(path))
        .isInstanceOfSatisfying(DavError.class, e -> assertThat(e.status()).isIn(400, 404));
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
  }
}
