package io.kalends.adapters.feishu;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.kalends.consent.Renewal;
import io.kalends.consent.TokenEndpoint;
import io.kalends.failure.ActionRequired;
import io.kalends.failure.Failure;
import io.kalends.failure.TemporaryFailure;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The expectations are written out by hand, not taken from the tables under test. */
class ConsentErrorsTest {

  /** HTTP status, code, documented text, and what must come of it, whichever call it answers. */
  private static final String TABLE =
      """
      400 20001 field missing                            | permanent REFUSED
      400 20063 request malformed                        | permanent REFUSED
      400 20036 grant_type unsupported                   | permanent REFUSED
      400 20067 duplicate scope                          | permanent REFUSED
      400 20068 scope not granted                        | permanent REFUSED
      400 20070 two client-authentication methods        | permanent REFUSED
      400 20002 bad client secret                        | action ADMINISTRATOR
      400 20024 of another client                        | action ADMINISTRATOR
      400 20071 redirect_uri mismatch                    | action ADMINISTRATOR
      400 20074 app may not refresh                      | action ADMINISTRATOR
      400 20009 app not installed                        | action TENANT_ADMINISTRATOR
      400 20048 app does not exist                       | action TENANT_ADMINISTRATOR
      400 20069 app disabled                             | action TENANT_ADMINISTRATOR
      400 20010 outside the availability range           | action TENANT_ADMINISTRATOR
      400 21000 access policy challenge                  | action OWNER
      400 21001 access policy denied                     | action TENANT_ADMINISTRATOR
      400 20003 code unknown                             | action OWNER
      400 20004 code expired                             | action OWNER
      400 20065 code already used                        | action OWNER
      400 20049 PKCE failed                              | action OWNER
      400 20026 refresh token invalid                    | action OWNER
      400 20037 refresh token expired                    | action OWNER
      200 20005 bad token                                | action OWNER
      400 20008 user missing                             | permanent OWNER_GONE
      400 20066 user status invalid                      | permanent OWNER_GONE
      200 20008 user missing                             | permanent OWNER_GONE
      200 20021 resigned                                 | permanent OWNER_GONE
      200 20022 frozen                                   | permanent OWNER_GONE
      200 20023 unregistered                             | permanent OWNER_GONE
      500 20050 server error                             | temporary
      503 20072 unavailable                              | temporary
      429 99991400 rate limited                          | temporary
      400 99991400 rate limited                          | temporary
      400 99991403 quota used up                         | temporary
      400 99991401 caller IP not allowed                 | action ADMINISTRATOR
      400 99991543 App ID or secret unknown              | action ADMINISTRATOR
      400 99991662 app disabled                          | action TENANT_ADMINISTRATOR
      400 99991673 app not installed                     | action TENANT_ADMINISTRATOR
      400 99991668 user token invalid                    | action OWNER
      400 99991677 user token expired                    | action OWNER
      400 4711 unknown code                              | permanent REFUSED
      """;

  private static final List<String> OPERATIONS =
      List.of("exchange of the code", "refresh of the grant", "user_info");

  @RegisterExtension
  static final WireMockExtension service =
      WireMockExtension.newInstance().options(options().dynamicPort()).build();

  private TokenEndpoint endpoint;

  @BeforeEach
  void open() {
    endpoint = Consenting.at(URI.create(service.baseUrl()));
  }

  @AfterEach
  void close() {
    endpoint.close();
  }

