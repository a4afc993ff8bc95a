package io.kalends.host;

import io.kalends.Kalends;
import io.kalends.account.CredentialSource;
import io.kalends.account.CredentialSourceFactory;
import io.kalends.consent.TokenFile;
import io.kalends.davx5.Davx5Builder;
import io.kalends.davx5.Davx5Plan;
import io.kalends.davx5.Davx5Templates;
import io.kalends.enrollment.Device;
import io.kalends.event.EventReceiver;
import io.kalends.ledger.Ledger;
import io.kalends.ledger.Ledger.Instance;
import io.kalends.mdm.MdmProvider;
import io.kalends.mdm.MdmProviderFactory;
import io.kalends.reconcile.Reconciled;
import io.kalends.signing.ProfileSigner;
import io.kalends.store.sealing.Sealer;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Function;

/** The configured providers with everything their devices need on the way. */
final class Roads implements Ledger.Admission, AutoCloseable {

  private final HostConfig config;
  private final Map<String, MdmProvider> providers = new LinkedHashMap<>();
  private final Map<String, Provision> provisions = new HashMap<>();
  private final List<Kalends> all = new ArrayList<>();
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  private Roads(HostConfig config) {
    this.config = config;
  }

  /** Makes every adapter; calls nobody. */
  static Roads of(HostConfig config, Clock clock, SecureRandom random) {
    Roads roads = new Roads(config);
    try {
      List<Served> sources = roads.sources(clock);
      Sealer sealer = new Sealer(config.masterKeys(random), random);
      for (HostConfig.Instance instance : config.instances()) {
        roads.add(instance, sources, sealer, clock);
      }
      return roads;
    } catch (RuntimeException e) {
      roads.close();
      throw e;
    }
  }

  /** For the worker. */
  List<Kalends> all() {
    return List.copyOf(all);
  }

  /** By instance, those that take webhooks. */
  Map<String, EventReceiver> receivers() {
    Map<String, EventReceiver> receivers = new LinkedHashMap<>();
    providers.forEach(
        (name, provider) -> {
          if (provider instanceof EventReceiver receiver) {
            receivers.put(name, receiver);
          }
        });
    return receivers;
  }

  /** For reconciling. */
  List<Reconciled> reconciled() {
    return config.instances().stream()
        .map(
            one ->
                new Reconciled(
                    new Instance(config.tenant(), one.name()),
                    Optional.ofNullable(providers.get(one.name())).orElseThrow(),
                    this,
                    one.reconcile().every(),
                    one.reconcile().goneAfter(),
                    one.reconcile().silentAfter()))
        .toList();
  }

  @Override
  public boolean admits(Instance of, Device device) {
    Provision provision = provisions.get(of.instance());
    return provision != null && provision.admits(device);
  }

  /** Last made, first closed. */
  @Override
  public void close() {
    while (!open.isEmpty()) {
      AutoCloseable last = open.pop();
      try {
        last.close();
      } catch (Exception e) {
        throw new IllegalStateException("closing " + last, e);
      }
    }
  }

  /** A calendar service, and the adapter that speaks to it. */
  private record Served(HostConfig.Source config, CredentialSource source) {}

  private List<Served> sources(Clock clock) {
    List<Served> sources = new ArrayList<>();
    for (HostConfig.Source source : config.sources()) {
      CredentialSource made =
          only(CredentialSourceFactory.class, CredentialSourceFactory::type, source.type())
              .create(source.settings(), TokenFile.of(source.tokenFile()), clock);
      open.push(made);
      sources.add(new Served(source, made));
    }
    return sources;
  }

  private void add(HostConfig.Instance instance, List<Served> sources, Sealer sealer, Clock clock) {
    MdmProvider provider =
        only(MdmProviderFactory.class, MdmProviderFactory::type, instance.type())
            .create(instance.settings(), clock);
    open.push(provider);
    providers.put(instance.name(), provider);
    provisions.put(instance.name(), instance.provision());
    Served served =
        sources.stream()
            .filter(one -> one.config().name().equals(instance.source()))
            .findFirst()
            .orElseThrow();
    Kalends.Builder road =
        Kalends.between(served.source(), provider)
            .named(config.tenant(), instance.name())
            .pace(served.config().pace())
            .sealer(sealer)
            .allowing(config.exposure())
            .clock(clock);
    config
        .davx5()
        .ifPresent(
            settings ->
                road.davx5(
                    new Davx5Builder(
                        Davx5Templates.builtIn(), settings, Davx5Plan.foreignPassword())));
    config
        .signing()
        .ifPresent(
            identity ->
                road.signedProfiles(
                    config.profiles(), new ProfileSigner(identity.apply(clock), clock)));
    all.add(road.build());
  }

  private static <F> F only(Class<F> kind, Function<F, String> typeOf, String type) {
    List<F> there = ServiceLoader.load(kind).stream().map(ServiceLoader.Provider::get).toList();
    return there.stream()
        .filter(factory -> typeOf.apply(factory).equals(type))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no adapter of type '%s'; there are: %s"
                        .formatted(
                            type,
                            String.join(", ", there.stream().map(typeOf).sorted().toList()))));
  }
}
