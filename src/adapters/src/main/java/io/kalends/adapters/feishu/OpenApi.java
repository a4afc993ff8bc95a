package io.kalends.adapters.feishu;

import io.kalends.settings.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
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

  private static final URI FEISHU = URI.create("https://open.feishu.cn");
  private static final URI LARK = URI.create("https://open.larksuite.com");
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration RESPONSE = Duration.ofSeconds(30);
  private static final Duration DEADLINE = Duration.ofSeconds(45);
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final String PATH = "/open-apis/calendar/v4/settings/generate_caldav_conf";

  /** Checks itself; in clear only on loopback, because a token goes there. */
  public OpenApi {
    baseUrl = Settings.of("", Map.of("openApi", baseUrl.toString())).baseUrl("openApi");
    requireBounded("connectTimeout", connectTimeout);
    requireBounded("responseTimeout", responseTimeout);
    requireBounded("deadline", deadline);
  }

  /**
   * A server of the contract with the usual time-outs (5 s, 30 s and 45 s).
   *
   * @param baseUrl for example {@code https://open.feishu.cn}
   * @return the place with the defaults
   */
  public static OpenApi at(URI baseUrl) {
    return new OpenApi(baseUrl, CONNECT, RESPONSE, DEADLINE);
  }

  /**
   * Reads an instance's settings.
   *
   * @param settings {@code openApi} or {@code brand} (neither: Feishu), {@code connectTimeout},
   *     {@code responseTimeout}, {@code deadline}
   * @return the place they name
   * @throws io.kalends.settings.InvalidSetting naming the key and the fix
   */
  static OpenApi from(Settings settings) {
    settings.refuseUnknown(
        Set.of("openApi", "brand", "connectTimeout", "responseTimeout", "deadline"));
    return new OpenApi(
        baseUrl(settings),
        duration(settings, "connectTimeout", CONNECT),
        duration(settings, "responseTimeout", RESPONSE),
        duration(settings, "deadline", DEADLINE));
  }

  /**
   * The one method called.
   *
   * @return absolute URL of {@code generate_caldav_conf}
   */
  URI generateCaldavConf() {
    String base = baseUrl.toString();
    int end = base.length();
    while (base.charAt(end - 1) == '/') {
      end--;
    }
    return URI.create(base.substring(0, end) + PATH);
  }

  private static URI baseUrl(Settings settings) {
    boolean named = settings.optionalText("openApi").isPresent();
    Optional<String> brand = settings.optionalText("brand");
    if (named && brand.isPresent()) {
      throw settings.invalid("brand", "openApi is set too; keep one of the two");
    }
    if (named) {
      return settings.baseUrl("openApi");
    }
    return switch (brand.orElse("feishu")) {
      case "feishu" -> FEISHU;
      case "lark" -> LARK;
      default ->
          throw settings.invalid(
              "brand", "must be feishu or lark; name any other server by openApi");
    };
  }

  private static Duration duration(Settings settings, String key, Duration byDefault) {
    Duration duration = settings.duration(key, byDefault);
    try {
      requireBounded(key, duration);
    } catch (IllegalArgumentException e) {
      throw settings.invalid(key, "must be from PT0.001S to " + LONGEST);
    }
    return duration;
  }

  private static void requireBounded(String name, Duration duration) {
    if (duration.compareTo(Duration.ofMillis(1)) < 0 || duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(name + " must be from 1 ms to " + LONGEST);
    }
  }
}
