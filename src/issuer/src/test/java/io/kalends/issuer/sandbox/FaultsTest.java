package io.kalends.issuer.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kalends.edge.Body;
import io.kalends.edge.Exchange;
import io.kalends.edge.Request;
import io.kalends.edge.Response;
import io.kalends.edge.Route;
import io.kalends.issuer.SettableClock;
import io.kalends.issuer.contract.ContractError;
import io.kalends.issuer.contract.Rules;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultsTest {

  private static final String TOKEN = "/open-apis/authen/v2/oauth/token";
  private static final String USED_UP = "{\"code\":20073}";

  private int refreshes;

  @Test
  void aRefreshRaceReallyUsesTheTokenUp() {
    Faults faults = faults(FaultPlan.onDemand());
    faults.next(Fault.REFRESH_RACE);
    Route token = faults.around(List.of(new Route("POST", TOKEN, (q, x) -> refresh()))).get(0);
    // A login is not hit, and the fault waits for a refresh.
    assertThat(call(token, "{\"grant_type\":\"authorization_code\"}").body()).contains("first");
    assertThat(call(token, "grant_type=refresh_token&refresh_token=fake").body())
        .isEqualTo(USED_UP);
    assertThat(refreshes).isEqualTo(3);
  }

  @Test
  void theTokenEndpointFailsInItsOwnShape() {
    Faults faults = faults(FaultPlan.onDemand());
    faults.next(
        Fault.SERVER_ERROR_OAUTH_20050, Fault.SERVER_ERROR_OAUTH_20072, Fault.ACCESS_POLICY_21000);
    Route token = faults.around(List.of(new Route("POST", TOKEN, (q, x) -> refresh()))).get(0);
    Response error = call(token, "");
    assertThat(error.status()).isEqualTo(500);
    assertThat(error.body()).contains("\"code\":20050").contains("error_description");
    assertThat(call(token, "").status()).isEqualTo(503);
    assertThat(call(token, "").body()).contains("21000").contains("challenge_url");
    assertThat(refreshes).isZero();
  }

  @Test
  void aSkewedClockMakesTokensLiveLonger() {
    Faults faults = faults(FaultPlan.onDemand().skewing(Duration.ofSeconds(100)));
    faults.next(Fault.CLOCK_SKEW);
    Route token =
        faults
            .around(
                List.of(
                    new Route(
                        "POST",
                        TOKEN,
                        (q, x) -> Response.json(200, "{\"code\":0,\"expires_in\":7200}"))))
            .get(0);
    Response answer = call(token, "");
    assertThat(answer.body()).contains("7300");
    assertThat(answer.headers()).containsEntry("Date", "Sun, 22 Nov 2026 10:01:40 GMT");
  }

  @Test
  void aboutAsManyCallsAreHitAsTheRateSays() {
    Faults faults = faults(FaultPlan.atRate(0.05, 42));
    Route route = faults.around(List.of(new Route("POST", "/open-apis/x", (q, x) -> ok()))).get(0);
    for (int i = 0; i < 10_000; i++) {
      call(route, "");
    }
    long hits = faults.counts().values().stream().mapToLong(Long::longValue).sum();
    assertThat(hits).isBetween(400L, 600L);
    assertThat(faults.counts()).hasSizeGreaterThan(20);
    assertThat(faults.injected()).hasSize((int) hits);
  }

  @Test
  void whetherTheNthCallIsHitDoesNotDependOnWhatIsCalled() {
    Faults minting = faults(FaultPlan.atRate(0.1, 9));
    Faults logins = faults(FaultPlan.atRate(0.1, 9));
    Route mint = minting.around(List.of(new Route("POST", "/open-apis/x", (q, x) -> ok()))).get(0);
    Route login = logins.around(List.of(new Route("POST", TOKEN, (q, x) -> ok()))).get(0);
    for (int i = 0; i < 500; i++) {
      call(mint, "");
      call(login, "");
    }
    assertThat(hitCalls(minting)).isEqualTo(hitCalls(logins)).isNotEmpty();
    assertThat(hitCalls(minting)).isNotEqualTo(LongStream.range(0, 500).boxed().toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/healthz",
        "/admin/v1/users",
        "/auth",
        "/open-apis/authen/v1/authorize",
        "/caldav/x"
      })
  void pagesHealthAndAdministrationStayAsTheyAre(String path) {
    Route route = new Route("GET", path, (q, x) -> ok());
    assertThat(faults(FaultPlan.atRate(1, 1)).around(List.of(route))).containsExactly(route);
  }

  @Test
  void onlyChosenFaultsAreDrawn() {
    Faults faults = faults(FaultPlan.atRate(1, 3).only(Fault.TEXT_404));
    Route route = faults.around(List.of(new Route("POST", "/open-apis/x", (q, x) -> ok()))).get(0);
    for (int i = 0; i < 50; i++) {
      call(route, "");
    }
    assertThat(faults.counts()).isEqualTo(Map.of("text-404", 50L));
  }

  @Test
  void everyFaultHasANameOfItsOwn() {
    assertThat(Fault.all())
        .extracting(Fault::name)
        .doesNotHaveDuplicates()
        .hasSize(ContractError.values().length - 2 + 18);
    assertThat(Fault.all()).allSatisfy(f -> assertThat(Fault.named(f.name())).isSameAs(f));
    assertThatThrownBy(() -> Fault.named("x")).hasMessageContaining("code-190002");
    assertThatThrownBy(() -> FaultPlan.atRate(1.5, 1)).hasMessageContaining("rate");
  }

  private static List<Long> hitCalls(Faults faults) {
    return faults.injected().stream().map(Faults.Injected::call).toList();
  }

  private Response refresh() {
    refreshes++;
    return Response.json(200, refreshes < 3 ? "{\"code\":0,\"t\":\"first\"}" : USED_UP);
  }

  private static Response ok() {
    return Response.json(200, "{\"code\":0}");
  }

  private static Response call(Route route, String body) {
    return route
        .endpoint()
        .answer(
            new Request(
                route.method(),
                route.path(),
                "",
                Map.of(),
                Body.of(body.getBytes(StandardCharsets.UTF_8), false),
                "127.0.0.1"),
            new Exchange("log", Map.of()));
  }

  private static Faults faults(FaultPlan plan) {
    return new Faults(plan, Rules.of("caldav.example.com"), new SettableClock());
  }
}
