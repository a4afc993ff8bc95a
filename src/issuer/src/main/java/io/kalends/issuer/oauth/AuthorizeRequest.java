package io.kalends.issuer.oauth;

import io.kalends.edge.Parameters;
import io.kalends.issuer.directory.App;
import io.kalends.issuer.directory.Directory;
import io.kalends.issuer.token.Challenge;
import io.kalends.issuer.token.OAuthError;
import io.kalends.issuer.token.OAuthRefusal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What an app asks of a person, checked against what is registered now.
 *
 * @param app who asks
 * @param redirectUri one of the app's, to the letter
 * @param scopes all of them the app's
 * @param state for the app; empty for none
 * @param challenge of PKCE
 */
record AuthorizeRequest(
    App app, String redirectUri, Set<String> scopes, String state, Challenge challenge) {

  private static final int MAX_SCOPES = 50;
  private static final Set<String> ONCE =
      Set.of("response_type", "scope", "state", "code_challenge", "code_challenge_method");

  /** Goes back to the app: its redirect address is known to be right. */
  static final class SentBack extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String location;

    SentBack(String location) {
      super("sent back", null, false, false);
      this.location = location;
    }

    String location() {
      return location;
    }
  }

  /**
   * Reads a query.
   *
   * @param query as sent
   * @param directory the apps
   * @throws OAuthRefusal when the answer is a page: nobody is ever sent to an address that is not
   *     registered to the letter
   * @throws SentBack when the answer is for the app
   */
  static AuthorizeRequest read(String query, Directory directory) {
    Parameters sent = parameters(query);
    App app =
        directory
            .app(sent.one("client_id").orElseThrow(() -> missing(sent, "client_id")))
            .orElseThrow(() -> new OAuthRefusal(OAuthError.APP_UNKNOWN));
    if (!app.has(App.Switch.ENABLED)) {
      throw new OAuthRefusal(OAuthError.APP_DISABLED);
    }
    String redirectUri = sent.one("redirect_uri").orElse("");
    if (app.redirectUris().stream().noneMatch(uri -> uri.toString().equals(redirectUri))) {
      throw new OAuthRefusal(OAuthError.REDIRECT_NOT_REGISTERED);
    }
    Set<String> scopes = scopes(sent, app);
    String state = sent.one("state").orElse("");
    for (String name : ONCE) {
      if (sent.all(name).size() > 1) {
        throw back(redirectUri, "invalid_request", state);
      }
    }
    if (!sent.one("response_type").orElse("").equals("code")) {
      boolean missing = sent.one("response_type").orElse("").isEmpty();
      throw back(redirectUri, missing ? "invalid_request" : "unsupported_response_type", state);
    }
    return new AuthorizeRequest(
        app, redirectUri, scopes, state, challenge(sent, redirectUri, state));
  }

  private static Parameters parameters(String query) {
    try {
      return Parameters.of(query);
    } catch (IllegalArgumentException e) {
      throw new OAuthRefusal(OAuthError.REQUEST_MALFORMED);
    }
  }

  private static OAuthRefusal missing(Parameters sent, String name) {
    return new OAuthRefusal(
        sent.all(name).isEmpty() ? OAuthError.FIELD_MISSING : OAuthError.REQUEST_MALFORMED);
  }

  private static Set<String> scopes(Parameters sent, App app) {
    String text = sent.one("scope").orElse("").strip();
    List<String> scopes = text.isEmpty() ? List.of() : List.of(text.split(" +"));
    if (scopes.size() > MAX_SCOPES) {
      throw new OAuthRefusal(OAuthError.REQUEST_MALFORMED);
    }
    if (!app.scopes().containsAll(scopes)) {
      throw new OAuthRefusal(OAuthError.SCOPE_NOT_THE_APPS);
    }
    return Set.copyOf(new HashSet<>(scopes));
  }

  private static Challenge challenge(Parameters sent, String redirectUri, String state) {
    String value = sent.one("code_challenge").orElse("");
    String method = sent.one("code_challenge_method").orElse("");
    if (value.isEmpty() && method.isEmpty()) {
      return Challenge.NONE;
    }
    try {
      return new Challenge(method.isEmpty() ? "plain" : method, value);
    } catch (IllegalArgumentException e) {
      throw back(redirectUri, "invalid_request", state);
    }
  }

  private static SentBack back(String redirectUri, String error, String state) {
    return new SentBack(
        Redirection.to(redirectUri).with("error", error).with("state", state).url());
  }
}
