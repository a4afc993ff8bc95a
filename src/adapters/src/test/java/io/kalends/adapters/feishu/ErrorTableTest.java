package io.kalends.adapters.feishu;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.kalends.failure.ActionRequired;
import io.kalends.failure.Failure;
import io.kalends.failure.PermanentFailure;
import io.kalends.failure.TemporaryFailure;
import io.kalends.failure.UncertainOutcome;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The expectations are written out by hand, not taken from the table under test. */
class ErrorTableTest {

  /** HTTP status, code, documented text, and what must come of it. */
  private static final String TABLE =
      """
      400 190002 invalid parameters in request            | permanent REFUSED
      500 190003 internal service error                   | uncertain
      429 190004 method rate limited                      | temporary
      429 190005 app rate limited                         | temporary
      403 190006 wrong unit for app tenant                | action ADMINISTRATOR
      404 190007 app bot_id not found                     | action ADMINISTRATOR
      429 190010 current operation rate limited           | temporary
      404 195100 user is dismiss or not exist             | permanent OWNER_GONE
      403 190011 tenant encryption key deleted            | action TENANT_ADMINISTRATOR
      403 190012 tenant encryption key deleted            | action TENANT_ADMINISTRATOR
      400 190014 invalid parameters with details          | permanent REFUSED
      400 99991661 no token                               | permanent REFUSED
      400 99991663 tenant token                           | permanent REFUSED
      400 99991664 app token bad                          | permanent REFUSED
      400 99991665 tenant token bad                       | permanent REFUSED
      400 99991668 user token invalid                     | action OWNER
      400 99991669 refresh token illegal                  | action OWNER
      400 99991671 token has the wrong shape              | permanent REFUSED
      400 99991677 user token expired                     | action OWNER
      400 99991672 the app lacks the scope                | action ADMINISTRATOR
      400 99991679 the user did not grant the scope       | action OWNER
      400 99991676 token without permission               | action OWNER
      400 99991662 app disabled                           | action TENANT_ADMINISTRATOR
      400 99991673 app not installed in the tenant        | action TENANT_ADMINISTRATOR
      400 99991543 App ID or secret unknown               | action ADMINISTRATOR
      429 99991400 rate limited                           | temporary
      400 99991400 rate limited, some old methods         | temporary
      200 99991400 rate limited at any status             | temporary
      503 99991400 rate limited at any status             | temporary
      400 99991401 caller IP not allowed                  | action ADMINISTRATOR
      400 99991403 monthly quota used up                  | temporary
      429 99991403 monthly quota used up                  | temporary
      400 99992402 field validation                       | permanent REFUSED
      500 2200 internal error                             | uncertain
      500 1500 internal error                             | uncertain
      400 5000 internal error                             | uncertain
      400 21000 access policy challenge                   | action OWNER
      400 21001 access policy denied                      | action TENANT_ADMINISTRATOR
      401 20005 token invalid                             | action OWNER
      400 20026 refresh token invalid                     | action OWNER
      400 20037 refresh token expired                     | action OWNER
      400 20064 refresh token revoked                     | action OWNER
      400 20073 refresh token used                        | action OWNER
      400 20002 app secret wrong                          | action ADMINISTRATOR
      400 20074 app may not refresh                       | action ADMINISTRATOR
      400 20008 user does not exist                       | permanent OWNER_GONE
      400 20021 user resigned                             | permanent OWNER_GONE
      400 20022 user frozen                               | permanent OWNER_GONE
      400 20066 user status invalid                       | permanent OWNER_GONE
      500 20050 internal error                            | uncertain
      503 20072 unavailable                               | uncertain
      200 195100 a definite code with a success status    | permanent OWNER_GONE
      500 195100 a definite code with an error status     | permanent OWNER_GONE
      200 4711 unknown code                               | permanent REFUSED
      400 4711 unknown code                               | permanent REFUSED
      500 4711 unknown code                               | uncertain
      302 4711 unknown code                               | permanent REFUSED
      429 4711 unknown code                               | temporary
      429 0 contradiction                                 | temporary
      400 0 contradiction                                 | uncertain
      500 0 contradiction                                 | uncertain
      400 -1 unknown code                                 | permanent REFUSED
      """;

  @RegisterExtension
  static final WireMockExtension gateway =
      WireMockExtension.newInstance().options(options().dynamicPort()).build();

  static String[] rows() {
    return TABLE.strip().split("\n");
  }

  @ParameterizedTest
  @MethodSource("rows")
  void everyRowEndsInTheRightFailure(String row) {
    String[] words = row.strip().split(" +", 3);
    answer(
        Integer.parseInt(words[0]),
        "application/json; charset=utf-8",
        "{\"code\":" + words[1] + ",\"msg\":\"canary\",\"data\":{},\"error\":{\"log_id\":\"x\"}}");
    Failure failure = Minting.failureAt(URI.create(gateway.baseUrl()));
    assertThat(kindOf(failure)).isEqualTo(row.substring(row.indexOf('|') + 1).strip());
    assertThat(failure.exchangeId()).contains("20261130ABCDEF");
    assertThat(failure)
        .hasMessageContaining("HTTP " + words[0])
        .hasMessageContaining("code " + words[1])
        .hasMessageContaining("log id 20261130ABCDEF");
    assertThat(failure.getMessage().contains("nothing was made"))
        .isNotEqualTo(failure instanceof UncertainOutcome);
    int calls = Set.of("99991668", "99991677", "20005").contains(words[1]) ? 2 : 1;
    gateway.verify(calls, postRequestedFor(anyUrl()));
  }

