package io.kalends.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.lark.oapi.Client;
import com.lark.oapi.core.exception.IllegalAccessTokenTypeException;
import com.lark.oapi.core.request.RequestOptions;
import com.lark.oapi.service.calendar.v4.model.GenerateCaldavConfSettingReq;
import com.lark.oapi.service.calendar.v4.model.GenerateCaldavConfSettingReqBody;
import com.lark.oapi.service.calendar.v4.model.GenerateCaldavConfSettingResp;
import io.kalends.issuer.Issuer;
import io.kalends.issuer.IssuerConfig;
import io.kalends.issuer.credential.CredentialQuery;
import io.kalends.issuer.directory.Directory;
import io.kalends.issuer.directory.User;
import io.kalends.issuer.secret.PepperSource;
import io.kalends.testkit.SettableClock;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The vendor's own SDK cannot tell our issuer from theirs. */
class OfficialSdkIT {

  private static final String TOKEN = "u-not-a-real-token-0123456789";

  @TempDir Path folder;

  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-22T08:00:00Z"));
  private Issuer issuer;
  private Client sdk;

  @BeforeEach
  void start() {
    issuer =
        Issuer.start(
            IssuerConfig.of(
                "calendar.example.org",
                folder.resolve("issuer.db"),
                PepperSource.file(folder.resolve("pepper")),
                Directory.of(List.of(User.of("alice@example.org", "Alice", TOKEN)))),
            clock,
            new SecureRandom());
    sdk =
        Client.newBuilder("cli_sample", "sample-secret")
            .openBaseUrl(issuer.baseUrl().toString())
            .build();
  }

  @AfterEach
  void stop() {
    issuer.close();
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
