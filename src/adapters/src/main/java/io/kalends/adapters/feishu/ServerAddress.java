package io.kalends.adapters.feishu;

import io.kalends.account.CalDavAccount;
import io.kalends.secret.Secret;
import java.util.Locale;

/**
 * The contract's {@code server_address}, read leniently: a bare host as its sample shows, host and
 * port, or an https URL. A path is dropped: clients find the principal by discovery, and a wrong
 * principal URL breaks set-up.
 */
final class ServerAddress {

  private final String host;
  private final int port;

  private ServerAddress(String host, int port) {
    this.host = host;
    this.port = port;
  }

  /**
   * Reads it. What the host may consist of is checked by {@link #account}.
   *
   * @throws IllegalArgumentException in words that do not quote it
   */
  static ServerAddress parse(String text) {
    String rest = text.strip();
    int scheme = rest.indexOf("://");
    if (scheme >= 0) {
      if (!rest.substring(0, scheme).toLowerCase(Locale.ROOT).equals("https")) {
        throw new IllegalArgumentException("server_address has a scheme other than https");
      }
      rest = rest.substring(scheme + 3);
    }
    int path = rest.indexOf('/');
    String authority = path < 0 ? rest : rest.substring(0, path);
    int colon = authority.lastIndexOf(':');
    if (colon <= authority.lastIndexOf(']')) {
      return new ServerAddress(authority, CalDavAccount.HTTPS);
    }
    String port = authority.substring(colon + 1);
    if (!port.matches("[0-9]{1,5}")) {
      throw new IllegalArgumentException("server_address has a port that is not a number");
    }
    return new ServerAddress(authority.substring(0, colon), Integer.parseInt(port));
  }

  CalDavAccount account(String userName, Secret password) {
    return CalDavAccount.of(host, port, userName, password);
  }
}
