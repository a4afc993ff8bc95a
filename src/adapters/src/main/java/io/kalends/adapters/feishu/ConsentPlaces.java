package io.kalends.adapters.feishu;

import io.kalends.settings.Settings;
import java.net.URI;
import java.util.Set;

/**
 * The three URLs of consent. Each follows from the hosts and may be set by itself, because regions
 * and generations of the service put them on different ones.
 *
 * @param authorize the page a person is sent to
 * @param token where codes and refresh tokens are exchanged
 * @param userInfo where a token says whose it is
 */
record ConsentPlaces(URI authorize, URI token, URI userInfo) {

  /** The settings read here. */
  static final Set<String> KEYS =
      Set.of("brand", "openApi", "accounts", "authorizeUrl", "tokenUrl", "tokenGeneration");

  static ConsentPlaces from(Settings settings) {
    URI openApi = Brand.openApi(settings);
    URI accounts = Brand.accounts(settings);
    URI page = Brand.below(accounts, "/open-apis/authen/v1/authorize");
    return new ConsentPlaces(
        or(settings, "authorizeUrl", page),
        token(settings, openApi, accounts),
        Brand.below(openApi, "/open-apis/authen/v1/user_info"));
  }

  /** v2 is documented for both brands; v3 is the newer one, on Feishu's host of accounts. */
  private static URI token(Settings settings, URI openApi, URI accounts) {
    boolean named = settings.optionalText("tokenUrl").isPresent();
    if (named && settings.optionalText("tokenGeneration").isPresent()) {
      throw settings.invalid("tokenGeneration", "tokenUrl is set too; keep one of the two");
    }
    if (named) {
      return settings.baseUrl("tokenUrl");
    }
    return switch (settings.optionalText("tokenGeneration").orElse("v2")) {
      case "v2" -> Brand.below(openApi, "/open-apis/authen/v2/oauth/token");
      case "v3" -> Brand.below(accounts, "/oauth/v3/token");
      default ->
          throw settings.invalid(
              "tokenGeneration", "must be v2 or v3; name any other endpoint by tokenUrl");
    };
  }

  private static URI or(Settings settings, String key, URI byDefault) {
    return settings.optionalText(key).isPresent() ? settings.baseUrl(key) : byDefault;
  }
}
