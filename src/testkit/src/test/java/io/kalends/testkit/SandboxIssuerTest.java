package io.kalends.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kalends.issuer.sandbox.Fault;
import io.kalends.issuer.sandbox.FaultPlan;
import io.kalends.issuer.sandbox.Faults;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SandboxIssuerTest {

  private static final String ANNA = "anna@example.com";
  private static final String BEN = "ben@example.com";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Test
  void oneSeedIsOneBadDay() throws InterruptedException {
    List<Faults.Injected> first = day(4711);
    assertThat(first).isNotEmpty();
    assertThat(day(4711)).isEqualTo(first);
    assertThat(day(4712)).isNotEqualTo(first);
  }

  @Test
  void aClientThatHeardNothingLeavesAnOrphan() throws Exception {
    try (SandboxIssuer issuer = SandboxIssuer.obedient(ANNA, BEN)) {
      issuer.faults().next(Fault.RESET_AFTER_MINT);
      assertThatThrownBy(() -> mint(issuer, ANNA)).isInstanceOf(IOException.class);
      assertThat(mint(issuer, BEN).body()).contains("\"code\":0");
      assertThat(issuer.credentials()).extracting(c -> c.owner()).containsExactly(ANNA, BEN);
      assertThatThrownBy(() -> issuer.token("nobody@example.com"))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aSeedCanBeSet() {
    String before = System.getProperty(SandboxIssuer.SEED);
    System.setProperty(SandboxIssuer.SEED, "99");
    try (SandboxIssuer issuer = SandboxIssuer.hurting(ANNA)) {
      assertThat(issuer.baseUrl().getHost()).isEqualTo("127.0.0.1");
      assertThat(issuer.issuer().faults().injected()).isEmpty();
    } finally {
      if (before == null) {
        System.clearProperty(SandboxIssuer.SEED);
      } else {
        System.setProperty(SandboxIssuer.SEED, before);
      }
    }
  }

  private List<Faults.Injected> day(long seed) throws InterruptedException {
    FaultPlan plan =
        FaultPlan.atRate(0.3, seed).delaying(Duration.ZERO).dripping(Duration.ofNanos(1));
    try (SandboxIssuer issuer = SandboxIssuer.start(plan, ANNA)) {
      for (int i = 0; i < 20; i++) {
        try {
          mint(issuer, ANNA);
        } catch (IOException e) {
          assertThat(issuer.faults().injected()).isNotEmpty();
        }
      }
      return issuer.faults().injected();
    }
  }

  private HttpResponse<String> mint(SandboxIssuer issuer, String email)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(
                issuer.baseUrl().resolve("/open-apis/calendar/v4/settings/generate_caldav_conf"))
            .header("Authorization", "Bearer " + issuer.token(email))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
