package io.kalends.cli;

import io.kalends.account.CredentialSource;
import io.kalends.account.CredentialSourceFactory;
import io.kalends.consent.TokenEndpoint;
import io.kalends.consent.TokenEndpointFactory;
import io.kalends.consent.UserTokens;
import io.kalends.mdm.MdmProvider;
import io.kalends.mdm.MdmProviderFactory;
import io.kalends.settings.Settings;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Function;

/** Finds adapters by the name of their type; nothing here knows which there are. */
final class Adapters {

  private Adapters() {}

  static CredentialSource source(
      String type, Map<String, String> settings, UserTokens tokens, Clock clock) {
    return only(CredentialSourceFactory.class, CredentialSourceFactory::type, type)
        .create(Settings.of("source." + type, settings), tokens, clock);
  }

  static TokenEndpoint tokenEndpoint(String type, Map<String, String> settings, Clock clock) {
    return only(TokenEndpointFactory.class, TokenEndpointFactory::type, type)
        .create(Settings.of("consent." + type, settings), clock);
  }

  static MdmProvider provider(String type, Map<String, String> settings, Clock clock) {
    return only(MdmProviderFactory.class, MdmProviderFactory::type, type)
        .create(Settings.of("provider." + type, settings), clock);
  }

  private static <F> F only(Class<F> kind, Function<F, String> typeOf, String type) {
    List<F> all = ServiceLoader.load(kind).stream().map(ServiceLoader.Provider::get).toList();
    List<F> named = all.stream().filter(factory -> typeOf.apply(factory).equals(type)).toList();
    if (named.size() > 1) {
      throw new IllegalStateException(
          "two adapters call themselves '%s': %s and %s"
              .formatted(type, named.get(0).getClass(), named.get(1).getClass()));
    }
    if (named.isEmpty()) {
      throw new InvalidInput(
          "no adapter of type '%s'; there are: %s"
              .formatted(type, String.join(", ", all.stream().map(typeOf).sorted().toList())));
    }
    return named.get(0);
  }
}
