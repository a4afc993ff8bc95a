package io.kalends.issuer;

import com.fasterxml.jackson.databind.JsonNode;
import io.kalends.edge.config.Fields;
import io.kalends.edge.config.InvalidSetting;
import io.kalends.edge.config.SecretFile;
import io.kalends.issuer.event.EventTarget;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** The section about apps that are told of leavers and revoked tokens. */
final class EventFields {

  private static final Set<String> KNOWN =
      Set.of("app", "url", "verificationTokenFile", "encryptKeyFile");

  private final Path folder;

  /**
   * Reads targets whose secrets are in a folder.
   *
   * @param folder where files are that an entry names
   */
  EventFields(Path folder) {
    this.folder = folder;
  }

  IssuerConfig in(Fields top, IssuerConfig before) {
    if (!top.has("events")) {
      return before;
    }
    List<EventTarget> targets = top.each("events", this::target);
    IssuerConfig after = before;
    for (int i = 0; i < targets.size(); i++) {
      String app = targets.get(i).appId();
      if (before.directory().app(app).isEmpty()) {
        throw new InvalidSetting(
            "events[" + i + "].app", "is none of " + before.directory().apps());
      }
      if (after.eventTargets().containsKey(app)) {
        throw new InvalidSetting("events[" + i + "].app", "occurs twice; an app has one event URL");
      }
      after = after.telling(targets.get(i));
    }
    return after;
  }

  private EventTarget target(JsonNode node) {
    Fields fields = new Fields(node, KNOWN);
    String app = fields.text("app");
    URI url = url(fields);
    String token = secret(fields, "verificationTokenFile");
    return Fields.checked(
        () ->
            fields.has("encryptKeyFile")
                ? EventTarget.encrypted(app, url, token, secret(fields, "encryptKeyFile"))
                : EventTarget.readable(app, url, token));
  }

  private static URI url(Fields fields) {
    try {
      return new URI(fields.text("url"));
    } catch (URISyntaxException e) {
      throw new InvalidSetting(
          "url", "is no URL; write for example https://app.example.com/events");
    }
  }

  private String secret(Fields fields, String name) {
    return SecretFile.read(name, folder.resolve(fields.text(name)));
  }
}
