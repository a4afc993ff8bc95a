package io.kalends.issuer;

import static io.kalends.issuer.SampleDirectory.ANNA;
import static io.kalends.issuer.SampleDirectory.BEN;
import static io.kalends.issuer.SampleDirectory.OTHER_TENANT;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.kalends.issuer.Caller.Answer;
import io.kalends.issuer.credential.Credential;
import io.kalends.issuer.credential.CredentialQuery;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GenerateCaldavConfTest {

  @TempDir private Path folder;
  private IssuerFixture fixture;

  @BeforeEach
  void start() {
    fixture = IssuerFixture.in(folder);
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  @Test
  void answersWithAllFourFieldsAndTheCredentialWorks() {
    Answer answer = fixture.caller.mint(ANNA, "{\"device_name\": \"iPhone\"}");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("code").isInt()).isTrue();
    assertThat(answer.code()).isZero();
    assertThat(answer.json().path("msg").textValue()).isEqualTo("success");
    assertThat(answer.data("password")).matches("[A-Za-z0-9]{40}").matches(".*[A-Za-z].*");
    assertThat(answer.data("user_name")).matches("u_[a-z0-9]{8}");
    assertThat(answer.data("server_address")).isEqualTo("caldav.example.com");
    assertThat(answer.data("device_name")).isEqualTo("iPhone");
    assertThat(answer.header("content-type")).isEqualTo("application/json; charset=utf-8");
    assertThat(answer.header("x-tt-logid")).matches("20261122100000[0-9A-F]{20}");
    Credential credential =
        fixture
            .issuer
            .authenticate(answer.data("user_name"), answer.data("password"))
            .orElseThrow();
    assertThat(credential.owner()).isEqualTo("anna@example.com");
    assertThat(credential.deviceName()).isEqualTo("iPhone");
    assertThat(credential.created()).isEqualTo(fixture.clock.instant());
    assertThat(fixture.issuer.credentials().page(CredentialQuery.all()))
        .containsExactly(credential);
  }

  @Test
  void everyCallAddsACredentialAndEarlierOnesGoOnWorking() {
    Answer first = fixture.caller.mint(ANNA, "{\"device_name\": \"iPhone\"}");
    Answer second = fixture.caller.mint(ANNA, "{\"device_name\": \"iPhone\"}");
    assertThat(second.data("password")).isNotEqualTo(first.data("password"));
    assertThat(second.data("user_name")).isEqualTo(first.data("user_name"));
    for (Answer answer : new Answer[] {first, second}) {
      assertThat(fixture.issuer.authenticate(answer.data("user_name"), answer.data("password")))
          .isPresent();
    }
    assertThat(fixture.issuer.credentials().page(CredentialQuery.all())).hasSize(2);
  }

  @Test
  void usersHaveUserNamesOfTheirOwnAndNoPasswordWorksUnderAnothersName() {
    Answer anna = fixture.caller.mint(ANNA, "{}");
    Answer ben = fixture.caller.mint(BEN, "{}");
    Answer namesake = fixture.caller.mint(OTHER_TENANT, "{}");
    assertThat(ben.data("user_name")).isNotEqualTo(anna.data("user_name"));
    assertThat(namesake.data("user_name")).isNotEqualTo(anna.data("user_name"));
    Issuer issuer = fixture.issuer;
    assertThat(issuer.authenticate(ben.data("user_name"), anna.data("password"))).isEmpty();
    assertThat(issuer.authenticate(anna.data("user_name"), "wrong")).isEmpty();
    assertThat(issuer.authenticate("u_00000000", anna.data("password"))).isEmpty();
    assertThat(issuer.authenticate("", anna.data("password"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "null", "", "{\"unknown\": [1, {\"device_name\": 2}]}", " \n{ }\r\n "})
  void aBodyWithoutADeviceNameMeansAnEmptyOne(String body) {
    Answer answer = fixture.caller.mint(ANNA, body);
    assertThat(answer.code()).isZero();
    assertThat(answer.data("device_name")).isEmpty();
    assertThat(fixture.issuer.credentials().page(CredentialQuery.all()).get(0).deviceName())
        .isEmpty();
  }

  @Test
  void aRequestWithoutAnyBodyIsRight() {
    Answer answer = fixture.caller.mintWithoutContentType(ANNA, BodyPublishers.noBody());
    assertThat(answer.code()).isZero();
    assertThat(answer.data("device_name")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "iPhone von Änna · 4F2K",
        "\"quoted\" <b>&amp; ]]> '; DROP TABLE credential; --",
        "\u0000\u0001\n\t\u007f",
        "\u202Eright to left\u200F",
        "\uD83D\uDCF1\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67",
        "u-fake ${jndi:ldap://x} %s {}",
        " "
      })
  void aDeviceNameComesBackToTheLetter(String name) {
    String body = JsonNodeFactory.instance.objectNode().put("device_name", name).toString();
    assertThat(fixture.caller.mint(ANNA, body).data("device_name")).isEqualTo(name);
    assertThat(fixture.issuer.credentials().page(CredentialQuery.all()).get(0).deviceName())
        .isEqualTo(name);
  }

  @Test
  void aHundredCharactersPassAndOneMoreDoesNot() {
    assertThat(mintNamed("x".repeat(100)).code()).isZero();
    assertThat(mintNamed("x".repeat(101)).code()).isEqualTo(190002);
    // 51 symbols, but 102 UTF-16 units: the stricter count holds.
    assertThat(mintNamed("\uD83D\uDCF1".repeat(50)).code()).isZero();
    assertThat(mintNamed("\uD83D\uDCF1".repeat(51)).code()).isEqualTo(190002);
    assertThat(fixture.issuer.credentials().page(CredentialQuery.all())).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"device_name\": 7}",
        "{\"device_name\": null}",
        "{\"device_name\": [\"iPhone\"]}",
        "{\"device_name\": \"a\", \"device_name\": \"b\"}",
        "{\"device_name\": \"a\"} x",
        "{} {}",
        "{\"device_name\": \"a\"",
        "{'device_name': 'a'}",
        "{\"device_name\": \"\\ud83d\"}",
        "{\"device_name\": \"a\nb\"}",
        "[]",
        "\"iPhone\"",
        "7",
        "true",
        "nul",
        "   ",
        "\uFEFF{}",
        "device_name=iPhone"
      })
  void anythingElseIsInvalidAndMintsNothing(String body) {
    Answer answer = fixture.caller.mint(ANNA, body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo(190002);
    assertThat(fixture.issuer.credentials().page(CredentialQuery.all())).isEmpty();
  }

  @Test
  void bytesThatAreNoUtf8AreInvalid() {
    byte[] latin = "{\"device_name\": \"Änna\"}".getBytes(ISO_8859_1);
    byte[] wide = "{\"device_name\": \"Anna\"}".getBytes(UTF_16);
    byte[] overlong = {'{', '"', (byte) 0xC0, (byte) 0x80, '"', ':', '1', '}'};
    for (byte[] body : new byte[][] {latin, wide, overlong}) {
      assertThat(fixture.caller.mint(ANNA, body, Caller.JSON).code()).isEqualTo(190002);
    }
  }

  @Test
  void aBodyBeyondTheBoundIsInvalidHoweverLong() {
    String inside = "{\"x\": \"" + "y".repeat(64 * 1024 - 9) + "\"}";
    assertThat(inside).hasSize(64 * 1024);
    assertThat(fixture.caller.mint(ANNA, inside).code()).isZero();
    assertThat(fixture.caller.mint(ANNA, inside + " ").code()).isEqualTo(190002);
    assertThat(fixture.caller.mint(ANNA, " ".repeat(900_000)).code()).isEqualTo(190002);
    assertThat(fixture.caller.mint(ANNA, "[".repeat(60_000)).code()).isEqualTo(190002);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "application/json;charset=utf-8",
        "application/json; charset=UTF-8",
        "Application/JSON; Charset=\"utf-8\""
      })
  void everySpellingOfJsonIsTaken(String contentType) {
    assertThat(fixture.caller.mint(ANNA, "{}".getBytes(UTF_8), contentType).code()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain; charset=UTF-8",
        "application/x-www-form-urlencoded",
        "application/json; charset=utf-16",
        "application/jsonp",
        "json"
      })
  void otherContentTypesAreInvalid(String contentType) {
    assertThat(fixture.caller.mint(ANNA, "{}".getBytes(UTF_8), contentType).code())
        .isEqualTo(190002);
    assertThat(fixture.caller.mintWithoutContentType(ANNA, BodyPublishers.ofString("{}")).code())
        .isEqualTo(190002);
  }

  @Test
  void textPlainIsTakenWhenTheSwitchSaysSo() {
    fixture.close();
    fixture = IssuerFixture.in(folder, config -> config.ruled(r -> r.acceptingTextPlain(true)));
    byte[] body = "{\"device_name\": \"iPhone\"}".getBytes(UTF_8);
    assertThat(fixture.caller.mint(ANNA, body, "text/plain; charset=UTF-8").data("device_name"))
        .isEqualTo("iPhone");
    assertThat(fixture.caller.mint(ANNA, body, "text/html").code()).isEqualTo(190002);
  }

  private Answer mintNamed(String name) {
    return fixture.caller.mint(
        ANNA, JsonNodeFactory.instance.objectNode().put("device_name", name).toString());
  }
}
