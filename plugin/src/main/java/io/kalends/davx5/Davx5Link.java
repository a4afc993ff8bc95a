package io.kalends.davx5;

import io.kalends.account.CalDavAccount;
import io.kalends.delivery.ManagedConfiguration;
import io.kalends.secret.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A {@code davx5://user@host[:port]/path} link, which opens the standard app's set-up with server
 * and user name filled in. DAVx5 makes https of it, takes the user information DECODED and splits
 * it at the colon, so a colon cannot travel even percent-encoded (LoginActivity.kt).
 */
public final class Davx5Link {

  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

  /** Host, port unless it is 443, path and query, all as in the https URL. */
  private final String location;

  private final String userName;
  private final @Nullable Secret password;

  private Davx5Link(String location, String userName, @Nullable Secret password) {
    this.location = location;
    this.userName = encoded("user name", userName);
    this.password = password;
    if (password != null) {
      // Checked here, encoded anew in reveal: what is kept is the guarded one only.
      encoded("password", password.reveal());
    }
  }

  /**
   * Host and user name; the user types or pastes the password.
   *
   * @param account where and who
   * @return a link without the password
   * @throws IllegalArgumentException naming the field that would not arrive unchanged
   */
  public static Davx5Link of(CalDavAccount account) {
    return new Davx5Link(location(account), account.userName(), null);
  }

  /**
   * Host and user name of a managed configuration.
   *
   * @param configuration with {@code login_base_url} and {@code login_user_name}
   * @return a link without the password, whether or not the configuration has one
   * @throws IllegalArgumentException naming the key that is missing or would not arrive unchanged
   */
  public static Davx5Link of(ManagedConfiguration configuration) {
    String url = required(configuration, "login_base_url");
    return new Davx5Link(location(url), required(configuration, "login_user_name"), null);
  }

  /**
   * With the password inside: everybody who sees the link or its code can log in. For files only.
   *
   * @param account all of it
   * @return a link that must be treated as a secret
   * @throws IllegalArgumentException when the password has a colon or outer blanks, which DAVx5
   *     would cut
   */
  public static Davx5Link withPassword(CalDavAccount account) {
    return new Davx5Link(location(account), account.userName(), account.password());
  }

  /**
   * Whether the link holds a password.
   *
   * @return true only for one made by {@link #withPassword}
   */
  public boolean holdsPassword() {
    return password != null;
  }

  /**
   * The whole link.
   *
   * @return ASCII only; a secret when {@link #holdsPassword()}
   */
  public String reveal() {
    return password == null ? toString() : text(":" + encoded("password", password.reveal()));
  }

  /** The link for people: with a password, a mask stands in its place. */
  @Override
  public String toString() {
    return text(password == null ? "" : ":" + Secret.MASK);
  }

  private String text(String passwordPart) {
    return "davx5://" + userName + passwordPart + "@" + location;
  }

  private static String location(CalDavAccount account) {
    Optional<URI> principal = account.principalUrl();
    if (principal.isPresent()) {
      return location(principal.get().toString());
    }
    String port = account.port() == CalDavAccount.HTTPS ? "" : ":" + account.port();
    return account.host() + port + "/";
  }

  private static String location(String httpsUrl) {
    URI url;
    try {
      url = new URI(httpsUrl);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("login_base_url is not a URL");
    }
    if (!"https".equalsIgnoreCase(url.getScheme())
        || url.getHost() == null
        || url.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "login_base_url must be an absolute https:// URL without user information");
    }
    String port = url.getPort() < 0 || url.getPort() == 443 ? "" : ":" + url.getPort();
    String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    return URI.create("https://" + url.getHost() + port + path + query)
        .toASCIIString()
        .substring("https://".length());
  }

  private static String required(ManagedConfiguration configuration, String key) {
    if (configuration.values().get(key) instanceof String text && !text.isBlank()) {
      return text;
    }
    throw new IllegalArgumentException(
        "managed configuration has no " + key + ", so no link can be made of it");
  }

  private static String encoded(String field, String text) {
    if (text.indexOf(':') >= 0) {
      throw new IllegalArgumentException(
          field + " holds a colon, at which DAVx5 cuts a link; leave the password out of the link");
    }
    if (LoginRules.losesBlanks(text)) {
      throw new IllegalArgumentException(
          field + " begins or ends with a blank, which DAVx5 cuts off");
    }
    ByteBuffer bytes;
    try {
      bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(field + " holds half a surrogate pair");
    }
    StringBuilder encoded = new StringBuilder(text.length());
    while (bytes.hasRemaining()) {
      int octet = bytes.get() & 0xFF;
      if (octet < 0x20 || octet == 0x7F) {
        throw new IllegalArgumentException(field + " holds a control character");
      }
      if (UNRESERVED.indexOf(octet) >= 0) {
        encoded.append((char) octet);
      } else {
        encoded.append(String.format(Locale.ROOT, "%%%02X", octet));
      }
    }
    return encoded.toString();
  }
}
