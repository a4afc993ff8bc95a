package io.kalends.adapters.feishu;

import io.kalends.adapters.http.Timeouts;
import io.kalends.consent.TokenEndpoint;
import io.kalends.consent.TokenEndpointFactory;
import io.kalends.settings.Settings;
import java.time.Clock;
import java.util.HashSet;
import java.util.Set;

/** Offers consent under the type {@code feishu}, for Feishu, Lark and self-hosted servers. */
public final class FeishuTokenEndpointFactory implements TokenEndpointFactory {

  /** For {@link java.util.ServiceLoader}. */
  public FeishuTokenEndpointFactory() {}

  @Override
  public String type() {
    return "feishu";
  }

  @Override
  public TokenEndpoint create(Settings settings, Clock clock) {
    Set<String> known = new HashSet<>(App.KEYS);
    known.addAll(ConsentPlaces.KEYS);
    known.addAll(Timeouts.KEYS);
    settings.refuseUnknown(known);
    App app = App.from(settings);
    ConsentPlaces places = ConsentPlaces.from(settings);
    return new FeishuTokenEndpoint(
        app, places, new OpenApiClient(Timeouts.from(settings), clock), clock);
  }
}
