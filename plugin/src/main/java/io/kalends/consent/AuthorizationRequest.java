package io.kalends.consent;

import io.kalends.secret.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One request for a person's consent (RFC 6749 section 4.1.1 with PKCE, RFC 7636). It is kept, by
 * whoever made it, until its answer is back: the state tells that answer from forged ones, the
 * verifier proves to the token endpoint that asker and exchanger are one.
 *
 * @param redirectUri where the answer is sent; exactly as registered with the app; https, or http
 *     to a loopback address; without user information and fragment
 * @param scopes what is asked for, 1 to 50 names, in this order
 * @param state comes back with the answer; 22 to 128 unreserved characters, drawn at random
 * @param verifier the proof key: 43 to 128 unreserved characters (RFC 7636 section 4.1)
 * @param alwaysShown whether the page is to be shown even to a person who consented before
 */
public record AuthorizationRequest(
    URI redirectUri, Set<String> scopes, String state, Secret verifier, boolean alwaysShown) {

  private static final int RANDOM_BYTES = 32;
  private static final int MAX_SCOPES = 50;
  private static final Pattern SCOPE = Pattern.compile("[\\x21\\x23-\\x5B\\x5D-\\x7E]{1,256}");
  private static final Pattern STATE = Pattern.compile("[A-Za-z0-9._~-]{22,128}");
  private static final Pattern VERIFIER = Pattern.compile("[A-Za-z0-9._~-]{43,128}");
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]", "localhost");

  /** Checks itself, and keeps the scopes in order. */
  public AuthorizationRequest {
    requireRedirect(redirectUri);
    scopes = Collections.unmodifiableSet(new LinkedHashSet<>(scopes));
    if (scopes.isEmpty() || scopes.size() > MAX_SCOPES) {
      throw new IllegalArgumentException(
          "scopes: " + scopes.size() + " named; ask for 1 to " + MAX_SCOPES);
    }
    if (!scopes.stream().allMatch(scope -> SCOPE.matcher(scope).matches())) {
      throw new IllegalArgumentException(
          "scopes: each is one word of printable ASCII, without quotes and backslashes");
    }
    require("state", 22, STATE, state);
    require("verifier", 43, VERIFIER, verifier.reveal());
  }

  /**
   * A new request with a state and a verifier of 256 random bits each.
   *
   * @param redirectUri where the answer is sent
   * @param scopes what is asked for
   * @param random a source fit for secrets
   * @return a request to be used once
   * @throws IllegalArgumentException naming the part and the fix
   */
  public static AuthorizationRequest fresh(
      URI redirectUri, Set<String> scopes, SecureRandom random) {
    return new AuthorizationRequest(
        redirectUri, scopes, draw(random), Secret.of(draw(random)), false);
  }

  /**
   * The same request, shown even to a person who consented before.
   *
   * @return a new request
   */
  public AuthorizationRequest shownAlways() {
    return new AuthorizationRequest(redirectUri, scopes, state, verifier, true);
  }

  /**
   * What the authorize page is told of the verifier.
   *
   * @return the S256 challenge, 43 characters (RFC 7636 section 4.2)
   */
  public String challenge() {
    return base64(sha256(ascii(verifier.reveal())));
  }

  /**
   * Whether an answer belongs to this request. Takes the same time for any two of one length.
   *
   * @param returned the state that came back
   * @return whether it is this request's
   */
  public boolean isAnsweredWith(String returned) {
    return MessageDigest.isEqual(ascii(state), returned.getBytes(StandardCharsets.UTF_8));
  }

  private static void requireRedirect(URI uri) {
    boolean web = "https".equals(uri.getScheme());
    boolean loopback =
        "http".equals(uri.getScheme()) && uri.getHost() != null && LOOPBACK.contains(uri.getHost());
    if (uri.getHost() == null || !(web || loopback)) {
      throw new IllegalArgumentException(
          "redirect URI: must start with https:// (http is for loopback addresses only)");
    }
    if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "redirect URI: leave out user information and the part after #");
    }
  }

  private static void require(String what, int shortest, Pattern form, String text) {
    if (!form.matcher(text).matches()) {
      throw new IllegalArgumentException(
          what + ": must be " + shortest + " to 128 letters, digits or . _ ~ -");
    }
  }

  private static String draw(SecureRandom random) {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return base64(bytes);
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
