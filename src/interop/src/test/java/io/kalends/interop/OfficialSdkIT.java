package io.kalends.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.lark.oapi.Client;
import com.lark.oapi.core.exception.IllegalAccessTokenTypeException;
import com.lark.oapi.core.request.RequestOptions;
import com.lark.oapi.service.authen.v1.model.CreateOidcAccessTokenReq;
import com.lark.oapi.service.authen.v1.model.CreateOidcAccessTokenReqBody;
import com.lark.oapi.service.authen.v1.model.CreateOidcAccessTokenResp;
import com.lark.oapi.service.authen.v1.model.GetUserInfoResp;
import com.lark.oapi.service.calendar.v4.model.GenerateCaldavConfSettingReq;
import com.lark.oapi.service.calendar.v4.model.GenerateCaldavConfSettingReqBody;
import com.lark.oapi.service.calendar.v4.model.GenerateCaldavConfSettingResp;
import com.sun.net.httpserver.HttpServer;
import io.kalends.issuer.Issuer;
import io.kalends.issuer.IssuerConfig;
import io.kalends.issuer.credential.CredentialQuery;
import io.kalends.issuer.directory.App;
import io.kalends.issuer.directory.Directory;
import io.kalends.issuer.directory.SecretHash;
import io.kalends.issuer.directory.User;
import io.kalends.issuer.directory.UserToken;
import io.kalends.issuer.oauth.SignIn;
import io.kalends.issuer.secret.PepperSource;
import io.kalends.testkit.ConsentingPerson;
import io.kalends.testkit.SettableClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The vendor's own SDK cannot tell our issuer from theirs. */
class OfficialSdkIT {

  private static final String TOKEN = "u-not-a-real-token-0123456789";

  @TempDir Path folder;

  private static final String POOR_TOKEN = "u-not-a-real-token-of-bob-0001";
  private static final String SECRET = "not-a-real-app-secret-0815";
  private static final String MINT = "calendar:settings.caldav:create";

  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-22T08:00:00Z"));

  /** The SDK keeps app tokens per app id for the whole process. */
  private final String appId = "cli_" + UUID.randomUUID();

  private HttpServer website;
  private URI redirectUri;
  private Issuer issuer;
  private Client sdk;

