package io.kalends.issuer;

import static io.kalends.issuer.OAuthFixture.ANNA;
import static io.kalends.issuer.OAuthFixture.PAGE;
import static io.kalends.issuer.OAuthFixture.REDIRECT;
import static org.assertj.core.api.Assertions.assertThat;

import io.kalends.issuer.Caller.Answer;
import io.kalends.issuer.directory.App.Switch;
import io.kalends.issuer.directory.Person;
import io.kalends.issuer.directory.User;
import io.kalends.issuer.oauth.SignIn;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsentPageTest {

  @TempDir private Path folder;

  private OAuthFixture f;

  @BeforeEach
  void start() {
    f = new OAuthFixture(folder);
  }

  @AfterEach
  void stop() {
    f.close();
  }

  private void behindProxy() {
    f.signIn = SignIn.proxyHeader("X-Remote-User", Set.of("127.0.0.1"));
    f.restart();
  }

  private static void isPage(Answer answer, int status, String... holds) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("location")).isEmpty();
    assertThat(answer.header("content-type")).isEqualTo("text/html; charset=utf-8");
    assertThat(answer.header("x-tt-logid")).isNotEmpty();
    assertThat(answer.header("cache-control")).isEqualTo("no-store");
    assertThat(answer.header("referrer-policy")).isEqualTo("no-referrer");
    assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
    assertThat(answer.header("content-security-policy"))
        .contains("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'")
        .contains("style-src 'sha256-", "form-action ")
        .doesNotContain("unsafe", "script-src");
    assertThat(answer.http().body())
        .doesNotContain("<script", " style=")
        .doesNotContainPattern("<[^>]* on[a-z]+=");
    for (String text : holds) {
      assertThat(answer.http().body()).contains(text);
    }
  }

  @Test
  void itSaysInTwoLanguagesWhoAsksWhomForWhatAndWhereItLeads() {
    Answer page = f.asked(f.page());
    isPage(
        page,
        200,
        "Sample App",
        "Anna Example",
        ANNA,
        "授权",
        "Authorize",
        "拒绝",
        "app.example.com",
        "<code>calendar:settings.caldav:create</code>",
        "<span lang=\"en\">Create calendar sync accounts for your devices</span>",
        "<html lang=\"zh-CN\">",
        "<title>",
        "<main>",
        "<h1>");
    assertThat(page.header("content-security-policy"))
        .contains("form-action 'self' https://app.example.com;");
  }

  @Test
  void yesLeadsToTheAppWithACodeAndTheStateToTheLetter() {
    String state = "a b&c=d#e+f%20\"<é>";
    String location = f.decide(f.page("state", state), "allow").header("location");
    assertThat(location).matches("https://app\\.example\\.com/back\\?code=[\\w-]{43}&state=.*");
    assertThat(location).doesNotContain("#", " ", "+", "<");
    assertThat(URI.create(location).getQuery()).endsWith("&state=" + state);
  }

  @Test
  void noLeadsToTheAppWithTheRefusal() {
    Answer answer = f.decide(f.page(), "deny");
    assertThat(answer.status()).isEqualTo(303);
    assertThat(answer.header("location"))
        .isEqualTo(REDIRECT + "?error=access_denied&state=fake-state");
  }

  @Test
  void aQueryIsKeptAndAFragmentGoesToTheEnd() {
    String location =
        f.decide(f.page("redirect_uri", REDIRECT + "?a=1#end", "state", ""), "deny")
            .header("location");
    assertThat(location).isEqualTo(REDIRECT + "?a=1&error=access_denied#end");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/",
        "https://app.example.com/back/",
        "https://app.example.com/back?x=1",
        "https://app.example.com/back/../evil",
        "https://app.example.com/BACK",
        "HTTPS://app.example.com/back",
        "https://app.example.com:443/back",
        "https://app.example.com@evil.example/back",
        "https://app.example.com/back%00",
        "https://app.example.com/back\r\nLocation: https://evil.example/",
        "//app.example.com/back",
        "javascript:alert(1)",
        " https://app.example.com/back",
        ""
      })
  void anAddressThatIsNotRegisteredToTheLetterIsNeverGoneTo(String address) {
    isPage(f.get(f.page("redirect_uri", address)), 400, "20029");
    // Nor when something else is wrong as well.
    isPage(f.get(f.page("redirect_uri", address, "response_type", "token")), 400, "20029");
  }

  @Test
  void twoRedirectAddressesAreNone() {
    isPage(f.get(f.page() + "&redirect_uri=https%3A%2F%2Fevil.example%2F"), 400, "20029");
  }

  @Test
  void whatTheAppMayNotHaveIsAPageOfItsOwn() {
    isPage(f.get(f.page("scope", "calendar:settings.caldav:create im:message")), 400, "20027");
    isPage(f.get(f.page("scope", "Offline_Access")), 400, "20027");
    isPage(f.get(f.page("client_id", "cli_nobody")), 400, "20048");
    isPage(f.get(f.page("client_id", "")), 400, "20001");
    isPage(f.get(f.page() + "&a=b".repeat(100)), 400, "20063");
    String many =
        IntStream.range(0, 51).mapToObj(i -> "offline_access").collect(Collectors.joining(" "));
    isPage(f.get(f.page("scope", many)), 400, "20063");
    f.change("cli_sample", app -> app.switched(EnumSet.of(Switch.REFRESH)));
    isPage(f.get(f.page()), 400, "20069");
  }

  @Test
  void aMistakeOfTheAppGoesBackToTheApp() {
    Map<String, Answer> mistakes =
        Map.of(
            "unsupported_response_type",
            f.get(f.page("response_type", "token")),
            "invalid_request",
            f.get(f.page("code_challenge", "short", "code_challenge_method", "S256")));
    mistakes.forEach(
        (error, answer) -> {
          assertThat(answer.status()).isEqualTo(303);
          assertThat(answer.header("location"))
              .isEqualTo(REDIRECT + "?error=" + error + "&state=fake-state");
        });
    assertThat(f.get(f.page() + "&state=other").header("location"))
        .isEqualTo(REDIRECT + "?error=invalid_request");
    assertThat(f.get(f.page("code_challenge_method", "S256")).header("location"))
        .contains("error=invalid_request");
  }

  @Test
  void hostileNamesAreTextAndNothingElse() {
    String hostile = "<script>alert(1)</script>\"'&\u202egnp.exe\u0007";
    f.users.add(User.in("acme", "eve@example.com", hostile));
    f.change("cli_sample", app -> app.named(hostile));
    isPage(f.get(f.page()), 200, "&lt;script&gt;");
    Answer asked =
        f.postForm(
            PAGE,
            Map.of("question", OAuthFixture.question(f.get(f.page())), "email", "eve@example.com"));
    isPage(asked, 200, "&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;\ufffdgnp.exe\ufffd");
  }

  @Test
  void anAnswerCountsOnceAndNotForever() {
    String question = OAuthFixture.question(f.asked(f.page()));
    Map<String, String> yes = Map.of("question", question, "decision", "allow");
    assertThat(f.postForm(PAGE, yes).status()).isEqualTo(303);
    isPage(f.postForm(PAGE, yes), 400, "out of date");
    String late = OAuthFixture.question(f.asked(f.page()));
    f.clock.advance(Duration.ofMinutes(5));
    isPage(f.postForm(PAGE, Map.of("question", late, "decision", "allow")), 400, "out of date");
  }

  @Test
  void anAnswerWithoutAQuestionOrADecisionIsNone() {
    isPage(f.postForm(PAGE, Map.of("decision", "allow")), 400, "20001");
    isPage(
        f.postForm(PAGE, Map.of("question", "made-up", "decision", "allow")), 400, "out of date");
    String question = OAuthFixture.question(f.asked(f.page()));
    isPage(f.postForm(PAGE, Map.of("question", question, "decision", "maybe")), 400, "20063");
    isPage(f.post(PAGE, Caller.JSON, "{\"question\":\"x\"}"), 400, "20063");
  }

  @Test
  void everythingIsCheckedAgainOnTheAnswer() {
    String question = OAuthFixture.question(f.asked(f.page()));
    f.change("cli_sample", app -> app.redirectingTo(List.of(URI.create("https://new.example/"))));
    isPage(f.postForm(PAGE, Map.of("question", question, "decision", "allow")), 400, "20029");
    f.change("cli_sample", app -> OAuthFixture.SAMPLE);
    String second = OAuthFixture.question(f.asked(f.page()));
    f.become(Person.Status.FROZEN);
    isPage(f.postForm(PAGE, Map.of("question", second, "decision", "allow")), 400, "20066");
  }

  @Test
  void whoIsOutsideTheRangeIsTold() {
    f.change("cli_sample", app -> app.availableTo(Set.of("ben@example.com")));
    isPage(f.asked(f.page()), 400, "20010");
    isPage(
        f.postForm(
            PAGE,
            Map.of("question", OAuthFixture.question(f.get(f.page())), "email", "no@example.com")),
        400,
        "20010");
  }

  @Test
  void asItComesNobodyCanSignIn() {
    f.signIn = SignIn.UNCONFIGURED;
    f.restart();
    isPage(f.get(f.page(), "X-Remote-User", ANNA), 403, "trustedProxies", "signIn");
  }

  @Test
  void theProxysWordCountsFromTheProxyAndOnce() {
    f.signIn = SignIn.proxyHeader("X-Remote-User", Set.of("10.0.0.1"));
    f.restart();
    isPage(f.get(f.page(), "X-Remote-User", ANNA), 403);
    behindProxy();
    isPage(f.get(f.page()), 403);
    isPage(f.get(f.page(), "X-Remote-User", ANNA, "X-Remote-User", "ben@example.com"), 403);
    Answer page = f.get(f.page(), "X-Remote-User", "ANNA@Example.COM");
    isPage(page, 200, "Anna Example");
    Answer yes =
        f.postForm(
            PAGE,
            Map.of("question", OAuthFixture.question(page), "decision", "allow"),
            "X-Remote-User",
            ANNA);
    assertThat(yes.header("location")).contains("code=");
  }

  @Test
  void nobodyAnswersForSomebodyElse() {
    behindProxy();
    String bens = OAuthFixture.question(f.get(f.page(), "X-Remote-User", "ben@example.com"));
    Map<String, String> yes = Map.of("question", bens, "decision", "allow");
    // A page of Ben's that Anna's browser is made to send.
    isPage(f.postForm(PAGE, yes, "X-Remote-User", ANNA), 400, "out of date");
    isPage(f.postForm(PAGE, yes, "X-Remote-User", "ben@example.com"), 400, "out of date");
  }

  @Test
  void pickingIsNotPossibleBehindAProxy() {
    String picked = OAuthFixture.question(f.get(f.page()));
    behindProxy();
    isPage(f.postForm(PAGE, Map.of("question", picked, "email", ANNA), "X-Remote-User", ANNA), 400);
  }

  @Test
  void theSandboxSaysWhatItIs() {
    isPage(f.get(f.page()), 200, "Sandbox", "Ben Example");
    try (CapturedLogs logs = new CapturedLogs()) {
      f.restart();
      assertThat(logs.lines()).anyMatch(line -> line.contains("never in production"));
    }
  }
}
