package io.kalends.consent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kalends.secret.Secret;
import java.net.URI;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorizationRequestTest {

  private static final URI REDIRECT = URI.create("http://127.0.0.1:17650/callback");
  private static final String STATE = "state-not-guessable-0000";
  private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

  private static AuthorizationRequest request(URI redirect, Set<String> scopes) {
    return new AuthorizationRequest(redirect, scopes, STATE, Secret.of(VERIFIER), false);
  }

  @Test
  void theChallengeIsThatOfTheStandardsOwnExample() {
    assertThat(request(REDIRECT, Set.of("a")).challenge())
        .isEqualTo("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
  }

  @Test
  void noTwoRequestsShareAStateOrAVerifier() {
    SecureRandom random = new SecureRandom();
    Set<String> drawn = new HashSet<>();
    for (int i = 0; i < 500; i++) {
      AuthorizationRequest fresh = AuthorizationRequest.fresh(REDIRECT, Set.of("a"), random);
      assertThat(fresh.state()).hasSize(43);
      assertThat(drawn.add(fresh.state())).isTrue();
      assertThat(drawn.add(fresh.verifier().reveal())).isTrue();
    }
  }

  @Test
  void onlyItsOwnStateAnswersIt() {
    AuthorizationRequest request = request(REDIRECT, Set.of("a"));
    assertThat(request.isAnsweredWith(STATE)).isTrue();
    assertThat(request.isAnsweredWith("")).isFalse();
    assertThat(request.isAnsweredWith(STATE + "0")).isFalse();
    assertThat(request.isAnsweredWith("state-not-guessable-000\u0130")).isFalse();
  }

  @Test
  void itKeepsTheOrderOfTheScopesAndShowsNoVerifier() {
    Set<String> scopes = new LinkedHashSet<>(List.of("z:z", "a:a"));
    AuthorizationRequest request = request(REDIRECT, scopes);
    scopes.clear();
    assertThat(request.scopes()).containsExactly("z:z", "a:a");
    assertThat(request.shownAlways().alwaysShown()).isTrue();
    assertThat(request.shownAlways().state()).isEqualTo(STATE);
    assertThat(request.toString()).doesNotContain(VERIFIER);
  }

  @ParameterizedTest
  @CsvSource({
    "http://calendar.example.org/callback, must start with https://",
    "ftp://127.0.0.1/callback, must start with https://",
    "callback, must start with https://",
    "https:callback, must start with https://",
    "https://example.org/callback#part, leave out",
    "https://me:pw@example.org/callback, leave out"
  })
  void aRedirectThatWouldCarryACodeAstrayIsRefused(URI redirect, String said) {
    assertThatThrownBy(() -> request(redirect, Set.of("a")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("redirect URI: ")
        .hasMessageContaining(said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "two words", "quo\"te", "back\\slash", "ünicode", "new\nline"})
  void aScopeIsOneWordOfAscii(String scope) {
    assertThatThrownBy(() -> request(REDIRECT, Set.of(scope)))
        .hasMessage("scopes: each is one word of printable ASCII, without quotes and backslashes");
  }

  @Test
  void fiftyScopesAreTheMostThatMayBeAskedFor() {
    assertThat(request(REDIRECT, names(50)).scopes()).hasSize(50);
    assertThatThrownBy(() -> request(REDIRECT, names(51)))
        .hasMessage("scopes: 51 named; ask for 1 to 50");
    assertThatThrownBy(() -> request(REDIRECT, Set.of())).hasMessageContaining("0 named");
  }

  @Test
  void stateAndVerifierAreLongEnoughNotToBeGuessed() {
    assertThatThrownBy(
            () ->
                new AuthorizationRequest(
                    REDIRECT, Set.of("a"), "short", Secret.of(VERIFIER), false))
        .hasMessage("state: must be 22 to 128 letters, digits or . _ ~ -");
    assertThatThrownBy(
            () ->
                new AuthorizationRequest(
                    REDIRECT, Set.of("a"), STATE, Secret.of("canary".repeat(7)), false))
        .hasMessage("verifier: must be 43 to 128 letters, digits or . _ ~ -");
  }

  private static Set<String> names(int count) {
    return IntStream.range(0, count).mapToObj(i -> "scope:" + i).collect(Collectors.toSet());
  }
}
