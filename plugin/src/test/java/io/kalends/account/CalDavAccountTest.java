package io.kalends.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kalends.secret.Secret;
import java.net.URI;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CalDavAccountTest {

  private static final Secret PASSWORD = Secret.of("not-a-real-password-4711");

  @Test
  void keepsWhatItWasGiven() {
    CalDavAccount account = CalDavAccount.of("caldav.example.org", 8443, "u_abcdefgh", PASSWORD);
    assertThat(account.host()).isEqualTo("caldav.example.org");
    assertThat(account.port()).isEqualTo(8443);
    assertThat(account.userName()).isEqualTo("u_abcdefgh");
    assertThat(account.password()).isEqualTo(PASSWORD);
    assertThat(account.principalUrl()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "a",
        "10.0.0.1",
        "[::1]",
        "xn--bcher-kva.example",
        "CalDav.Example.ORG"
      })
  void takesNamesAndAddresses(String host) {
    assertThat(CalDavAccount.of(host, 443, "u", PASSWORD).host()).isEqualTo(host);
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://caldav.example.org", "http://x", "caldavs://x"})
  void aHostWithASchemeIsNamedAsSuch(String host) {
    assertThatThrownBy(() -> CalDavAccount.of(host, 443, "u", PASSWORD))
        .hasMessageContaining("host has a scheme")
        .hasMessageContaining("caldav.example.org");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a b",
        "a..b",
        ".a",
        "a.",
        "-a",
        "a-",
        "a_b",
        "a/b",
        "a:443",
        "bücher.example",
        "a\n",
        "a\0",
        "user@host",
        "a?b",
        "a#b",
        "[::1",
        "[....]",
        "[1:2]",
        "::1",
        "a%20b",
        "\uD800"
      })
  void anythingElseInTheHostIsRefused(String host) {
    assertThatThrownBy(() -> CalDavAccount.of(host, 443, "u", PASSWORD))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("host");
  }

  @Test
  void aHostMayHave253CharactersAndNoMore() {
    String longest = ("a".repeat(49) + ".").repeat(5) + "abc";
    assertThat(longest).hasSize(253);
    assertThat(CalDavAccount.of(longest, 443, "u", PASSWORD).host()).isEqualTo(longest);
    assertThatThrownBy(() -> CalDavAccount.of(longest + "d", 443, "u", PASSWORD))
        .hasMessageContaining("host");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 65_536, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void aPortOutsideItsRangeIsRefused(int port) {
    assertThatThrownBy(() -> CalDavAccount.of("h", port, "u", PASSWORD))
        .hasMessage("port " + port + " is outside 1 to 65535; HTTPS uses 443");
  }

  @Test
  void aColonInTheUserNameIsRefusedAndInThePasswordTaken() {
    assertThatThrownBy(() -> CalDavAccount.of("h", 1, "u:v", PASSWORD))
        .hasMessageContaining("colon");
    Secret colons = Secret.of("not:a:real:password");
    assertThat(CalDavAccount.of("h", 65_535, "u", colons).password()).isEqualTo(colons);
  }

  @Test
  void controlsHalfPairsAndNonCharactersAreRefusedWithoutQuotingThem() {
    for (String bad :
        List.of(
            "a\0b", "a\nb", "a\u007Fb", "a\u0085b", "a\uD83D", "\uDE00a", "a\uFFFE", "a\uFFFF")) {
      assertThatThrownBy(() -> CalDavAccount.of("h", 443, bad, PASSWORD))
          .hasMessageContaining("user name holds a control character");
      assertThatThrownBy(() -> CalDavAccount.of("h", 443, "u", Secret.of("canary" + bad)))
          .hasMessageContaining("password holds a control character")
          .hasMessageNotContaining("canary");
    }
  }

  @Test
  void emptyAndEndlessTextsAreRefused() {
    assertThatThrownBy(() -> CalDavAccount.of("h", 443, " ", PASSWORD))
        .hasMessage("user name is empty");
    assertThatThrownBy(() -> CalDavAccount.of("h", 443, "u", Secret.of("  ")))
        .hasMessage("password is empty");
    assertThatThrownBy(() -> CalDavAccount.of("h", 443, "u".repeat(10_241), PASSWORD))
        .hasMessageContaining("user name is longer");
    assertThat(CalDavAccount.of("h", 443, "u".repeat(10_240), PASSWORD).userName()).hasSize(10_240);
  }

  @Test
  void everyPrintableTextComesBackUnchanged() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      String text = printable(random);
      String userName = text.replace(':', ';');
      CalDavAccount account = CalDavAccount.of("h", 443, userName, Secret.of(text));
      assertThat(account.userName()).as("seed %d", seed).isEqualTo(userName);
      assertThat(account.password().reveal()).as("seed %d", seed).isEqualTo(text);
    }
  }

  @Test
  void takesAPrincipalUrlOnItsOwnHostOnly() {
    CalDavAccount account = CalDavAccount.of("caldav.example.org", 443, "u", PASSWORD);
    URI url = URI.create("https://CALDAV.example.org/principals/u/");
    assertThat(account.withPrincipalUrl(url).principalUrl()).contains(url);
    for (String bad :
        List.of(
            "http://caldav.example.org/",
            "https://elsewhere.example.org/",
            "https://u:p@caldav.example.org/",
            "/principals/u/",
            "https:///x")) {
      assertThatThrownBy(() -> account.withPrincipalUrl(URI.create(bad)))
          .as(bad)
          .hasMessageContaining("principal URL");
    }
  }

  @Test
  void showsEverythingButThePassword() {
    CalDavAccount account = CalDavAccount.of("caldav.example.org", 443, "u_abcdefgh", PASSWORD);
    assertThat(account).hasToString("CalDavAccount[u_abcdefgh at caldav.example.org:443]");
    assertThatThrownBy(() -> new ObjectMapper().writeValueAsString(account))
        .isInstanceOf(JsonMappingException.class)
        .hasMessageNotContaining("4711");
  }

  private static String printable(Random random) {
    StringBuilder text = new StringBuilder("x");
    int length = 1 + random.nextInt(40);
    while (text.length() < length) {
      int c = random.nextInt(Character.MAX_CODE_POINT + 1);
      if (Character.isDefined(c)
          && !Character.isISOControl(c)
          && Character.getType(c) != Character.SURROGATE) {
        text.appendCodePoint(c);
      }
    }
    return text.toString();
  }
}
