package io.kalends.issuer;

import static io.kalends.issuer.SampleDirectory.ANNA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.kalends.issuer.contract.ContractError;
import io.kalends.issuer.contract.Limits;
import io.kalends.issuer.credential.Credential;
import io.kalends.issuer.credential.CredentialQuery;
import io.kalends.issuer.sandbox.Fault;
import io.kalends.issuer.sandbox.FaultPlan;
import io.kalends.issuer.sandbox.Faults;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each fault as a real HTTP client meets it, and what the issuer holds afterwards. */
class SandboxTest {

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @TempDir private Path folder;
  private IssuerFixture fixture;

  @AfterEach
  void stop() {
    fixture.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = ContractError.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"ACCESS_CHALLENGE", "ACCESS_DENIED"})
  void everyCodeIsAnsweredAsARealRefusalAndNothingIsMinted(ContractError error) throws Exception {
    start(FaultPlan.onDemand(), config -> config);
    fixture.issuer.faults().next(Fault.code(error));
    HttpResponse<String> answer = mint();
    assertThat(answer.statusCode()).isEqualTo(error.status());
    assertThat(answer.body()).contains("\"code\":" + error.code()).contains("\"log_id\":");
    assertThat(header(answer, "X-Tt-Logid")).hasSize(34);
    assertThat(header(answer, "content-type")).isEqualTo("application/json; charset=utf-8");
    assertThat(held()).isEmpty();
    assertThat(mint().body()).contains("\"code\":0");
  }

  @Test
  void aRealRateLimitAndAnInjectedOneLookAlike() throws Exception {
    start(FaultPlan.onDemand(), config -> config.limitedTo(new Limits(50, 50)));
    fixture.issuer.faults().next(Fault.code(ContractError.RATE_LIMITED));
    HttpResponse<String> injected = mint();
    for (int i = 0; i < 50; i++) {
      mint();
    }
    HttpResponse<String> real = mint();
    assertThat(real.statusCode()).isEqualTo(429);
    assertThat(injected.headers().map().keySet()).isEqualTo(real.headers().map().keySet());
    assertThat(withoutLogId(injected)).isEqualTo(withoutLogId(real));
  }

  @Test
  void theRateLimitComesWithoutHeadersOrAsFourHundred() throws Exception {
    start(FaultPlan.onDemand(), config -> config);
    fixture.issuer.faults().next(Fault.RATE_LIMIT_WITHOUT_HEADERS, Fault.RATE_LIMIT_AS_400);
    HttpResponse<String> bare = mint();
    assertThat(bare.statusCode()).isEqualTo(429);
    assertThat(bare.body()).contains("99991400");
    assertThat(header(bare, "x-ogw-ratelimit-reset")).isEmpty();
    HttpResponse<String> old = mint();
    assertThat(old.statusCode()).isEqualTo(400);
    assertThat(old.body()).contains("99991400");
    assertThat(header(old, "x-ogw-ratelimit-reset")).isEqualTo("1");
    assertThat(held()).isEmpty();
  }

  @Test
  void theOrphanIsMintedThoughTheClientHasGivenUp() {
    start(FaultPlan.onDemand().delaying(Duration.ofSeconds(3)), config -> config);
    fixture.issuer.faults().next(Fault.ORPHAN);
    assertThatThrownBy(() -> mint(Duration.ofMillis(500))).isInstanceOf(HttpTimeoutException.class);
    assertThat(held()).hasSize(1);
  }

  @Test
  void theOrphansAnswerIsRightForWhoWaits() throws Exception {
    start(FaultPlan.onDemand().delaying(Duration.ofMillis(300)), config -> config);
    fixture.issuer.faults().next(Fault.ORPHAN);
    assertThat(mint().body()).contains("\"code\":0").contains("password");
  }

  @Test
  void aResetLeavesACredentialOrNoneAndTheClientCannotTell() {
    start(FaultPlan.onDemand(), config -> config);
    fixture.issuer.faults().next(Fault.RESET_AFTER_MINT);
    assertThatThrownBy(this::mint).isInstanceOf(IOException.class);
    assertThat(held()).hasSize(1);
    fixture.issuer.faults().next(Fault.RESET_BEFORE);
    assertThatThrownBy(this::mint).isInstanceOf(IOException.class);
    assertThat(held()).hasSize(1);
  }

  @Test
  void truncatedJsonIsProperHttpAndACutBodyIsNot() throws Exception {
    start(FaultPlan.onDemand(), config -> config);
    fixture.issuer.faults().next(Fault.TRUNCATED_JSON, Fault.CUT_BODY);
    HttpResponse<String> truncated = mint();
    assertThat(truncated.statusCode()).isEqualTo(200);
    assertThat(truncated.body()).startsWith("{\"code\":0");
    assertThatThrownBy(() -> new ObjectMapper().readTree(truncated.body()))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(this::mint).isInstanceOf(IOException.class);
    assertThat(held()).hasSize(2);
  }

  @Test
  void somebodyInBetweenAnswersWithoutALogId() throws Exception {
    start(FaultPlan.onDemand(), config -> config);
    fixture
        .issuer
        .faults()
        .next(Fault.JSON_WITHOUT_CODE, Fault.HTML_FROM_PROXY_502, Fault.HTML_FROM_PROXY_200);
    HttpResponse<String> json = mint();
    assertThat(json.statusCode()).isEqualTo(200);
    assertThat(new ObjectMapper().readTree(json.body()).has("code")).isFalse();
    HttpResponse<String> bad = mint();
    HttpResponse<String> good = mint();
    assertThat(List.of(bad.statusCode(), good.statusCode())).containsExactly(502, 200);
    for (HttpResponse<String> answer : List.of(json, bad, good)) {
      assertThat(header(answer, "X-Tt-Logid")).isEmpty();
    }
    assertThat(good.body()).startsWith("<html>");
    assertThat(held()).isEmpty();
  }

  @Test
  void aTextFourOhFourIsTheGatewaysOwn() throws Exception {
    start(FaultPlan.onDemand(), config -> config);
    fixture.issuer.faults().next(Fault.TEXT_404);
    HttpResponse<String> answer = mint();
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(header(answer, "content-type")).startsWith("text/plain");
    assertThat(held()).isEmpty();
  }

  @Test
  void aDrippingAnswerTakesItsTime() throws Exception {
    start(FaultPlan.onDemand().dripping(Duration.ofMillis(5)), config -> config);
    fixture.issuer.faults().next(Fault.SLOW_DRIP);
    long began = System.nanoTime();
    assertThat(mint().body()).contains("\"code\":0");
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(500));
    assertThat(held()).hasSize(1);
  }

  @Test
  void theClockIsOffInTheDateHeader() throws Exception {
    start(FaultPlan.onDemand().skewing(Duration.ofHours(-3)), config -> config);
    fixture.issuer.faults().next(Fault.CLOCK_SKEW);
    HttpResponse<String> answer = mint();
    assertThat(answer.headers().allValues("Date")).containsExactly("Sun, 22 Nov 2026 07:00:00 GMT");
    assertThat(answer.body()).contains("\"code\":0");
  }

  @Test
  void anAccessPolicyNamesWhereToGo() throws Exception {
    start(FaultPlan.onDemand(), config -> config);
    fixture.issuer.faults().next(Fault.ACCESS_POLICY_21000, Fault.ACCESS_POLICY_21001);
    assertThat(new ObjectMapper().readTree(mint().body()).path("challenge_url").textValue())
        .startsWith("https://");
    assertThat(mint().body()).contains("\"code\":21001").doesNotContain("challenge_url");
    assertThat(held()).isEmpty();
  }

  @Test
  void aHeaderNamesTheFaultWhereThatIsAllowed() throws Exception {
    start(FaultPlan.onDemand().byHeader(), config -> config);
    assertThat(mintWith("code-190003").statusCode()).isEqualTo(500);
    assertThat(mintWith("nonsense").body()).contains("X-Kalends-Fault").contains("orphan");
    assertThat(mintWith("refresh-race").body()).contains("fits no such call");
    fixture.close();
    start(FaultPlan.onDemand(), config -> config);
    assertThat(mintWith("code-190003").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 20_261_122, -7})
  void theSameSeedHitsTheSameCallsWithTheSameFaults(long seed) throws Exception {
    List<List<Faults.Injected>> runs = new ArrayList<>();
    FaultPlan plan =
        FaultPlan.atRate(0.2, seed).delaying(Duration.ZERO).dripping(Duration.ofNanos(1));
    for (int run = 0; run < 2; run++) {
      start(plan, config -> config.limitedTo(Limits.NONE));
      for (int i = 0; i < 60; i++) {
        tryToMint();
      }
      runs.add(fixture.issuer.faults().injected());
      stop();
    }
    assertThat(runs.get(0)).isNotEmpty().isEqualTo(runs.get(1));
    assertThat(runs.get(0)).hasSizeLessThan(40);
  }

  @Test
  void theSandboxAnnouncesItselfAndEveryFault() throws Exception {
    try (CapturedLogs logs = new CapturedLogs()) {
      start(FaultPlan.atRate(0, 4711), config -> config);
      logs.everythingAtTrace();
      fixture.issuer.faults().next(Fault.TEXT_404);
      mint();
      assertThat(logs.lines()).anyMatch(l -> l.contains("SANDBOX IS ON") && l.contains("4711"));
      assertThat(logs.lines()).anyMatch(line -> line.contains("fault text-404 injected"));
    }
    assertThat(fixture.issuer.faults().counts()).containsExactly(Map.entry("text-404", 1L));
  }

  @Test
  void inProductionNothingCanBeOrdered() throws Exception {
    fixture = IssuerFixture.in(folder);
    assertThatThrownBy(() -> fixture.issuer.faults().next(Fault.ORPHAN))
        .hasMessageContaining("sandbox is off");
    assertThat(mintWith("orphan").statusCode()).isEqualTo(200);
    assertThat(fixture.issuer.faults().counts()).isEmpty();
  }

  @Test
  void healthStaysWellBehaved() {
    start(FaultPlan.atRate(1, 1), config -> config);
    assertThat(fixture.caller.send("/healthz", request -> request.GET()).http().body())
        .isEqualTo("alive");
    assertThat(fixture.caller.send("/readyz", request -> request.GET()).status()).isEqualTo(200);
  }

  private void start(FaultPlan plan, UnaryOperator<IssuerConfig> adapted) {
    fixture = IssuerFixture.in(folder, config -> adapted.apply(config.misbehaving(plan)));
  }

  private void tryToMint() throws InterruptedException {
    try {
      mint();
    } catch (IOException e) {
      assertThat(fixture.issuer.faults().counts()).isNotEmpty();
    }
  }

  private HttpResponse<String> mint() throws IOException, InterruptedException {
    return mint(Duration.ofSeconds(20));
  }

  private HttpResponse<String> mint(Duration patience) throws IOException, InterruptedException {
    return http.send(request().timeout(patience).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> mintWith(String fault) throws IOException, InterruptedException {
    return http.send(request().header(Faults.HEADER, fault).build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request() {
    return HttpRequest.newBuilder(fixture.issuer.baseUrl().resolve(Caller.PATH))
        .header("Authorization", "Bearer " + ANNA)
        .header("Content-Type", Caller.JSON)
        .POST(BodyPublishers.ofString("{\"device_name\":\"iPhone\"}"));
  }

  private List<Credential> held() {
    return fixture.issuer.credentials().page(CredentialQuery.all());
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  private static String withoutLogId(HttpResponse<String> answer) {
    return answer.body().replace(header(answer, "X-Tt-Logid"), "");
  }
}
