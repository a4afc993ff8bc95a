package io.kalends.adapters.caldav;

import io.kalends.account.CalDavAccount;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/** Scheme, host and port: the one place a password may be shown to. */
record Origin(String scheme, String host, int port) {

  static Origin of(CalDavAccount account) {
    return new Origin("https", account.host().toLowerCase(Locale.ROOT), account.port());
  }

  static Origin of(URI url) {
    String scheme = url.getScheme().toLowerCase(Locale.ROOT);
    int port = url.getPort() >= 0 ? url.getPort() : scheme.equals("https") ? 443 : 80;
    return new Origin(scheme, url.getHost().toLowerCase(Locale.ROOT), port);
  }

  URI at(String path) {
    return URI.create(scheme + "://" + host + ":" + port + path);
  }

  /**
   * Where a redirect leads.
   *
   * @param from what was asked
   * @param location what was answered
   * @return a place here; empty when it leads elsewhere, or nowhere
   */
  Optional<URI> here(URI from, String location) {
    try {
      URI target = from.resolve(location.strip());
      boolean inside =
          target.getScheme() != null
              && target.getHost() != null
              && target.getRawUserInfo() == null
              && target.getRawPath().startsWith("/")
              && Origin.of(target).equals(this);
      return inside && !location.isBlank()
          ? Optional.of(
              at(
                  target.getRawPath()
                      + (target.getRawQuery() == null ? "" : "?" + target.getRawQuery())))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
