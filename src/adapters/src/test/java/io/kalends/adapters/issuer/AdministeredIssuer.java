package io.kalends.adapters.issuer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kalends.account.CalDavAccount;
import io.kalends.account.CredentialSource;
import io.kalends.consent.UserTokens;
import io.kalends.enrollment.DeviceOwner;
import io.kalends.issuer.admin.AdminTokens;
import io.kalends.issuer.credential.Credential;
import io.kalends.issuer.sandbox.FaultPlan;
import io.kalends.issuer.sandbox.Faults;
import io.kalends.secret.Secret;
import io.kalends.settings.Settings;
import io.kalends.testkit.SandboxIssuer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A real issuer with an administrator, and sources over it. */
final class AdministeredIssuer implements AutoCloseable {

  static final String ADMIN_TOKEN = "canary-not-a-real-admin-token-0123";
  static final DeviceOwner ALICE = DeviceOwner.of("alice@example.org");
  static final DeviceOwner BOB = DeviceOwner.of("bob@example.org");

  private final HttpClient http = HttpClient.newHttpClient();
  private final SandboxIssuer sandbox;

  AdministeredIssuer(FaultPlan plan) {
    this.sandbox =
        SandboxIssuer.start(
            plan.delaying(Duration.ofSeconds(4)).dripping(Duration.ofMillis(20)),
            config -> config.administeredBy(AdminTokens.none().with("kalends", ADMIN_TOKEN)),
            ALICE.address(),
            BOB.address());
  }

  CredentialSource source(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>();
    settings.put("openApi", sandbox.baseUrl().toString());
    settings.put("adminToken", ADMIN_TOKEN);
    settings.put("responseTimeout", "PT2.5S");
    settings.put("deadline", "PT3S");
    settings.putAll(more);
    return sourceWith(settings, tokens());
  }

  static CredentialSource sourceWith(Map<String, String> settings, UserTokens tokens) {
    return new IssuerCredentialSourceFactory()
        .create(Settings.of("source.issuer", settings), tokens, Clock.systemUTC());
  }

  /** Each owner's own. */
  UserTokens tokens() {
    return new UserTokens() {
      @Override
      public Secret tokenOf(DeviceOwner owner) {
        return Secret.of(sandbox.token(owner.address()));
      }

      @Override
      public Secret replace(DeviceOwner owner, Secret refused) {
        return tokenOf(owner);
      }
    };
  }

  URI baseUrl() {
    return sandbox.baseUrl();
  }

  Faults faults() {
    return sandbox.faults();
  }

  List<Credential> live() {
    return sandbox.credentials().stream().filter(Credential::isLive).toList();
  }

  /** As a proxy before the calendar server asks, on behalf of a device. */
  boolean deviceLogsIn(CalDavAccount account) {
    String pair = account.userName() + ":" + account.password().reveal();
    HttpRequest request =
        HttpRequest.newBuilder(baseUrl().resolve("/forward-auth"))
            .header(
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)))
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    sandbox.close();
  }
}
