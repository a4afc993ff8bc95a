package io.kalends.host;

import io.kalends.davx5.Davx5Settings;
import io.kalends.delivery.Exposure;
import io.kalends.ledger.Ledger;
import io.kalends.ledger.Ledger.Pace;
import io.kalends.profile.ProfileBuilder;
import io.kalends.settings.Settings;
import io.kalends.signing.SigningIdentity;
import io.kalends.store.DatabasePlace;
import io.kalends.store.sealing.MasterKeys;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** How the service runs, read from a file and checked. Shows no secret. */
public final class HostConfig {

  /** Where it listens unless said otherwise. */
  static final int DEFAULT_PORT = 8470;

  static final String DEFAULT_HOST = "127.0.0.1";

  /**
   * A calendar service.
   *
   * @param name by which instances name it
   * @param type of the adapter
   * @param settings for the adapter
   * @param tokenFile lines of {@code owner-address token}, kept fresh by somebody else
   * @param pace how fast it may be asked to mint
   */
  record Source(String name, String type, Settings settings, Path tokenFile, Pace pace) {}

  /**
   * An MDM.
   *
   * @param name in the path of its webhook, and in every row of the ledger
   * @param type of the adapter
   * @param settings for the adapter
   * @param source the name of the calendar service its devices are served from
   * @param provision which of its devices are served by themselves
   * @param reconcile how its registry is kept true
   */
  record Instance(
      String name,
      String type,
      Settings settings,
      String source,
      Provision provision,
      ReconcileTimes reconcile) {}

  private final Draft now;

  HostConfig(Draft draft) {
    this.now = draft;
  }

  /**
   * Reads a configuration.
   *
   * @param file YAML; relative paths in it start at its folder
   * @return checked, nothing opened yet
   * @throws io.kalends.edge.config.InvalidSetting naming the file, the field and the fix
   */
  public static HostConfig read(Path file) {
    return HostFile.read(file);
  }

  /** The organisation served. */
  String tenant() {
    return now.tenant;
  }

  /** Address to listen on. */
  String host() {
    return now.host;
  }

  /** 0 for any free one. */
  int port() {
    return now.port;
  }

  /** Where the ledger is. */
  DatabasePlace database() {
    return now.database;
  }

  /**
   * Under which accounts rest in the ledger.
   *
   * @param random for trying out the keys of a token
   * @throws io.kalends.store.token.TokenFailure when they are in a token that does not open
   */
  MasterKeys masterKeys(SecureRandom random) {
    return now.masterKeys.apply(random);
  }

  /** Opens the key that signs Apple profiles; empty where only Android is served. */
  Optional<Function<Clock, SigningIdentity>> signing() {
    return now.signing;
  }

  /** Makes Apple profiles. */
  ProfileBuilder profiles() {
    return now.profiles;
  }

  /** The administrator's part of DAVx5's settings; empty where no Android is served. */
  Optional<Davx5Settings> davx5() {
    return now.davx5;
  }

  /** Classes of exposure allowed by name. */
  Set<Exposure> exposure() {
    return now.exposure;
  }

  /** How long a step may take before another node takes it over. */
  Duration lease() {
    return now.lease;
  }

  /** Calendar services. */
  List<Source> sources() {
    return now.sources;
  }

  /** MDMs. */
  List<Instance> instances() {
    return now.instances;
  }

  /** Where an MDM's enrollments are in the ledger; one that nobody configured is refused. */
  Ledger.Instance known(String name) {
    List<String> names = now.instances.stream().map(Instance::name).toList();
    if (!names.contains(name)) {
      throw new IllegalArgumentException(
          "instance: there is no '%s' in the configuration; there are: %s"
              .formatted(name, String.join(", ", names)));
    }
    return new Ledger.Instance(now.tenant, name);
  }

  /** The configuration while it is being read. */
  record Draft(
      String tenant,
      String host,
      int port,
      DatabasePlace database,
      Function<SecureRandom, MasterKeys> masterKeys,
      Optional<Function<Clock, SigningIdentity>> signing,
      ProfileBuilder profiles,
      Optional<Davx5Settings> davx5,
      Set<Exposure> exposure,
      Duration lease,
      List<Source> sources,
      List<Instance> instances) {}
}