  static Stream<String> rows() {
    return OPERATIONS.stream()
        .flatMap(operation -> TABLE.lines().map(row -> operation + " | " + row));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void everyRowEndsInTheRightFailureAfterOneCall(String row) {
    String[] parts = row.split("\\|", -1);
    String[] words = parts[1].strip().split(" +", 3);
    answer(
        Integer.parseInt(words[0]),
        "application/json; charset=utf-8",
        "{\"code\":%s,\"error\":\"canary\",\"error_description\":\"canary\"}".formatted(words[1]));
    Failure failure = Consenting.failure(endpoint, parts[0].strip());
    assertThat(Consenting.kindOf(failure)).isEqualTo(parts[2].strip());
    assertThat(failure.exchangeId()).contains("20261130ABCDEF");
    assertThat(failure)
        .hasMessageContaining("HTTP " + words[0])
        .hasMessageContaining("code " + words[1])
        .hasMessageContaining("log id 20261130ABCDEF");
    service.verify(1, anyRequestedFor(anyUrl()));
  }

  @ParameterizedTest
  @ValueSource(longs = {20064, 20073})
  void aTokenThatWasUsedBeforeIsToldApartSoThatTheStoreIsReadAgain(long code) {
    answer(400, "application/json", "{\"code\":" + code + ",\"error\":\"invalid_grant\"}");
    assertThat(endpoint.refresh(Consenting.REFRESH))
        .isInstanceOfSatisfying(
            Renewal.Superseded.class,
            superseded -> {
              assertThat(superseded.reason().who()).isEqualTo(ActionRequired.Who.OWNER);
              assertThat(superseded.reason())
                  .hasMessageContaining("code " + code)
                  .hasMessageContaining("sign in");
              assertThat(superseded.reason().exchangeId()).contains("20261130ABCDEF");
            });
  }

  @ParameterizedTest
  @ValueSource(longs = {20026, 20037})
  void aDeadTokenIsNotTakenForAUsedOne(long code) {
    answer(400, "application/json", "{\"code\":" + code + "}");
    assertThat(Consenting.kindOf(Consenting.failure(endpoint, "refresh of the grant")))
        .isEqualTo("action OWNER");
  }

  @Test
  void aThrottledCallSaysWhenToComeBack() {
    service.stubFor(
        any(anyUrl())
            .willReturn(
                aResponse()
                    .withStatus(429)
                    .withHeader("Content-Type", "application/json")
                    .withHeader("x-ogw-ratelimit-reset", "30")
                    .withBody("{\"code\":99991400}")));
    for (String operation : OPERATIONS) {
      assertThat(Consenting.failure(endpoint, operation))
          .isInstanceOfSatisfying(
              TemporaryFailure.class,
              later -> assertThat(later.retryAt()).contains(Minting.NOW.plusSeconds(30)));
    }
  }

  /** Exchange: sign in again. Refresh: it may have happened. Reading: again later. */
  @ParameterizedTest
  @CsvSource({
    "200, text/html, <html>login</html>",
    "200, application/json, '{\"code\":0'",
    "200, application/json, '{\"code\":0}'",
    "200, application/json, '[]'",
    "502, text/html, bad gateway",
    "504, text/html, time-out",
    "500, application/json, '{\"code\":4711}'",
    "500, application/json, '{\"code\":2200}'",
    "408, text/html, slow"
  })
  void withoutADefiniteAnswerEachCallFailsInItsOwnWay(int status, String type, String body) {
    answer(status, type, body);
    assertThat(Consenting.failure(endpoint, "exchange of the code"))
        .hasMessageContaining("the code may be spent: sign in to Feishu/Lark again")
        .satisfies(f -> assertThat(Consenting.kindOf(f)).isEqualTo("action OWNER"));
    assertThat(Consenting.failure(endpoint, "refresh of the grant"))
        .hasMessageContaining("the refresh token may be used up")
        .satisfies(f -> assertThat(Consenting.kindOf(f)).isEqualTo("uncertain"));
    boolean person = body.equals("{\"code\":0}");
    assertThat(Consenting.kindOf(Consenting.failure(endpoint, "user_info")))
        .isEqualTo(person ? "permanent CONTRACT_BROKEN" : "temporary");
  }

  @ParameterizedTest
  @CsvSource({
    "302, text/html, portal, permanent CONTRACT_BROKEN",
    "403, text/html, waf, permanent CONTRACT_BROKEN",
    "404, text/plain, 404 page not found, permanent REFUSED",
    "429, text/html, slow down, temporary"
  })
  void aRefusalThatIsNotOfTheContractIsSortedByItsStatus(
      int status, String type, String body, String expected) {
    answer(status, type, body);
    for (String operation : OPERATIONS) {
      assertThat(Consenting.kindOf(Consenting.failure(endpoint, operation))).isEqualTo(expected);
    }
  }

  @Test
  void everyRowOfTheTableIsTestedAndDocumented() throws IOException {
    Set<String> known =
        ErrorTable.CONSENT.rows().stream()
            .map(row -> Long.toString(row.code()))
            .collect(Collectors.toSet());
    String page = Files.readString(Path.of("../docs/adapters/feishu.md"));
    assertThat(known).allSatisfy(code -> assertThat(page).contains("| " + code + " |"));
    Set<String> tested =
        TABLE.lines().map(row -> row.strip().split(" +")[1]).collect(Collectors.toSet());
    tested.addAll(Set.of("20064", "20073"));
    Set<String> gateway =
        GatewayErrors.ROWS.stream()
            .map(row -> Long.toString(row.code()))
            .collect(Collectors.toSet());
    assertThat(known.stream().filter(code -> !gateway.contains(code))).allMatch(tested::contains);
  }

  private void answer(int status, String type, String body) {
    service.stubFor(
        any(anyUrl())
            .willReturn(
                aResponse()
                    .withStatus(status)
                    .withHeader("X-Tt-Logid", "20261130ABCDEF")
                    .withHeader("Content-Type", type)
                    .withBody(body)));
  }
}
