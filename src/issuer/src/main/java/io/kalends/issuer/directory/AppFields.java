package io.kalends.issuer.directory;

import com.fasterxml.jackson.databind.JsonNode;
import io.kalends.edge.config.Fields;
import io.kalends.edge.config.InvalidSetting;
import io.kalends.edge.config.SecretFile;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** One app, as the configuration writes it down. */
final class AppFields {

  private static final Set<String> KNOWN =
      Set.of(
          "id",
          "name",
          "kind",
          "tenant",
          "tenants",
          "unit",
          "scopes",
          "redirectUris",
          "bot",
          "refresh",
          "enabled",
          "availableTo",
          "allowedAddresses",
          "secretFile",
          "secretSha256");

  private final Path folder;

  /**
   * Reads apps whose secrets are in a folder.
   *
   * @param folder where files are that an app names
   */
  AppFields(Path folder) {
    this.folder = folder;
  }

  App app(JsonNode node) {
    Fields fields = new Fields(node, KNOWN);
    App app = base(fields);
    if (fields.has("name")) {
      app = app.named(fields.text("name"));
    }
    if (fields.has("unit")) {
      app = app.inUnit(fields.text("unit"));
    }
    return app.withScopes(fields.texts("scopes").orElse(App.CALDAV_SCOPES))
        .redirectingTo(redirectUris(fields))
        .switched(switches(fields))
        .availableTo(fields.texts("availableTo").orElse(Set.of()))
        .calledFrom(fields.texts("allowedAddresses").orElse(Set.of()))
        .withSecrets(secrets(fields));
  }

  private static App base(Fields fields) {
    App.Kind kind = fields.word("kind", App.Kind.class).orElse(App.Kind.CUSTOM);
    if (kind == App.Kind.CUSTOM) {
      if (fields.has("tenants")) {
        throw new InvalidSetting("tenants", "is for kind: store; a custom app has one tenant");
      }
      return App.of(fields.text("id"), fields.text("tenant"));
    }
    if (fields.has("tenant")) {
      throw new InvalidSetting("tenant", "is for kind: custom; a store app has tenants, a list");
    }
    Set<String> tenants =
        fields.texts("tenants").orElseThrow(() -> new InvalidSetting("tenants", "missing; set it"));
    if (tenants.isEmpty()) {
      throw new InvalidSetting("tenants", "is empty; name the tenants that installed the app");
    }
    return App.of(fields.text("id"), tenants.iterator().next()).inStore(tenants);
  }

  private static List<URI> redirectUris(Fields fields) {
    List<URI> uris = new ArrayList<>();
    for (String text : fields.texts("redirectUris").orElse(Set.of())) {
      try {
        uris.add(new URI(text));
      } catch (URISyntaxException e) {
        throw new InvalidSetting("redirectUris", "must be http or https addresses with a host");
      }
    }
    return uris;
  }

  private static Set<App.Switch> switches(Fields fields) {
    Set<App.Switch> on = EnumSet.noneOf(App.Switch.class);
    if (fields.flag("enabled", true)) {
      on.add(App.Switch.ENABLED);
    }
    if (fields.flag("bot", true)) {
      on.add(App.Switch.BOT);
    }
    if (fields.flag("refresh", true)) {
      on.add(App.Switch.REFRESH);
    }
    return on;
  }

  private Set<SecretHash> secrets(Fields fields) {
    if (fields.has("secretFile") && fields.has("secretSha256")) {
      throw new InvalidSetting("secretFile", "set either secretFile or secretSha256");
    }
    if (fields.has("secretFile")) {
      Path file = folder.resolve(fields.text("secretFile"));
      try {
        return Set.of(SecretHash.of(SecretFile.read("secretFile", file)));
      } catch (InvalidDirectory e) {
        throw new InvalidSetting("secretFile", file + ": the " + e.getMessage());
      }
    }
    return fields.has("secretSha256") ? Set.of(hash(fields, "secretSha256")) : Set.of();
  }

  static SecretHash hash(Fields fields, String name) {
    try {
      return new SecretHash(fields.text(name));
    } catch (InvalidDirectory e) {
      throw new InvalidSetting(name, "must have 64 hexadecimal digits in lower case");
    }
  }
}
