package io.kalends.issuer.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kalends.edge.Request;
import java.util.Set;
import java.util.regex.Pattern;

/** Which calls a fault can hit without being out of place. */
enum Target {
  /** Whatever a program calls. */
  ANY,
  /** The Open API, but not the endpoints that hand out tokens. */
  API,
  /** Only {@code generate_caldav_conf}. */
  MINT,
  /** The endpoints that hand out user tokens. */
  TOKEN,
  /** Those, when a refresh token is sent. */
  REFRESH;

  private static final String MINT_PATH = "/open-apis/calendar/v4/settings/generate_caldav_conf";
  private static final String V1_REFRESH = "/open-apis/authen/v1/oidc/refresh_access_token";
  private static final Set<String> TOKEN_PATHS =
      Set.of(
          "/oauth/v3/token",
          "/open-apis/authen/v2/oauth/token",
          "/open-apis/authen/v1/oidc/access_token",
          V1_REFRESH);
  private static final String APP_TOKENS = "/open-apis/auth/v3/";
  private static final Pattern REFRESHING =
      Pattern.compile("grant_type(=|\"\\s*:\\s*\")refresh_token");

  /** Whether a path is one programs call: pages for people do not misbehave. */
  static boolean isCalled(String path) {
    return TOKEN_PATHS.contains(path)
        || (path.startsWith("/open-apis/") && !path.startsWith("/open-apis/authen/v1/authorize"));
  }

  static boolean isToken(Request request) {
    return TOKEN_PATHS.contains(request.path());
  }

  boolean fits(Request request) {
    return switch (this) {
      case ANY -> true;
      case API -> !isToken(request) && !request.path().startsWith(APP_TOKENS);
      case MINT -> request.path().equals(MINT_PATH);
      case TOKEN -> isToken(request);
      case REFRESH -> isToken(request) && refreshes(request);
    };
  }

  private static boolean refreshes(Request request) {
    return request.path().equals(V1_REFRESH)
        || REFRESHING.matcher(new String(request.body().bytes(), UTF_8)).find();
  }
}
