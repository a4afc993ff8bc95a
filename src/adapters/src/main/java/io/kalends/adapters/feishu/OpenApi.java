package io.kalends.adapters.feishu;

import io.kalends.adapters.http.Timeouts;
import io.kalends.settings.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Where the contract is served, and how long one call of it may take.
 *
 * @param baseUrl scheme, host, port and perhaps a path prefix; https, or http to a loopback address
 * @param connectTimeout for a TCP connection, for its TLS handshake, and for one to become free
 * @param responseTimeout the longest silence while an answer is awaited
 * @param deadline for one whole call, however slowly it proceeds; a mint makes at most two calls
 */
public record OpenApi(
    URI baseUrl, Duration connectTimeout, Duration responseTimeout, Duration deadline) {

  /** The settings read here. */
  public static final Set<String> KEYS = keys();

  private static final String PATH = "/open-apis/calendar/v4/settings/generate_caldav_conf";

  /** Checks itself; in clear only on loopback, because a token goes there. */
  public OpenApi {
    baseUrl = Settings.of("", Map.of("openApi", baseUrl.toString())).baseUrl("openApi");
    Timeouts.requireBounded("connectTimeout", connectTimeout);
    Timeouts.requireBounded("responseTimeout", responseTimeout);
    Timeouts.requireBounded("deadline", deadline);
  }

  private OpenApi(URI baseUrl, Timeouts timeouts) {
    this(baseUrl, timeouts.connect(), timeouts.response(), timeouts.deadline());
  }

  /**
   * A server of the contract with the usual time-outs (5 s, 30 s and 45 s).
   *
   * @param baseUrl for example {@code https://open.feishu.cn}
   * @return the place with the defaults
   */
  public static OpenApi at(URI baseUrl) {
    return new OpenApi(baseUrl, Timeouts.USUAL);
  }

  /**
   * Reads an instance's settings; whoever calls refuses the keys nobody reads.
   *
   * @param settings {@code openApi} or {@code brand} (neither: Feishu), {@code connectTimeout},
   *     {@code responseTimeout}, {@code deadline}
   * @return the place they name
   * @throws io.kalends.settings.InvalidSetting naming the key and the fix
   */
  public static OpenApi from(Settings settings) {
    return new OpenApi(Brand.openApi(settings), Timeouts.from(settings));
  }

  /**
   * The one method called.
   *
   * @return absolute URL of {@code generate_caldav_conf}
   */
  URI generateCaldavConf() {
    return Brand.below(baseUrl, PATH);
  }

  /**
   * The time-outs, together.
   *
   * @return as they are here
   */
  public Timeouts timeouts() {
    return new Timeouts(connectTimeout, responseTimeout, deadline);
  }

  private static Set<String> keys() {
    Set<String> keys = new HashSet<>(Timeouts.KEYS);
    keys.addAll(Set.of("openApi", "brand"));
    return Set.copyOf(keys);
  }
}
