package io.kalends.issuer;

import static io.kalends.issuer.OAuthFixture.MINT_SCOPE;
import static io.kalends.issuer.OAuthFixture.REDIRECT;
import static io.kalends.issuer.OAuthFixture.SECRET;
import static io.kalends.issuer.OAuthFixture.VERIFIER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kalends.issuer.Caller.Answer;
import io.kalends.issuer.directory.App;
import io.kalends.issuer.token.Revoked;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OAuthFlowTest {

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

  private int mint(String token) {
    return new Caller(f.issuer.baseUrl()).mint(token, "{}").code();
  }

  private static String text(Answer answer, String field) {
    return answer.json().path(field).textValue();
  }

  @Test
  void fromTheConsentPageWithPkceToACredentialAndOverARestart() throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(UTF_8));
    String challenge = Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    String code = f.code("code_challenge", challenge, "code_challenge_method", "S256");
    f.restart();
    Answer issued = f.redeem(code, "code_verifier", VERIFIER);
    JsonNode body = issued.json();
    assertThat(issued.status()).isEqualTo(200);
    assertThat(issued.header("content-type")).isEqualTo(Caller.JSON);
    assertThat(issued.header("x-tt-logid")).isNotEmpty();
    assertThat(issued.header("cache-control")).isEqualTo("no-store");
    assertThat(body.has("data")).isFalse();
    assertThat(body.path("code").asInt(-1)).isZero();
    assertThat(body.path("token_type").textValue()).isEqualTo("Bearer");
    assertThat(body.path("expires_in").asInt()).isEqualTo(7200);
    assertThat(body.path("refresh_token_expires_in").asInt()).isEqualTo(604_800);
    assertThat(body.path("scope").textValue()).isEqualTo(MINT_SCOPE + " offline_access");
    String token = text(issued, "access_token");
    assertThat(token).startsWith("eyJ").hasSizeBetween(1024, 2048).matches("[A-Za-z0-9._-]+");
    f.restart();
    assertThat(mint(token)).isZero();
    assertThat(f.userInfo(token).data("name")).isEqualTo("Anna Example");
    f.clock.advance(Duration.ofHours(2));
    assertThat(mint(token)).isEqualTo(99991677);
    assertThat(f.userInfo(token).code()).isEqualTo(20005);
  }

  @Test
  void theOldWayOfPkceIsTakenWhenNoMethodIsNamed() {
    String code = f.code("code_challenge", VERIFIER);
    assertThat(f.redeem(code, "code_verifier", VERIFIER).code()).isZero();
  }

  @Test
  void aWrongTryDoesNotUseUpACode() {
    String code = f.code("code_challenge", VERIFIER);
    assertThat(f.redeem(code, "code_verifier", "x".repeat(43)).code()).isEqualTo(20049);
    assertThat(f.redeem(code, "redirect_uri", "https://evil.example/").code()).isEqualTo(20071);
    assertThat(f.redeem(code, "code_verifier", VERIFIER).code()).isZero();
  }

  @Test
  void anAppMayProveItselfByHttpBasicAlone() {
    String basic = Base64.getEncoder().encodeToString(("cli_sample:" + SECRET).getBytes(UTF_8));
    Answer answer =
        f.postForm(
            OAuthFixture.V3,
            Map.of("grant_type", "authorization_code", "code", f.code(), "redirect_uri", REDIRECT),
            "Authorization",
            "Basic " + basic);
    assertThat(answer.code()).isZero();
  }

  @Test
  void aCodeThatComesTwiceCostsTheTokensOfTheFirstTime() {
    String code = f.code();
    Answer first = f.redeem(code);
    assertThat(f.redeem(code).code()).isEqualTo(20065);
    assertThat(mint(text(first, "access_token"))).isEqualTo(99991668);
    assertThat(f.refresh(text(first, "refresh_token")).code()).isEqualTo(20064);
  }

  @Test
  void aThiefOfACodeWhoIsAnotherAppCannotRevokeAnything() {
    String code = f.code();
    Answer first = f.redeem(code);
    assertThat(f.redeem(code, "client_id", "cli_other", "client_secret", SECRET + "-2").code())
        .isEqualTo(20024);
    assertThat(mint(text(first, "access_token"))).isZero();
  }

  @Test
  void aRefreshGivesANewPairAndTheOldAccessTokenLivesOn() {
    Answer first = f.redeem(f.code());
    Answer second = f.refresh(text(first, "refresh_token"));
    assertThat(second.json().path("scope")).isEqualTo(first.json().path("scope"));
    assertThat(text(second, "refresh_token")).isNotEqualTo(text(first, "refresh_token"));
    assertThat(mint(text(first, "access_token"))).isZero();
    assertThat(mint(text(second, "access_token"))).isZero();
    assertThat(f.refresh(text(second, "refresh_token")).code()).isZero();
  }

  @Test
  void aUsedRefreshTokenThatComesAgainHurtsNobody() {
    Answer first = f.redeem(f.code());
    Answer second = f.refresh(text(first, "refresh_token"));
    assertThat(f.refresh(text(first, "refresh_token")).code()).isEqualTo(20073);
    assertThat(f.refresh(text(second, "refresh_token")).code()).isZero();
  }

  @Test
  void withoutOfflineAccessThereIsNoRefreshToken() {
    assertThat(f.redeem(f.code("scope", MINT_SCOPE)).json().has("refresh_token")).isFalse();
    assertThat(f.redeem(f.code(), "scope", MINT_SCOPE).json().has("refresh_token")).isFalse();
    f.change("cli_sample", app -> app.switched(EnumSet.of(App.Switch.ENABLED)));
    assertThat(f.redeem(f.code()).json().has("refresh_token")).isFalse();
  }

  @Test
  void whatWasGrantedAddsUpButOfflineAccessIsAskedForEachTime() {
    f.redeem(f.code());
    String scope = text(f.redeem(f.code("scope", "contact:user.email:readonly")), "scope");
    assertThat(scope).isEqualTo(MINT_SCOPE + " contact:user.email:readonly");
    assertThat(text(f.redeem(f.code("scope", ""), "scope", MINT_SCOPE), "scope"))
        .isEqualTo(MINT_SCOPE);
  }

  @Test
  void aNarrowedRefreshDoesNotNarrowTheNextOne() {
    Answer narrow = f.refresh(f.refreshToken(), "scope", MINT_SCOPE);
    assertThat(text(narrow, "scope")).isEqualTo(MINT_SCOPE);
    assertThat(text(f.refresh(text(narrow, "refresh_token")), "scope"))
        .isEqualTo(MINT_SCOPE + " offline_access");
  }

  @Test
  void whatIsTakenBackIsDeadAtOnceAndSaidSo() {
    Answer issued = f.redeem(f.code());
    String waiting = f.code();
    List<Revoked> revoked = f.revoke(Revoked.Reason.USER);
    assertThat(revoked).hasSize(1);
    assertThat(revoked.get(0).app()).isEqualTo("cli_sample");
    assertThat(revoked.get(0).accessTokens()).isTrue();
    assertThat(revoked.get(0).refreshTokens()).isTrue();
    assertThat(revoked.get(0).reason()).isEqualTo(Revoked.Reason.USER);
    assertThat(mint(text(issued, "access_token"))).isEqualTo(99991668);
    assertThat(f.refresh(text(issued, "refresh_token")).code()).isEqualTo(20064);
    assertThat(f.redeem(waiting).code()).isEqualTo(20003);
    assertThat(f.revoke(Revoked.Reason.USER)).isEmpty();
    // A new consent is a new beginning, and earlier grants do not come back with it.
    assertThat(text(f.redeem(f.code("scope", "offline_access")), "scope"))
        .isEqualTo("offline_access");
  }

  @Test
  void ofSeveralWhoBringOneRefreshTokenAtOnceExactlyOneWins() throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(4);
    try {
      String token = f.refreshToken();
      for (int round = 0; round < 50; round++) {
        String now = token;
        List<Future<Answer>> tries = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          tries.add(clients.submit(() -> f.refresh(now)));
        }
        List<String> won = new ArrayList<>();
        for (Future<Answer> one : tries) {
          Answer answer = one.get();
          if (answer.code() == 0) {
            won.add(text(answer, "refresh_token"));
          } else {
            assertThat(answer.code()).isEqualTo(20073);
          }
        }
        assertThat(won).hasSize(1);
        token = won.get(0);
      }
    } finally {
      clients.shutdownNow();
    }
  }

  @Test
  void ofSeveralWhoBringOneCodeAtOnceNobodyKeepsATokenThatCounts() throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(2);
    try {
      for (int round = 0; round < 10; round++) {
        String code = f.code();
        Future<Answer> one = clients.submit(() -> f.redeem(code));
        Future<Answer> two = clients.submit(() -> f.redeem(code));
        List<Answer> answers = List.of(one.get(), two.get());
        assertThat(answers).extracting(Answer::code).containsExactlyInAnyOrder(0, 20065);
        Answer won = answers.get(one.get().code() == 0 ? 0 : 1);
        assertThat(mint(text(won, "access_token"))).isEqualTo(99991668);
      }
    } finally {
      clients.shutdownNow();
    }
  }

  @Test
  void noSecretOfTheWholeFlowIsLogged() {
    List<String> secrets = new ArrayList<>(List.of(SECRET, VERIFIER));
    try (CapturedLogs logs = new CapturedLogs()) {
      logs.everythingAtTrace();
      f.restart();
      logs.everythingAtTrace();
      String question = OAuthFixture.question(f.asked(f.page("code_challenge", VERIFIER)));
      secrets.add(question);
      Answer decided =
          f.postForm(OAuthFixture.PAGE, Map.of("question", question, "decision", "allow"));
      secrets.add(decided.header("location").replaceAll(".*code=([^&]*).*", "$1"));
      Answer issued = f.redeem(secrets.get(secrets.size() - 1), "code_verifier", VERIFIER);
      secrets.add(text(issued, "access_token"));
      secrets.add(text(issued, "refresh_token"));
      Answer again = f.refresh(text(issued, "refresh_token"));
      secrets.add(text(again, "access_token"));
      secrets.add(text(again, "refresh_token"));
      f.refresh(text(issued, "refresh_token"));
      f.redeem("fake-code-in-vain");
      secrets.add("fake-code-in-vain");
      secrets.add(f.appToken());
      f.meddle("ALTER TABLE refresh_token RENAME TO gone");
      f.refresh(text(again, "refresh_token"));
      f.meddle("ALTER TABLE gone RENAME TO refresh_token");
      assertThat(logs.lines())
          .anyMatch(line -> line.contains("issued tokens"))
          .anyMatch(line -> line.contains("code=20003"))
          .anyMatch(line -> line.contains("DatabaseFailure"))
          // The test's own client is not what is asked about.
          .filteredOn(line -> !line.startsWith("jdk.internal.httpclient"))
          .filteredOn(line -> secrets.stream().anyMatch(line::contains))
          .isEmpty();
    }
  }
}
