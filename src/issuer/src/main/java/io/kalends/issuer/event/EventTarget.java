package io.kalends.issuer.event;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where an app receives its events, and what it knows them by. It shows neither token nor key, and
 * of the URL only scheme and host: webhooks are often kept secret by their path.
 */
public final class EventTarget {

  private static final int MAX_PORT = 65_535;
  private static final Pattern SECRET = Pattern.compile("[\\x21-\\x7e]{1,256}");
  private static final Pattern LOOPBACK = Pattern.compile("127(\\.\\d{1,3}){3}");
  private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "[::1]");

  private final String appId;
  private final URI url;
  private final String verificationToken;

  /** Empty when events go out as they are. */
  private final String encryptKey;

  private EventTarget(String appId, URI url, String verificationToken, String encryptKey) {
    if (appId.isBlank()) {
      throw new IllegalArgumentException("app id: empty; write for example cli_a1b2c3");
    }
    checkUrl(url);
    checkSecret("verification token", verificationToken);
    this.appId = appId;
    this.url = url;
    this.verificationToken = verificationToken;
    this.encryptKey = encryptKey;
  }

  /**
   * An app without an Encrypt Key: events go out readable and unsigned.
   *
   * @param appId for example {@code cli_a1b2c3}
   * @param url where events are posted to; https, or http on this machine
   * @param verificationToken sent in every event
   * @return checked
   * @throws IllegalArgumentException naming what is wrong, without its value
   */
  public static EventTarget readable(String appId, URI url, String verificationToken) {
    return new EventTarget(appId, url, verificationToken, "");
  }

  /**
   * An app with an Encrypt Key: events are encrypted and signed with it.
   *
   * @param appId for example {@code cli_a1b2c3}
   * @param url where events are posted to; https, or http on this machine
   * @param verificationToken sent in every event
   * @param encryptKey the key
   * @return checked
   * @throws IllegalArgumentException naming what is wrong, without its value
   */
  public static EventTarget encrypted(
      String appId, URI url, String verificationToken, String encryptKey) {
    checkSecret("encrypt key", encryptKey);
    return new EventTarget(appId, url, verificationToken, encryptKey);
  }

  /**
   * Whose events.
   *
   * @return the app's id
   */
  public String appId() {
    return appId;
  }

  /**
   * Whether events are encrypted and signed.
   *
   * @return true with an Encrypt Key
   */
  public boolean isEncrypted() {
    return !encryptKey.isEmpty();
  }

  URI url() {
    return url;
  }

  String verificationToken() {
    return verificationToken;
  }

  String encryptKey() {
    if (!isEncrypted()) {
      throw new IllegalStateException("app " + appId + " has no Encrypt Key");
    }
    return encryptKey;
  }

  /** The part of the URL that may be shown. */
  String origin() {
    return url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
  }

  @Override
  public String toString() {
    return appId + " at " + origin() + (isEncrypted() ? " (encrypted)" : " (readable)");
  }

  private static void checkUrl(URI url) {
    String host = url.getHost();
    if (host == null || url.getRawUserInfo() != null || url.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "event url: needs a host and may have neither user nor fragment; write for example"
              + " https://app.example.com/webhook");
    }
    if (url.getPort() > MAX_PORT) {
      throw new IllegalArgumentException("event url: the port must be between 1 and " + MAX_PORT);
    }
    boolean secure = "https".equalsIgnoreCase(url.getScheme());
    if (!secure && !("http".equalsIgnoreCase(url.getScheme()) && isLoopback(host))) {
      throw new IllegalArgumentException(
          "event url: must begin with https:// (http:// only to this machine: 127.0.0.1, [::1],"
              + " localhost)");
    }
  }

  private static boolean isLoopback(String host) {
    return LOOPBACK.matcher(host).matches()
        || LOOPBACK_NAMES.contains(host.toLowerCase(Locale.ROOT));
  }

  private static void checkSecret(String field, String value) {
    if (!SECRET.matcher(value).matches()) {
      throw new IllegalArgumentException(
          field + ": must have 1 to 256 visible ASCII characters; copy it from the app's console");
    }
  }
}
