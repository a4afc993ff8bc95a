package io.kalends.host;

import com.fasterxml.jackson.databind.JsonNode;
import io.kalends.Worker;
import io.kalends.davx5.Davx5Settings;
import io.kalends.delivery.Exposure;
import io.kalends.edge.config.DatabaseFields;
import io.kalends.edge.config.Fields;
import io.kalends.edge.config.InvalidSetting;
import io.kalends.edge.config.SecretFile;
import io.kalends.edge.config.YamlFile;
import io.kalends.ledger.Ledger.Pace;
import io.kalends.profile.ProfileBuilder;
import io.kalends.profile.ProfileNaming;
import io.kalends.profile.ProfileTemplates;
import io.kalends.secret.Secret;
import io.kalends.settings.Settings;
import io.kalends.signing.SigningIdentity;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads the service's configuration file. */
final class HostFile {

  private static final Set<String> KEYS =
      Set.of(
          "tenant",
          "listen",
          "database",
          "masterKeys",
          "signing",
          "profiles",
          "davx5",
          "exposure",
          "worker",
          "sources",
          "instances");

  private static final Set<String> SOURCE_KEYS =
      Set.of("name", "type", "tokenFile", "pace", "settings", "secrets");
  private static final Set<String> INSTANCE_KEYS =
      Set.of("name", "type", "source", "provision", "only", "reconcile", "settings", "secrets");

  private static final Duration SHORTEST = Duration.ofSeconds(15);

  private final Path folder;

  private HostFile(Path folder) {
    this.folder = folder;
  }

  static HostConfig read(Path file) {
    Path folder = file.toAbsolutePath().normalize().resolveSibling("");
    try {
      return new HostFile(folder).config(new Fields(YamlFile.read(file), KEYS));
    } catch (InvalidSetting e) {
      throw e.inside("configuration " + file + ": ");
    }
  }

  private HostConfig config(Fields top) {
    List<HostConfig.Source> sources = top.each("sources", this::source);
    List<HostConfig.Instance> instances = top.each("instances", this::instance);
    requireKnown(sources, instances);
    Fields listen = top.sectionOrEmpty("listen", Set.of("host", "port"));
    return new HostConfig(
        new HostConfig.Draft(
            top.text("tenant"),
            listen.optionalText("host").orElse(HostConfig.DEFAULT_HOST),
            listen.number("port").orElse(HostConfig.DEFAULT_PORT),
            DatabaseFields.in(top, folder, "kalends"),
            MasterKeyFields.in(top, folder),
            signing(top),
            profiles(top),
            davx5(top),
            exposure(top),
            lease(top),
            sources,
            instances));
  }

  private Optional<Function<Clock, SigningIdentity>> signing(Fields top) {
    return top.section(
        "signing",
        Set.of("key", "passwordFile", "chain", "alias"),
        fields -> {
          Path key = folder.resolve(fields.text("key"));
          Optional<Secret> password =
              fields
                  .optionalText("passwordFile")
                  .map(file -> Secret.of(SecretFile.read("passwordFile", folder.resolve(file))));
          List<Path> chain =
              fields.texts("chain").orElse(Set.of()).stream().map(folder::resolve).toList();
          String alias = fields.optionalText("alias").orElse("");
          return clock -> identity(key, password, chain, alias, clock);
        });
  }

