package io.kalends.consent;

import io.kalends.settings.Settings;
import java.time.Clock;

/**
 * Makes a token endpoint from its settings. Found by {@link java.util.ServiceLoader}: list the
 * implementation under {@code META-INF/services/io.kalends.consent.TokenEndpointFactory}.
 */
public interface TokenEndpointFactory {

  /**
   * The name by which a configuration asks for this kind of endpoint; the same as that of the
   * credential source it belongs to.
   *
   * @return lower-case, for example {@code feishu}
   */
  String type();

  /**
   * Makes an endpoint. Does not call out.
   *
   * @param settings this instance's settings, the app's id and secret among them; a key it does not
   *     know must be refused ({@link Settings#refuseUnknown})
   * @param clock the time
   * @return an endpoint to be closed by the caller
   * @throws io.kalends.settings.InvalidSetting naming the key and the fix
   */
  TokenEndpoint create(Settings settings, Clock clock);
}
