package io.kalends.adapters.feishu;

import io.kalends.settings.Settings;
import java.net.URI;
import java.util.Arrays;
import java.util.Optional;

/** The two public clouds, each with its host of methods and its host of accounts. */
enum Brand {
  /** China. */
  FEISHU("feishu", "https://open.feishu.cn", "https://accounts.feishu.cn"),
  /** Everywhere else. */
  LARK("lark", "https://open.larksuite.com", "https://accounts.larksuite.com");

  private final String word;
  private final URI openApi;
  private final URI accounts;

  Brand(String word, String openApi, String accounts) {
    this.word = word;
    this.openApi = URI.create(openApi);
    this.accounts = URI.create(accounts);
  }

  /**
   * Where the methods are served.
   *
   * @param settings {@code openApi} or {@code brand}; neither means Feishu
   * @return the base URL
   */
  static URI openApi(Settings settings) {
    boolean named = settings.optionalText("openApi").isPresent();
    Optional<String> brand = settings.optionalText("brand");
    if (named && brand.isPresent()) {
      throw settings.invalid("brand", "openApi is set too; keep one of the two");
    }
    return named ? settings.baseUrl("openApi") : of(settings).openApi;
  }

  /**
   * Where people sign in.
   *
   * @param settings {@code accounts}; without it the host that belongs to {@code openApi}: that of
   *     the same brand, or the same server for any other
   * @return the base URL
   */
  static URI accounts(Settings settings) {
    if (settings.optionalText("accounts").isPresent()) {
      return settings.baseUrl("accounts");
    }
    URI openApi = openApi(settings);
    return Arrays.stream(values())
        .filter(brand -> brand.openApi.getHost().equalsIgnoreCase(openApi.getHost()))
        .map(brand -> brand.accounts)
        .findFirst()
        .orElse(openApi);
  }

  /** One URL below a base, which may end in a slash and may have a path of its own. */
  static URI below(URI base, String path) {
    String text = base.toString();
    int end = text.length();
    while (text.charAt(end - 1) == '/') {
      end--;
    }
    return URI.create(text.substring(0, end) + path);
  }

  private static Brand of(Settings settings) {
    String named = settings.optionalText("brand").orElse(FEISHU.word);
    return Arrays.stream(values())
        .filter(brand -> brand.word.equals(named))
        .findFirst()
        .orElseThrow(
            () ->
                settings.invalid(
                    "brand", "must be feishu or lark; name any other server by openApi"));
  }
}
