package io.kalends.adapters.issuer;

import io.kalends.account.CredentialSource;
import io.kalends.account.CredentialSourceFactory;
import io.kalends.adapters.caldav.CalDavProbe;
import io.kalends.adapters.feishu.FeishuCredentialSource;
import io.kalends.adapters.feishu.OpenApi;
import io.kalends.adapters.http.RepeatableCalls;
import io.kalends.adapters.http.Timeouts;
import io.kalends.consent.UserTokens;
import io.kalends.settings.Settings;
import java.time.Clock;

/**
 * Offers Kalends' own issuer under the type {@code issuer}. What it makes is always a {@link
 * io.kalends.account.CredentialRevoker}; by {@code probe} it is, with {@code issuer} (the default),
 * a {@link io.kalends.account.CredentialProbe} and {@link io.kalends.account.CredentialUse}, with
 * {@code calendar} the former, with {@code off} the latter.
 */
public final class IssuerCredentialSourceFactory implements CredentialSourceFactory {

  /** For {@link java.util.ServiceLoader}. */
  public IssuerCredentialSourceFactory() {}

  @Override
  public String type() {
    return "issuer";
  }

  @Override
  public CredentialSource create(Settings settings, UserTokens tokens, Clock clock) {
    IssuerSettings issuer = IssuerSettings.from(settings);
    OpenApi openApi = issuer.openApi();
    Timeouts timeouts = openApi.timeouts();
    CredentialSource contract =
        FeishuCredentialSource.keepingConnections(openApi, issuer.connections(), tokens, clock);
    AdminApi api =
        new AdminApi(
            new RepeatableCalls(timeouts, issuer.connections()),
            issuer.admin(),
            issuer.adminToken(),
            clock);
    IssuerAdministrator administrator = new IssuerAdministrator(api, issuer.tenant());
    return switch (issuer.probe()) {
      case ISSUER -> new IssuerSource.Watched.Checked(contract, administrator);
      case OFF -> new IssuerSource.Watched(contract, administrator);
      case CALENDAR ->
          new IssuerSource.Probed(
              contract,
              administrator,
              issuer
                  .probeUrl()
                  .map(url -> CalDavProbe.of(url, timeouts, clock))
                  .orElseGet(() -> CalDavProbe.ofTheAccountsHost(timeouts, clock)));
    };
  }
}
