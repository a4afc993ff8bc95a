package io.kalends.adapters.feishu;

import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToIgnoreCase;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.kalends.consent.Grant;
import io.kalends.consent.Grantor;
import io.kalends.consent.Renewal;
import io.kalends.consent.TokenEndpoint;
import io.kalends.failure.PermanentFailure;
import io.kalends.secret.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeishuTokenEndpointTest {

  private static final String V2 = "/open-apis/authen/v2/oauth/token";
  private static final String V3 = "/oauth/v3/token";
  private static final String USER_INFO = "/open-apis/authen/v1/user_info";

  /** As long as the documentation says a token may become. */
  private static final String LONG = "eyJ." + "canary-".repeat(585);

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

  private static String success(String more) {
    return "{\"code\":0,\"access_token\":\""
        + LONG
        + "\",\"expires_in\":7200,\"token_type\":\"Bearer\","
        + "\"scope\":\"calendar:settings.caldav:create auth:user.id:read\""
        + more
        + "}";
  }

  @Test
  void theAuthorizeUrlHoldsAllThePageNeedsAndNoSecret() {
    assertThat(endpoint.authorizeUrl(Consenting.REQUEST))
        .hasToString(
            service.baseUrl()
                + "/open-apis/authen/v1/authorize?client_id=cli_a1b2c3d4&response_type=code"
                + "&redirect_uri=http%3A%2F%2F127.0.0.1%3A17650%2Fcallback"
                + "&scope=calendar%3Asettings.caldav%3Acreate%20offline_access"
                + "&state=state-0123456789-0123456789"
                + "&code_challenge="
                + Consenting.REQUEST.challenge()
                + "&code_challenge_method=S256");
    assertThat(endpoint.authorizeUrl(Consenting.REQUEST.shownAlways()).getQuery())
        .endsWith("&prompt=consent");
  }

  @Test
  void aCodeBecomesAGrantOfWhatWasReallyGranted() {
    service.stubFor(post(V2).willReturn(okJson(success(""))));
    Grant grant = endpoint.exchange(Consenting.CODE, Consenting.REQUEST);
    assertThat(grant.accessToken()).isEqualTo(Secret.of(LONG));
    assertThat(grant.accessToken().reveal()).hasSizeGreaterThan(4096);
    assertThat(grant.expiresAt()).isEqualTo(Minting.NOW.plusSeconds(7200));
    assertThat(grant.scopes())
        .containsExactly("auth:user.id:read", "calendar:settings.caldav:create");
    assertThat(grant.renewable()).isEmpty();
    service.verify(
        1,
        postRequestedFor(urlEqualTo(V2))
            .withHeader("Content-Type", equalToIgnoreCase("application/json; charset=utf-8"))
            .withoutHeader("Authorization")
            .withRequestBody(
                equalToJson(
                    """
                    {"grant_type": "authorization_code", "client_id": "cli_a1b2c3d4",
                     "client_secret": "canary-not-a-real-app-secret",
                     "code": "canary-not-a-real-code",
                     "redirect_uri": "http://127.0.0.1:17650/callback",
                     "code_verifier": "canary-not-a-real-verifier-0123456789-0123456789"}
                    """)));
  }

  @Test
  void aRefreshBringsANewPair() {
    service.stubFor(
        post(V2)
            .willReturn(
                okJson(
                    success(
                        ",\"refresh_token\":\"canary-next\",\"refresh_token_expires_in\":604800"))));
    assertThat(endpoint.refresh(Consenting.REFRESH))
        .isInstanceOfSatisfying(
            Renewal.Renewed.class,
            renewed ->
                assertThat(renewed.grant().renewable())
                    .contains(
                        new Grant.Renewable(
                            Secret.of("canary-next"), Minting.NOW.plus(Duration.ofDays(7)))));
    service.verify(
        1,
        postRequestedFor(urlEqualTo(V2))
            .withRequestBody(
                equalToJson(
                    """
                    {"grant_type": "refresh_token", "client_id": "cli_a1b2c3d4",
                     "client_secret": "canary-not-a-real-app-secret",
                     "refresh_token": "eyJ.canary-not-a-real-refresh-token"}
                    """)));
  }

  @Test
  void aRefreshTokenWithoutAnEndIsRenewedNoLaterThanTheAccessToken() {
    service.stubFor(post(V2).willReturn(okJson(success(",\"refresh_token\":\"canary-next\""))));
    assertThat(endpoint.exchange(Consenting.CODE, Consenting.REQUEST).renewable())
        .map(Grant.Renewable::expiresAt)
        .contains(Minting.NOW.plusSeconds(7200));
  }

  @Test
  void theThirdGenerationIsAnotherUrlOfTheSameForm() {
    service.stubFor(post(V3).willReturn(okJson(success(""))));
    try (TokenEndpoint v3 =
        Consenting.with(URI.create(service.baseUrl()), Map.of("tokenGeneration", "v3"))) {
      assertThat(v3.exchange(Consenting.CODE, Consenting.REQUEST).accessToken())
          .isEqualTo(Secret.of(LONG));
    }
  }

  @Test
  void aServerThatFollowsTheStandardSendsNoCodeWithAToken() {
    service.stubFor(
        post(V2).willReturn(okJson("{\"access_token\":\"canary-plain\",\"expires_in\":60}")));
    Grant grant = endpoint.exchange(Consenting.CODE, Consenting.REQUEST);
    assertThat(grant.accessToken()).isEqualTo(Secret.of("canary-plain"));
    assertThat(grant.scopes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"code\":0,\"access_token\":\"\",\"expires_in\":7200}",
        "{\"code\":0,\"access_token\":7,\"expires_in\":7200}",
        "{\"code\":0,\"access_token\":\"can ary\",\"expires_in\":7200}",
        "{\"code\":0,\"access_token\":\"canary\"}",
        "{\"code\":0,\"access_token\":\"canary\",\"expires_in\":0}",
        "{\"code\":0,\"access_token\":\"canary\",\"expires_in\":9223372036854775807}",
        "{\"code\":0,\"access_token\":\"canary\",\"expires_in\":\"7200\"}",
        "{\"code\":0,\"access_token\":\"canary\",\"expires_in\":60,\"token_type\":\"MAC\"}",
        "{\"code\":0,\"access_token\":\"canary\",\"expires_in\":60,\"refresh_token\":\"can ary\"}",
        "{\"code\":0,\"access_token\":\"canary\",\"expires_in\":60,"
            + "\"refresh_token\":\"canary\",\"refresh_token_expires_in\":-1}",
        "{\"code\":0,\"data\":{\"access_token\":\"canary\",\"expires_in\":60}}",
        "{\"access_token\":\"canary\",\"code\":20003}"
      })
  void aSuccessThatCannotBeUsedIsNone(String body) {
    service.stubFor(post(V2).willReturn(okJson(body)));
    assertThat(Consenting.kindOf(Consenting.failure(endpoint, "exchange of the code")))
        .isEqualTo("action OWNER");
    if (!body.contains("20003")) {
      assertThat(Consenting.kindOf(Consenting.failure(endpoint, "refresh of the grant")))
          .isEqualTo("uncertain");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'\"email\":\"alice@example.org\"', alice@example.org",
    "'\"email\":\"\",\"enterprise_email\":\"a@mail.example.org\"', a@mail.example.org",
    "'\"en_name\":\"Alice\"',"
  })
  void theGrantorIsKnownByIdsAndPerhapsByAddress(String more, String email) {
    service.stubFor(
        get(USER_INFO)
            .willReturn(
                okJson(
                    "{\"code\":0,\"data\":{\"name\":\"张\",\"open_id\":\"ou_1\","
                        + "\"union_id\":\"on_1\",\"tenant_key\":\"t1\","
                        + more
                        + "}}")));
    Grantor grantor = endpoint.grantor(Consenting.ACCESS);
    assertThat(grantor.openId()).isEqualTo("ou_1");
    assertThat(grantor.unionId()).isEqualTo("on_1");
    assertThat(grantor.tenantKey()).isEqualTo("t1");
    assertThat(grantor.name()).isEqualTo("张");
    assertThat(grantor.email().orElse(null)).isEqualTo(email);
    service.verify(
        getRequestedFor(urlEqualTo(USER_INFO))
            .withHeader("Authorization", equalTo("Bearer " + Consenting.ACCESS.reveal())));
  }

  @Test
  void somebodyWithoutATenantIsNobody() {
    service.stubFor(
        get(USER_INFO)
            .willReturn(okJson("{\"code\":0,\"data\":{\"open_id\":\"ou_1\",\"union_id\":\"o\"}}")));
    assertThat(Consenting.failure(endpoint, "user_info"))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining("tenant key must be");
  }
}
