package io.kalends.testkit.crash;

import io.kalends.account.CalDavAccount;
import io.kalends.account.CredentialProbe;
import io.kalends.account.CredentialRevoker;
import io.kalends.account.CredentialSource;
import io.kalends.account.CredentialSourceFactory;
import io.kalends.account.DeviceLabel;
import io.kalends.consent.UserTokens;
import io.kalends.enrollment.DeviceOwner;
import io.kalends.issuer.admin.AdminTokens;
import io.kalends.issuer.contract.Limits;
import io.kalends.issuer.sandbox.FaultPlan;
import io.kalends.secret.Secret;
import io.kalends.settings.Settings;
import io.kalends.testkit.SandboxIssuer;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;

/** An issuer of its own, and a real source over it, which the class path must offer. */
public final class CrashSource implements AutoCloseable {

  private static final String ADMIN_TOKEN = "canary-not-a-real-admin-token-0123";

  private final SandboxIssuer issuer;
  private final CredentialSource source;

  private CrashSource(SandboxIssuer issuer, CredentialSource source) {
    this.issuer = issuer;
    this.source = source;
  }

  /**
   * One that can revoke: our own issuer through its administrator's API. That it can tell of logins
   * is left out: a week of looking for the first one changes nothing, and would be most of the
   * life.
   *
   * @return running until closed
   */
  public static CrashSource revocable() {
    CrashSource all = of("issuer", Map.of("adminToken", ADMIN_TOKEN));
    return new CrashSource(all.issuer, new Revocable(all.source));
  }

  /** What the source can do, but for {@link io.kalends.account.CredentialUse}. */
  private record Revocable(CredentialSource all)
      implements CredentialSource, CredentialRevoker, CredentialProbe {

    @Override
    public CalDavAccount mint(DeviceOwner owner, DeviceLabel label) {
      return all.mint(owner, label);
    }

    @Override
    public void revoke(DeviceOwner owner, DeviceLabel label) {
      ((CredentialRevoker) all).revoke(owner, label);
    }

    @Override
    public boolean logsIn(CalDavAccount account) {
      return ((CredentialProbe) all).logsIn(account);
    }

    @Override
    public void close() {
      all.close();
    }
  }

  /**
   * One that cannot: the same issuer through the cloud's contract alone.
   *
   * @return running until closed
   */
  public static CrashSource unrevocable() {
    return of("feishu", Map.of("probe", "off"));
  }

  private static CrashSource of(String type, Map<String, String> settings) {
    SandboxIssuer issuer =
        SandboxIssuer.start(
            FaultPlan.onDemand(),
            config ->
                config
                    .limitedTo(Limits.NONE)
                    .administeredBy(AdminTokens.none().with("kalends", ADMIN_TOKEN)),
            CrashScenario.people());
    Map<String, String> all = new HashMap<>(settings);
    all.put("openApi", issuer.baseUrl().toString());
    CredentialSource source =
        ServiceLoader.load(CredentialSourceFactory.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(factory -> factory.type().equals(type))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no source of type " + type + " here"))
            .create(Settings.of("source." + type, all), tokens(issuer), Clock.systemUTC());
    return new CrashSource(issuer, source);
  }

  SandboxIssuer issuer() {
    return issuer;
  }

  CredentialSource source() {
    return source;
  }

  @Override
  public void close() {
    source.close();
    issuer.close();
  }

  private static UserTokens tokens(SandboxIssuer issuer) {
    return new UserTokens() {
      @Override
      public Secret tokenOf(DeviceOwner owner) {
        return Secret.of(issuer.token(owner.address()));
      }

      @Override
      public Secret replace(DeviceOwner owner, Secret refused) {
        throw new IllegalStateException("the sandbox refused a token that does not expire");
      }
    };
  }
}