  private static SigningIdentity identity(
      Path key, Optional<Secret> password, List<Path> chain, String alias, Clock clock) {
    String name = key.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".p12") || name.endsWith(".pfx")) {
      Secret secret =
          password.orElseThrow(
              () -> new InvalidSetting("signing.passwordFile", "missing; PKCS#12 files have one"));
      return SigningIdentity.pkcs12(key, secret, alias, clock);
    }
    List<Path> certificates = chain.isEmpty() ? List.of(key) : chain;
    return password
        .map(secret -> SigningIdentity.pem(key, secret, certificates, clock))
        .orElseGet(() -> SigningIdentity.pem(key, certificates, clock));
  }

  private ProfileBuilder profiles(Fields top) {
    Fields fields = top.sectionOrEmpty("profiles", Set.of("prefix", "organization", "templates"));
    ProfileNaming naming =
        ProfileNaming.of(
            fields.optionalText("prefix").orElse(ProfileNaming.DEFAULT_PREFIX), top.text("tenant"));
    ProfileTemplates templates =
        fields
            .optionalText("templates")
            .map(place -> ProfileTemplates.with(folder.resolve(place)))
            .orElseGet(ProfileTemplates::builtIn);
    return new ProfileBuilder(
        templates,
        fields.optionalText("organization").map(naming::withOrganization).orElse(naming));
  }

  private Optional<Davx5Settings> davx5(Fields top) {
    if (!top.has("davx5")) {
      return Optional.empty();
    }
    Map<String, String> values = new LinkedHashMap<>(top.scalars("davx5"));
    values.computeIfPresent("licence", (key, file) -> folder.resolve(file).toString());
    return Optional.of(Davx5Settings.read(Settings.of("davx5", values)));
  }

  /** Shorter than the time-outs of a step together, and two nodes may take one step twice. */
  private static Duration lease(Fields top) {
    return top.sectionOrEmpty("worker", Set.of("lease"))
        .optionalText("lease")
        .map(HostFile::duration)
        .orElse(Worker.LEASE);
  }

  private static Duration duration(String text) {
    try {
      Duration duration = Duration.parse(text);
      if (duration.compareTo(SHORTEST) >= 0) {
        return duration;
      }
    } catch (DateTimeParseException e) {
      // The same answer as to one that is too short.
    }
    throw new InvalidSetting("worker.lease", "must be an ISO 8601 duration of PT15S or more");
  }

  private static Set<Exposure> exposure(Fields top) {
    Set<Exposure> classes = EnumSet.noneOf(Exposure.class);
    top.texts("exposure")
        .orElse(Set.of())
        .forEach(name -> classes.add(Fields.checked(() -> Exposure.named(name))));
    return classes;
  }

  private HostConfig.Source source(JsonNode node) {
    Fields fields = new Fields(node, SOURCE_KEYS);
    String name = name(fields);
    Fields pace = fields.sectionOrEmpty("pace", Set.of("perSecond", "perMinute"));
    return new HostConfig.Source(
        name,
        fields.text("type"),
        settings("sources." + name, fields),
        folder.resolve(fields.text("tokenFile")),
        Fields.checked(
            () ->
                new Pace(
                    name,
                    pace.number("perSecond").orElse(50),
                    pace.number("perMinute").orElse(1000))));
  }

  private HostConfig.Instance instance(JsonNode node) {
    Fields fields = new Fields(node, INSTANCE_KEYS);
    String name = name(fields);
    return new HostConfig.Instance(
        name,
        fields.text("type"),
        settings("instances." + name, fields),
        fields.text("source"),
        provision(fields),
        ReconcileTimes.in(fields));
  }

  private static String name(Fields fields) {
    String name = fields.text("name");
    if (!name.matches("[a-z0-9]([a-z0-9-]{0,62})")) {
      throw new InvalidSetting("name", "must have 1 to 63 of a-z, 0-9 and hyphen");
    }
    return name;
  }

  private static Provision provision(Fields fields) {
    Provision.Mode mode = fields.word("provision", Provision.Mode.class).orElse(Provision.Mode.OFF);
    if (mode != Provision.Mode.FILTER) {
      return Provision.of(mode);
    }
    Fields only = fields.sectionOrEmpty("only", Set.of("owners", "serials", "enrollments"));
    return Provision.pilot(
        only.texts("owners").orElse(Set.of()),
        only.texts("serials").orElse(Set.of()),
        only.texts("enrollments").orElse(Set.of()));
  }

  /** An adapter's own settings, and the secrets among them, each alone in a file. */
  private Settings settings(String prefix, Fields fields) {
    Map<String, String> values = new LinkedHashMap<>(fields.scalars("settings"));
    fields
        .scalars("secrets")
        .forEach((key, file) -> values.put(key, SecretFile.read(key, folder.resolve(file))));
    return Settings.of(prefix, values);
  }

  private static void requireKnown(
      List<HostConfig.Source> sources, List<HostConfig.Instance> instances) {
    List<String> names = new ArrayList<>(sources.stream().map(HostConfig.Source::name).toList());
    for (HostConfig.Instance instance : instances) {
      if (!names.contains(instance.source())) {
        throw new InvalidSetting(
            "instances." + instance.name() + ".source",
            "no such source; there are: " + String.join(", ", names));
      }
    }
  }
}
