package io.kalends.adapters.feishu;

import io.kalends.account.CredentialSource;
import io.kalends.account.CredentialSourceFactory;
import io.kalends.adapters.caldav.CalDavProbe;
import io.kalends.consent.UserTokens;
import io.kalends.settings.Settings;
import java.time.Clock;
import java.util.HashSet;
import java.util.Set;

/**
 * Offers the source under the type {@code feishu}, for Feishu, Lark and self-hosted servers. Unless
 * {@code probe} is {@code off} it is a {@link io.kalends.account.CredentialProbe} too.
 */
public final class FeishuCredentialSourceFactory implements CredentialSourceFactory {

  private static final String PROBE = "probe";
  private static final String PROBE_URL = "probeUrl";

  /** For {@link java.util.ServiceLoader}. */
  public FeishuCredentialSourceFactory() {}

  @Override
  public String type() {
    return "feishu";
  }

  @Override
  public CredentialSource create(Settings settings, UserTokens tokens, Clock clock) {
    Set<String> known = new HashSet<>(OpenApi.KEYS);
    known.addAll(Set.of(PROBE, PROBE_URL));
    settings.refuseUnknown(known);
    OpenApi openApi = OpenApi.from(settings);
    if (!probes(settings)) {
      return new FeishuCredentialSource(openApi, tokens, clock);
    }
    CalDavProbe probe =
        settings.optionalText(PROBE_URL).isPresent()
            ? CalDavProbe.of(settings.baseUrl(PROBE_URL), openApi.timeouts(), clock)
            : CalDavProbe.ofTheAccountsHost(openApi.timeouts(), clock);
    return new ProbingFeishuSource(new FeishuCredentialSource(openApi, tokens, clock), probe);
  }

  private static boolean probes(Settings settings) {
    return switch (settings.optionalText(PROBE).orElse("on")) {
      case "on" -> true;
      case "off" -> {
        if (settings.optionalText(PROBE_URL).isPresent()) {
          throw settings.invalid(PROBE_URL, "set, but probe is off; keep one of the two");
        }
        yield false;
      }
      default -> throw settings.invalid(PROBE, "must be on or off");
    };
  }
}
