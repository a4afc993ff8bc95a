package io.kalends.signing;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DerElementTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"3000", "0500", "020100", "0201ff", "02020080", "0202ff7f", "3003020101", "0400"})
  void takesStrictDer(String hex) {
    assertThatCode(() -> read(hex)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "'', ends in the middle",
    "30, ends in the middle",
    "30800000, indefinite length",
    "308104020101ff, more octets than it needs",
    "30820080, more octets than it needs",
    "3084000000010500, more octets than it needs",
    "3085000000000100, beyond the end",
    "30847fffffff, beyond the end",
    "3084ffffffff, beyond the end",
    "3005, beyond the end",
    "30020201, beyond the end",
    "300002, follow after the end",
    "1f8101, several octets",
    "0200, more octets than it needs",
    "02020001, more octets than it needs",
    "0202ff80, more octets than it needs",
    "050100, more octets than it needs",
  })
  void refusesWhatIsNot(String hex, String reason) {
    assertThatThrownBy(() -> read(hex))
        .isInstanceOf(MalformedCms.class)
        .hasMessageContaining(reason);
  }

  @Test
  void refusesNestingWithoutEnd() {
    byte[] deep = new byte[0];
    for (int i = 0; i < 40; i++) {
      byte[] outer = new byte[deep.length + 2];
      outer[0] = 0x30;
      outer[1] = (byte) deep.length;
      System.arraycopy(deep, 0, outer, 2, deep.length);
      deep = outer;
    }
    byte[] nested = deep;
    assertThatThrownBy(() -> DerElement.only(nested).requireStrict())
        .hasMessageContaining("deeper than 32");
  }

  private static void read(String hex) throws MalformedCms {
    DerElement.only(HexFormat.of().parseHex(hex)).requireStrict();
  }
}
