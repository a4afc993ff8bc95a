package io.kalends.account;

import io.kalends.secret.Secret;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.util.IPAddress;
import org.jspecify.annotations.Nullable;

/**
 * One working CalDAV login, always over TLS. Checks itself when made, so that what reaches a
 * profile cannot break it.
 */
public final class CalDavAccount {

  /** The port of CalDAV over TLS (RFC 6764 leaves it to HTTPS). */
  public static final int HTTPS = 443;

  private static final int MAX_USER_NAME = 10_240;
  private static final int MAX_PASSWORD = 10_240;
  private static final Pattern HOST =
      Pattern.compile(
          "(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
              + "(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*");

  private final String host;
  private final int port;
  private final String userName;
  private final Secret password;
  private final @Nullable URI principalUrl;

  private CalDavAccount(
      String host, int port, String userName, Secret password, @Nullable URI principalUrl) {
    this.host = host;
    this.port = port;
    this.userName = userName;
    this.password = password;
    this.principalUrl = principalUrl;
  }

  /**
   * An account found by discovery (RFC 6764), which is how every client prefers it.
   *
   * @param host DNS name (punycode for others than ASCII) or address (IPv6 in brackets); no scheme,
   *     port or path
   * @param port 1 to 65535
   * @param userName printable, no colon: HTTP Basic cannot carry one (RFC 7617 section 2)
   * @param password printable
   * @return the checked account, without a principal URL
   * @throws IllegalArgumentException naming the field and the fix
   */
  public static CalDavAccount of(String host, int port, String userName, Secret password) {
    if (host.contains("://")) {
      throw new IllegalArgumentException(
          "host has a scheme; give the bare host name, for example caldav.example.org");
    }
    if (!HOST.matcher(host).matches() && !isBracketedIpv6(host)) {
      throw new IllegalArgumentException(
          "host is not a bare host name or address; leave out port and path, and write names"
              + " beyond ASCII in punycode");
    }
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException(
          "port " + port + " is outside 1 to 65535; HTTPS uses " + HTTPS);
    }
    requirePrintable("user name", userName, MAX_USER_NAME);
    if (userName.indexOf(':') >= 0) {
      throw new IllegalArgumentException(
          "user name holds a colon, which HTTP Basic authentication cannot carry");
    }
    requirePrintable("password", password.reveal(), MAX_PASSWORD);
    return new CalDavAccount(host, port, userName, password, null);
  }

  /**
   * The same account with the principal URL its source gave.
   *
   * @param url absolute https URL on this account's host
   * @return a new account
   * @throws IllegalArgumentException naming the fix; a wrong principal URL breaks set-up on macOS
   */
  public CalDavAccount withPrincipalUrl(URI url) {
    if (!"https".equals(url.getScheme())
        || !host.equalsIgnoreCase(url.getHost())
        || url.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "principal URL must be an absolute https URL on " + host + " without user information");
    }
    return new CalDavAccount(host, port, userName, password, url);
  }

  /**
   * The bare host.
   *
   * @return DNS name or address
   */
  public String host() {
    return host;
  }

  /**
   * The TCP port.
   *
   * @return 1 to 65535
   */
  public int port() {
    return port;
  }

  /**
   * The login name.
   *
   * @return opaque; never with a colon
   */
  public String userName() {
    return userName;
  }

  /**
   * The password.
   *
   * @return guarded
   */
  public Secret password() {
    return password;
  }

  /**
   * The principal URL.
   *
   * @return present only if the source gave one
   */
  public Optional<URI> principalUrl() {
    return Optional.ofNullable(principalUrl);
  }

  @Override
  public String toString() {
    return "CalDavAccount[" + userName + " at " + host + ":" + port + "]";
  }

  private static boolean isBracketedIpv6(String host) {
    return host.startsWith("[")
        && host.endsWith("]")
        && IPAddress.isValidIPv6(host.substring(1, host.length() - 1));
  }

  private static void requirePrintable(String field, String text, int maxChars) {
    if (text.isBlank()) {
      throw new IllegalArgumentException(field + " is empty");
    }
    if (text.length() > maxChars) {
      throw new IllegalArgumentException(field + " is longer than " + maxChars + " characters");
    }
    boolean printable =
        text.codePoints()
            .noneMatch(
                c ->
                    Character.isISOControl(c)
                        || Character.getType(c) == Character.SURROGATE
                        || (c & 0xFFFE) == 0xFFFE);
    if (!printable) {
      throw new IllegalArgumentException(
          field + " holds a control character, half a surrogate pair or a non-character");
    }
  }
}
