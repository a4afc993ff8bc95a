package io.kalends.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kalends.issuer.Caller.Answer;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every number that the cloud service's token endpoint answers, by the state that leads to it. */
class OAuthConformanceTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @MethodSource("io.kalends.issuer.OAuthTable#rows")
  void theStateLeadsToTheNumberAndTheStatus(OAuthTable.Row row) {
    try (OAuthFixture fixture = new OAuthFixture(folder)) {
      fixture.tokenPath = row.path();
      Answer answer = row.act().apply(fixture);
      assertThat(answer.code()).as(answer.http().body()).isEqualTo(row.code());
      assertThat(answer.status()).isEqualTo(row.status());
      assertThat(answer.json().path("error").textValue()).matches("[a-z_]+");
      assertThat(answer.json().path("error_description").textValue()).isNotBlank();
      assertThat(answer.json().has("access_token")).isFalse();
      assertThat(answer.header("content-type")).isEqualTo(Caller.JSON);
      assertThat(answer.header("x-tt-logid")).matches("[0-9]{14}[0-9A-F]{20}");
      assertThat(answer.header("cache-control")).isEqualTo("no-store");
    }
  }

  @ParameterizedTest
  @MethodSource("theirNumbers")
  void everyNumberOfTheTableHasARow(int number) {
    assertThat(OAuthTable.rows().mapToInt(OAuthTable.Row::code)).contains(number);
  }

  /** The table of the documentation. */
  static Stream<Integer> theirNumbers() {
    return Stream.of(
        20001, 20063, 20002, 20003, 20004, 20008, 20066, 20009, 20048, 20069, 20010, 20024, 20026,
        20036, 20037, 20049, 20050, 20072, 20064, 20065, 20067, 20068, 20070, 20071, 20073, 20074,
        21000, 21001);
  }
}
