package io.kalends.issuer.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RulesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"caldav.example.com", "localhost", "10.0.0.1:8443", "[::1]", "[::1]:5232", "a"})
  void aBareHostWithOrWithoutPortIsAServerAddress(String address) {
    assertThat(rules(address).serverAddress()).isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "https://caldav.example.com",
        "caldav.example.com/dav",
        "user@host",
        "host:0",
        "host:65536",
        "host:99999999999",
        "host:",
        "a b",
        "-a.example.com",
        "host\n"
      })
  void anythingElseIsRefusedWithTheFix(String address) {
    assertThatThrownBy(() -> rules(address))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("serverAddress")
        .hasMessageContaining("bare host");
  }

  @Test
  void aLimitOfNothingIsRefused() {
    assertThatThrownBy(() -> new Limits(0, 10)).hasMessageContaining("perSecond");
    assertThatThrownBy(() -> new Limits(10, -1)).hasMessageContaining("perMinute");
    assertThatThrownBy(() -> new Limits(10, 0)).hasMessageContaining("both 0 for none");
    assertThatThrownBy(() -> Rules.of("localhost").allowingMonthly(-1))
        .hasMessageContaining("monthlyCalls");
  }

  @Test
  void aSuccessIsNoStatusOfAnError() {
    assertThatThrownBy(() -> Rules.of("localhost").answering(ContractError.TOKEN_SHAPE, 200))
        .hasMessageContaining("99991671");
  }

  private static Rules rules(String address) {
    return Rules.of(address);
  }
}
