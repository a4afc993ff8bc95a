package io.kalends.issuer.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kalends.edge.Request;
import io.kalends.issuer.directory.App;
import io.kalends.issuer.directory.AppSecrets;
import io.kalends.issuer.directory.Directory;
import io.kalends.issuer.token.OAuthError;
import io.kalends.issuer.token.OAuthRefusal;
import java.net.URLDecoder;
import java.util.Base64;
import java.util.List;

/**
 * Which app is at the token endpoint: it proves it with its secret, in the body or by HTTP Basic.
 */
final class Clients {

  private static final String BASIC = "basic ";

  private final Directory directory;
  private final AppSecrets secrets;

  Clients(Directory directory, AppSecrets secrets) {
    this.directory = directory;
    this.secrets = secrets;
  }

  private record Pair(String id, String secret) {}

  /**
   * The app.
   *
   * @throws OAuthRefusal when it is unknown, cannot prove it, proves it twice, or is disabled
   */
  App client(Request request, Form form) {
    Pair pair = pair(request, form);
    App app = directory.app(pair.id()).orElseThrow(() -> new OAuthRefusal(OAuthError.APP_UNKNOWN));
    if (!secrets.matches(app, pair.secret())) {
      throw new OAuthRefusal(OAuthError.CLIENT_SECRET_WRONG);
    }
    if (!app.has(App.Switch.ENABLED)) {
      throw new OAuthRefusal(OAuthError.APP_DISABLED);
    }
    return app;
  }

  private static Pair pair(Request request, Form form) {
    List<String> sent = request.header("authorization");
    if (sent.isEmpty()) {
      return new Pair(form.required("client_id"), form.required("client_secret"));
    }
    if (sent.size() > 1 || !form.text("client_secret").isEmpty()) {
      throw new OAuthRefusal(OAuthError.TWO_CLIENT_AUTHENTICATIONS);
    }
    Pair pair = basic(sent.get(0));
    String named = form.text("client_id");
    if (!named.isEmpty() && !named.equals(pair.id())) {
      throw new OAuthRefusal(OAuthError.REQUEST_MALFORMED);
    }
    return pair;
  }

  /** Both halves are form-encoded before they are joined: RFC 6749, section 2.3.1. */
  private static Pair basic(String header) {
    if (!header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      throw new OAuthRefusal(OAuthError.REQUEST_MALFORMED);
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(header.substring(BASIC.length()).strip());
      String both = new String(bytes, UTF_8);
      int colon = both.indexOf(':');
      if (colon < 0) {
        throw new OAuthRefusal(OAuthError.REQUEST_MALFORMED);
      }
      return new Pair(
          URLDecoder.decode(both.substring(0, colon), UTF_8),
          URLDecoder.decode(both.substring(colon + 1), UTF_8));
    } catch (IllegalArgumentException e) {
      throw new OAuthRefusal(OAuthError.REQUEST_MALFORMED);
    }
  }
}
