package io.kalends.adapters.feishu;

import io.kalends.secret.Secret;
import io.kalends.settings.Settings;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The app as it is registered with the service.
 *
 * @param id its App ID, {@code cli_...}: public
 * @param secret its App Secret
 */
record App(String id, Secret secret) {

  /** The settings read here. */
  static final Set<String> KEYS = Set.of("appId", "appSecret");

  private static final String PLACE = "developer console > Credentials & Basic Info";
  private static final Pattern WORD = Pattern.compile("[\\x21-\\x7E]{1,256}");

  static App from(Settings settings) {
    String id = settings.text("appId");
    if (!WORD.matcher(id).matches()) {
      throw settings.invalid(
          "appId", "must be one word of ASCII, for example cli_a1b2c3d4e5f6; see " + PLACE);
    }
    Secret secret = settings.secret("appSecret");
    if (!WORD.matcher(secret.reveal()).matches()) {
      throw settings.invalid("appSecret", "must be one word of ASCII; see " + PLACE);
    }
    return new App(id, secret);
  }
}