  @ParameterizedTest
  @CsvSource({
    "200, text/html, <html>login</html>, uncertain",
    "200, application/json, <html>login</html>, uncertain",
    "200, text/plain, '{\"code\":0}', uncertain",
    "200, '', '{\"code\":0}', uncertain",
    "200, application/json, '{\"code\":0', uncertain",
    "200, application/json, '', uncertain",
    "200, application/json, '[]', uncertain",
    "200, application/json, 'null', uncertain",
    "200, application/json, '{}', uncertain",
    "200, application/json, '{\"msg\":\"success\",\"data\":{\"password\":\"p\"}}', uncertain",
    "200, application/json, '{\"code\":\"0\",\"data\":{}}', uncertain",
    "200, application/json, '{\"code\":0.0,\"data\":{}}', uncertain",
    "200, application/json, '{\"code\":null}', uncertain",
    "200, application/json, '{\"code\":190002,\"code\":0}', uncertain",
    "200, application/json, '{\"code\":190002} {}', uncertain",
    "200, application/json, '{\"code\":99999999999999999999999}', uncertain",
    "200, application/json, '{\"code\":0}', uncertain",
    "200, application/json, '{\"code\":0,\"data\":{}}', uncertain",
    "200, application/json, '{\"code\":0,\"data\":[]}', uncertain",
    "200, application/json, '{\"code\":0,\"data\":{\"password\":\"\"}}', uncertain",
    "200, application/json, '{\"code\":0,\"data\":{\"password\":7}}', uncertain",
    "200, application/json, '{\"code\":0,\"data\":{\"password\":\"p\"}}', uncertain",
    "202, text/plain, accepted, uncertain",
    "204, '', '', uncertain",
    "206, application/json, '{\"code\":', uncertain",
    "301, text/html, moved, permanent CONTRACT_BROKEN",
    "302, text/html, portal, permanent CONTRACT_BROKEN",
    "303, text/html, done, uncertain",
    "308, '', '', permanent CONTRACT_BROKEN",
    "400, text/html, bad, permanent CONTRACT_BROKEN",
    "400, application/json, '{\"error\":\"waf\"}', permanent CONTRACT_BROKEN",
    "401, text/plain, who, permanent CONTRACT_BROKEN",
    "403, text/html, waf, permanent CONTRACT_BROKEN",
    "404, text/plain, 404 page not found, permanent REFUSED",
    "407, text/html, proxy, permanent CONTRACT_BROKEN",
    "408, text/html, slow, uncertain",
    "413, text/html, large, permanent CONTRACT_BROKEN",
    "429, text/html, slow down, temporary",
    "429, '', '', temporary",
    "500, text/plain, oops, uncertain",
    "502, text/html, bad gateway, uncertain",
    "503, text/html, unavailable, uncertain",
    "504, text/html, time-out, uncertain",
    "511, text/html, portal, uncertain"
  })
  void anAnswerThatIsNotOfTheContractIsSortedByItsStatus(
      int status, String type, String body, String expected) {
    answer(status, type, body);
    Failure failure = Minting.failureAt(URI.create(gateway.baseUrl()));
    assertThat(kindOf(failure)).isEqualTo(expected);
    assertThat(failure.exchangeId()).contains("20261130ABCDEF");
    gateway.verify(1, postRequestedFor(anyUrl()));
  }

  @Test
  void everyRowOfTheTableIsTestedAndDocumented() throws IOException {
    Set<String> known =
        ErrorTable.MINTING.rows().stream()
            .map(row -> Long.toString(row.code()))
            .collect(Collectors.toSet());
    Set<String> tested =
        Arrays.stream(rows()).map(row -> row.strip().split(" +")[1]).collect(Collectors.toSet());
    assertThat(tested).containsAll(known);
    String page = Files.readString(Path.of("../docs/adapters/feishu.md"));
    assertThat(known).allSatisfy(code -> assertThat(page).contains("| " + code + " |"));
    assertThat(page).contains(Fixes.SCOPE);
  }

  private void answer(int status, String type, String body) {
    var response =
        aResponse().withStatus(status).withHeader("X-Tt-Logid", "20261130ABCDEF").withBody(body);
    gateway.stubFor(
        any(anyUrl())
            .willReturn(type.isEmpty() ? response : response.withHeader("Content-Type", type)));
  }

  private static String kindOf(Failure failure) {
    if (failure instanceof ActionRequired action) {
      assertThat(action.where()).isNotBlank();
      return "action " + action.who();
    }
    if (failure instanceof PermanentFailure permanent) {
      return "permanent " + permanent.reason();
    }
    return failure instanceof TemporaryFailure ? "temporary" : "uncertain";
  }
}
