package io.kalends.issuer.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kalends.edge.Body;
import io.kalends.edge.Request;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {

  private final ClientAddress addresses =
      new ClientAddress(List.of("127.0.0.0/8", "::1", "10.1.0.0/16"));

  @ParameterizedTest
  @CsvSource({
    "203.0.113.9, '', 203.0.113.9",
    "203.0.113.9, 192.0.2.1, 203.0.113.9",
    "127.0.0.1, '', 127.0.0.1",
    "127.0.0.1, 192.0.2.1, 192.0.2.1",
    "127.0.0.1, '192.0.2.1, 198.51.100.7', 198.51.100.7",
    "127.0.0.1, '192.0.2.1,198.51.100.7 , 10.1.2.3', 198.51.100.7",
    "127.0.0.1, '10.1.2.3, 10.1.2.4', 10.1.2.3",
    "127.0.0.1, '192.0.2.1, unknown', 127.0.0.1",
    "127.0.0.1, '192.0.2.1, , 10.1.2.3', 10.1.2.3",
    "127.0.0.1, 192.0.2.1:4711, 192.0.2.1",
    "127.0.0.1, '[2001:db8::7]:4711', 2001:db8:0:0:0:0:0:7",
    "[::1], 2001:db8::7, 2001:db8:0:0:0:0:0:7",
    "0:0:0:0:0:0:0:1, ::ffff:192.0.2.1, 192.0.2.1",
    "127.0.0.1, 2130706433, 127.0.0.1",
    "127.0.0.1, 192.0.2.01, 127.0.0.1",
    "127.0.0.1, attacker.example.com, 127.0.0.1",
  })
  void theNearestAddressThatIsNoTrustedProxysIsTheClients(
      String peer, String forwarded, String client) {
    Map<String, List<String>> headers =
        forwarded.isEmpty() ? Map.of() : Map.of("x-forwarded-for", List.of(forwarded));
    assertThat(addresses.of(request(peer, headers))).isEqualTo(client);
  }

  @Test
  void severalLinesOfTheHeaderAreOneList() {
    Request request =
        request("127.0.0.1", Map.of("x-forwarded-for", List.of("192.0.2.1", "198.51.100.7")));
    assertThat(addresses.of(request)).isEqualTo("198.51.100.7");
  }

  @Test
  void theOtherHeaderCountsOnlyWhereThisOneIsAbsent() {
    assertThat(addresses.of(request("127.0.0.1", Map.of("x-real-ip", List.of("192.0.2.1")))))
        .isEqualTo("192.0.2.1");
    assertThat(
            addresses.of(
                request(
                    "127.0.0.1",
                    Map.of(
                        "x-real-ip", List.of("192.0.2.1"),
                        "x-forwarded-for", List.of("198.51.100.7")))))
        .isEqualTo("198.51.100.7");
  }

  @Test
  void devicesOfOneIpv6NetworkShareACounter() {
    assertThat(ClientAddress.site("2001:db8:0:1:0:0:0:7"))
        .isEqualTo(ClientAddress.site("2001:db8:0:1:ffff:0:0:8"))
        .isNotEqualTo(ClientAddress.site("2001:db8:0:2:0:0:0:7"));
    assertThat(ClientAddress.site("192.0.2.1")).isEqualTo("192.0.2.1");
  }

  @Test
  void nobodyIsBelievedWhenNobodyIsTrusted() {
    assertThat(
            new ClientAddress(List.of())
                .of(request("127.0.0.1", Map.of("x-forwarded-for", List.of("192.0.2.1")))))
        .isEqualTo("127.0.0.1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "10.0.0.0/33", "10.0.0.0/", "10.0.0", "::1/129", "", "1.2.3.4/x"})
  void whatIsNoAddressIsNoProxy(String text) {
    assertThatThrownBy(() -> AccessRules.DEFAULT.trusting(List.of(text)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("trustedProxies")
        .hasMessageContaining("10.0.0.0/8");
  }

  @Test
  void aRealmThatWouldBreakTheHeaderIsRefused() {
    for (String realm : List.of("", "a\"b", "a\\b", "a\r\nSet-Cookie: x", "Kalender für alle")) {
      assertThatThrownBy(() -> new AccessRules(realm, List.of(), GuessLimits.DEFAULT))
          .hasMessageContaining("realm");
    }
  }

  private static Request request(String peer, Map<String, List<String>> headers) {
    return new Request("GET", ForwardAuth.PATH, "", headers, Body.EMPTY, peer);
  }
}
