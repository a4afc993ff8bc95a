package io.kalends.issuer.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;

/** An address with more parameters: they join its query, and its fragment stays at the end. */
final class Redirection {

  private final StringBuilder address;
  private final String fragment;

  private Redirection(String address, String fragment) {
    this.address = new StringBuilder(address);
    this.fragment = fragment;
  }

  static Redirection to(String address) {
    int hash = address.indexOf('#');
    return hash < 0
        ? new Redirection(address, "")
        : new Redirection(address.substring(0, hash), address.substring(hash));
  }

  /** With one more; none when it is empty. */
  Redirection with(String name, String value) {
    if (!value.isEmpty()) {
      char last = address.charAt(address.length() - 1);
      if (address.indexOf("?") < 0) {
        address.append('?');
      } else if (last != '?' && last != '&') {
        address.append('&');
      }
      address.append(name).append('=').append(encoded(value));
    }
    return this;
  }

  String url() {
    return address + fragment;
  }

  /** A plus is a blank in forms only, and not everybody reads a query as a form. */
  private static String encoded(String value) {
    return URLEncoder.encode(value, UTF_8).replace("+", "%20");
  }
}
