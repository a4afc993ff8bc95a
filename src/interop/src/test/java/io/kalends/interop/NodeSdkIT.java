package io.kalends.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kalends.issuer.Issuer;
import io.kalends.issuer.IssuerConfig;
import io.kalends.issuer.credential.CredentialQuery;
import io.kalends.issuer.directory.App;
import io.kalends.issuer.directory.Directory;
import io.kalends.issuer.directory.SecretHash;
import io.kalends.issuer.directory.User;
import io.kalends.issuer.secret.PepperSource;
import io.kalends.testkit.SettableClock;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The vendor's Node SDK cannot tell our issuer from theirs either. */
class NodeSdkIT {

  private static final String TOKEN = "u-not-a-real-token-0123456789";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private Issuer issuer;

  @BeforeEach
  void start() {
    issuer =
        Issuer.start(
            IssuerConfig.of(
                "calendar.example.org",
                folder.resolve("issuer.db"),
                PepperSource.file(folder.resolve("pepper")),
                Directory.of(
                    List.of(),
                    List.of(
                        App.DEFAULT,
                        App.of("cli_sample", "default")
                            .withSecrets(Set.of(SecretHash.of("not-a-real-app-secret")))),
                    List.of(User.of("alice@example.org", "Alice", TOKEN)))),
            new SettableClock(Instant.parse("2026-11-22T08:00:00Z")),
            new SecureRandom());
  }

  @AfterEach
  void stop() {
    issuer.close();
  }

  @Test
  void mintsAndReadsAllFourFields() throws Exception {
    JsonNode reply = mint(call(TOKEN, "Alice's iPhone · k7f3q2zd"));
    assertThat(reply.path("status").asInt()).as(reply.toString()).isEqualTo(200);
    JsonNode data = reply.path("body").path("data");
    assertThat(reply.path("body").path("code").asInt(-1)).isZero();
    assertThat(data.path("device_name").asText()).isEqualTo("Alice's iPhone · k7f3q2zd");
    assertThat(data.path("server_address").asText()).isEqualTo("calendar.example.org");
    assertThat(issuer.authenticate(data.path("user_name").asText(), data.path("password").asText()))
        .isPresent();
  }

  @Test
  void mintsWithoutAName() throws Exception {
    assertThat(mint(Map.of("token", TOKEN)).path("body").path("code").asInt(-1)).isZero();
    assertThat(issuer.credentials().page(CredentialQuery.all())).hasSize(1);
  }

  @Test
  void aTokenNobodyHasIsThrownAsAnErrorWithTheWholeBody() throws Exception {
    JsonNode reply = mint(call("u-nobody-has-this-token-000", "iPhone"));
    assertThat(reply.path("status").asInt()).as(reply.toString()).isEqualTo(400);
    assertThat(reply.path("body").path("code").asInt()).isEqualTo(99991668);
    assertThat(reply.path("body").path("error").path("log_id").asText())
        .isEqualTo(reply.path("logId").asText());
    assertThat(issuer.credentials().page(CredentialQuery.all())).isEmpty();
  }

  /** It silently fetches a tenant's token and sends that. */
  @Test
  void withoutAnOwnersTokenItComesWithATenantsAndIsRefused() throws Exception {
    JsonNode reply = mint(Map.of("device_name", "iPhone"));
    assertThat(reply.path("status").asInt()).as(reply.toString()).isEqualTo(400);
    assertThat(reply.path("body").path("code").asInt()).isEqualTo(99991663);
    assertThat(issuer.credentials().page(CredentialQuery.all())).isEmpty();
  }

  @Test
  void takesANameOfAHundredCharactersAndNoMore() throws Exception {
    JsonNode replies = mintAll(List.of(call(TOKEN, "x".repeat(100)), call(TOKEN, "x".repeat(101))));
    assertThat(replies.get(0).path("body").path("code").asInt(-1)).isZero();
    assertThat(replies.get(1).path("status").asInt()).isEqualTo(400);
    assertThat(replies.get(1).path("body").path("code").asInt()).isEqualTo(190002);
  }

  @Test
  void isThrottledFromTheFiftyFirstCallInASecond() throws Exception {
    List<Map<String, String>> calls = new ArrayList<>();
    for (int i = 0; i <= 50; i++) {
      calls.add(call(TOKEN, "device " + i));
    }
    JsonNode replies = mintAll(calls);
    JsonNode last = replies.get(50);
    assertThat(last.path("status").asInt()).as(last.toString()).isEqualTo(429);
    assertThat(last.path("body").path("code").asInt()).isEqualTo(99991400);
    assertThat(last.path("rateLimit").asText()).matches("[0-9]+");
    assertThat(last.path("rateReset").asText()).matches("[0-9]+");
    assertThat(issuer.credentials().page(CredentialQuery.all())).hasSize(50);
  }

  private JsonNode mint(Map<String, String> call) throws Exception {
    return mintAll(List.of(call)).get(0);
  }

  /** Whatever the answer is, it has a log id of its own and is declared JSON. */
  private JsonNode mintAll(List<Map<String, String>> calls) throws Exception {
    String input = JSON.writeValueAsString(calls);
    JsonNode replies =
        JSON.readTree(NodeModules.run("mint.cjs", issuer.baseUrl().toString(), input));
    assertThat(replies).hasSameSizeAs(calls);
    assertThat(replies)
        .allSatisfy(
            reply -> {
              assertThat(reply.path("logId").asText()).isNotBlank();
              assertThat(reply.path("contentType").asText())
                  .isEqualTo("application/json; charset=utf-8");
            });
    assertThat(replies.findValuesAsText("logId")).doesNotHaveDuplicates();
    return replies;
  }

  private static Map<String, String> call(String token, String deviceName) {
    return Map.of("token", token, "device_name", deviceName);
  }
}