  @BeforeEach
  void start() throws IOException {
    website = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    website.createContext(
        "/back",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    website.start();
    redirectUri = URI.create("http://127.0.0.1:" + website.getAddress().getPort() + "/back");
    issuer =
        Issuer.start(
            IssuerConfig.of(
                    "calendar.example.org",
                    folder.resolve("issuer.db"),
                    PepperSource.file(folder.resolve("pepper")),
                    directory())
                .signingIn(SignIn.pick()),
            clock,
            new SecureRandom());
    sdk = Client.newBuilder(appId, SECRET).openBaseUrl(issuer.baseUrl().toString()).build();
  }

  private Directory directory() {
    App app =
        App.of(appId, "acme")
            .withScopes(Set.of(MINT, "contact:user.email:readonly"))
            .redirectingTo(List.of(redirectUri))
            .withSecrets(Set.of(SecretHash.of(SECRET)));
    User.Token token = new User.Token(UserToken.of(TOKEN), appId, Set.of(MINT), Instant.MAX);
    User.Token poor =
        new User.Token(
            UserToken.of(POOR_TOKEN), appId, Set.of("contact:user.email:readonly"), Instant.MAX);
    return Directory.of(
        List.of(),
        List.of(app),
        List.of(
            User.in("acme", "alice@example.org", "Alice").granting(token),
            User.in("acme", "bob@example.org", "Bob").granting(poor)));
  }

  @AfterEach
  void stop() {
    issuer.close();
    website.stop(0);
  }

  @Test
  void logsInThroughTheConsentPageAndMintsWithTheTokenItGot() throws Exception {
    CreateOidcAccessTokenResp login = login(code("alice@example.org"));
    assertThat(login.getCode()).isZero();
    assertThat(login.getData().getTokenType()).isEqualTo("Bearer");
    assertThat(login.getData().getScope()).contains(MINT);
    String token = login.getData().getAccessToken();
    GetUserInfoResp who =
        sdk.authen().userInfo().get(RequestOptions.newBuilder().userAccessToken(token).build());
    assertThat(who.getData().getName()).isEqualTo("Alice");
    assertThat(who.getData().getOpenId()).startsWith("ou_");
    assertThat(who.getData().getTenantKey()).isEqualTo("acme");
    GenerateCaldavConfSettingResp minted = mint("Alice's iPhone", token);
    assertThat(minted.getCode()).isZero();
    assertThat(issuer.authenticate(minted.getData().getUserName(), minted.getData().getPassword()))
        .isPresent();
  }

  @Test
  void aCodeIsTakenOnce() throws Exception {
    String code = code("alice@example.org");
    assertThat(login(code).getCode()).isZero();
    CreateOidcAccessTokenResp again = login(code);
    assertThat(again.getRawResponse().getStatusCode()).isEqualTo(200);
    assertThat(again.getCode()).isNotZero();
    assertThat(again.getRequestId()).isNotBlank();
  }

  @Test
  void isToldWhichScopeTheUserDidNotGrant() throws Exception {
    GenerateCaldavConfSettingResp reply = mint("iPhone", POOR_TOKEN);
    assertThat(reply.getCode()).isEqualTo(99991679);
    assertThat(reply.getError().getLogId()).isEqualTo(reply.getRequestId());
    assertThat(reply.getError().getPermissionViolations())
        .anyMatch(
            violation ->
                violation.getSubject().equals(MINT)
                    && violation.getType().equals("action_privilege_required"));
    assertThat(issuer.credentials().page(CredentialQuery.all())).isEmpty();
  }

  @Test
  void everyReplyHasALogIdAndTheContentTypeOfTheContract() throws Exception {
    for (GenerateCaldavConfSettingResp reply :
        List.of(
            mint("iPhone", TOKEN),
            mint("iPhone", POOR_TOKEN),
            mint("iPhone", "u-nobody-has-this-token-000"),
            mint("x".repeat(101), TOKEN))) {
      assertThat(reply.getRequestId()).isNotBlank();
      assertThat(reply.getRawResponse().getHeaders().get("content-type"))
          .containsExactly("application/json; charset=utf-8");
    }
  }

  private CreateOidcAccessTokenResp login(String code) throws Exception {
    return sdk.authen()
        .oidcAccessToken()
        .create(
            CreateOidcAccessTokenReq.newBuilder()
                .createOidcAccessTokenReqBody(
                    CreateOidcAccessTokenReqBody.newBuilder()
                        .grantType("authorization_code")
                        .code(code)
                        .build())
                .build());
  }

  /** What the person's browser comes back with. */
  private String code(String email) {
    URI page =
        URI.create(
            issuer.baseUrl()
                + "/open-apis/authen/v1/authorize?response_type=code&state=s&client_id="
                + appId
                + "&redirect_uri="
                + URLEncoder.encode(redirectUri.toString(), UTF_8)
                + "&scope="
                + URLEncoder.encode(MINT + " contact:user.email:readonly", UTF_8));
    String query = ConsentingPerson.named(email).allow(page).at().getRawQuery();
    Matcher code = Pattern.compile("(?:^|&)code=([^&]+)").matcher(query);
    assertThat(code.find()).as(query.replaceAll("code=[^&]+", "code=***")).isTrue();
    return code.group(1);
  }

  @Test
  void mintsAndReadsAllFourFields() throws Exception {
    GenerateCaldavConfSettingResp reply = mint("Alice's iPhone · k7f3q2zd", TOKEN);
    assertThat(reply.success()).isTrue();
    assertThat(reply.getRequestId()).isNotBlank();
    assertThat(reply.getData().getDeviceName()).isEqualTo("Alice's iPhone · k7f3q2zd");
    assertThat(reply.getData().getServerAddress()).isEqualTo("calendar.example.org");
    assertThat(reply.getData().getUserName()).matches("u_[a-z0-9]{8}");
    assertThat(issuer.authenticate(reply.getData().getUserName(), reply.getData().getPassword()))
        .isPresent();
  }

  @Test
  void mintsWithoutANameWhetherTheBodyIsEmptyOrAbsent() throws Exception {
    RequestOptions options = RequestOptions.newBuilder().userAccessToken(TOKEN).build();
    GenerateCaldavConfSettingReq empty =
        GenerateCaldavConfSettingReq.newBuilder()
            .generateCaldavConfSettingReqBody(GenerateCaldavConfSettingReqBody.newBuilder().build())
            .build();
    assertThat(sdk.calendar().v4().setting().generateCaldavConf(empty, options).success()).isTrue();
    GenerateCaldavConfSettingReq absent = GenerateCaldavConfSettingReq.newBuilder().build();
    assertThat(sdk.calendar().v4().setting().generateCaldavConf(absent, options).success())
        .isTrue();
    assertThat(issuer.credentials().page(CredentialQuery.all())).hasSize(2);
  }

  @Test
  void isRefusedWithoutAToken() {
    assertThatThrownBy(
            () ->
                sdk.calendar()
                    .v4()
                    .setting()
                    .generateCaldavConf(request("iPhone"), RequestOptions.newBuilder().build()))
        .isInstanceOf(IllegalAccessTokenTypeException.class);
    assertThat(issuer.credentials().page(CredentialQuery.all())).isEmpty();
  }

  @Test
  void isRefusedWithATokenNobodyHas() throws Exception {
    GenerateCaldavConfSettingResp reply = mint("iPhone", "u-nobody-has-this-token-000");
    assertThat(reply.getCode()).isEqualTo(99991668);
    assertThat(reply.getError().getLogId()).isEqualTo(reply.getRequestId());
  }

  @Test
  void takesANameOfAHundredCharactersAndNoMore() throws Exception {
    assertThat(mint("x".repeat(100), TOKEN).getCode()).isZero();
    assertThat(mint("x".repeat(101), TOKEN).getCode()).isEqualTo(190002);
  }

  @Test
  void isThrottledFromTheFiftyFirstCallInASecond() throws Exception {
    for (int i = 0; i < 50; i++) {
      assertThat(mint("device " + i, TOKEN).getCode()).isZero();
    }
    GenerateCaldavConfSettingResp reply = mint("one too many", TOKEN);
    assertThat(reply.getRawResponse().getStatusCode()).isEqualTo(429);
    assertThat(reply.getCode()).isEqualTo(99991400);
    assertThat(issuer.credentials().page(CredentialQuery.all())).hasSize(50);
    clock.advance(Duration.ofSeconds(2));
    assertThat(mint("later", TOKEN).getCode()).isZero();
  }

  private GenerateCaldavConfSettingResp mint(String deviceName, String token) throws Exception {
    return sdk.calendar()
        .v4()
        .setting()
        .generateCaldavConf(
            request(deviceName), RequestOptions.newBuilder().userAccessToken(token).build());
  }

  private static GenerateCaldavConfSettingReq request(String deviceName) {
    return GenerateCaldavConfSettingReq.newBuilder()
        .generateCaldavConfSettingReqBody(
            GenerateCaldavConfSettingReqBody.newBuilder().deviceName(deviceName).build())
        .build();
  }
}
