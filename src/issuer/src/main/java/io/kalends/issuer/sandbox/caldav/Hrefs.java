package io.kalends.issuer.sandbox.caldav;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** References clients send inside XML: a path, or a whole URL of this server. */
final class Hrefs {

  private Hrefs() {}

  /**
   * The name of the object a reference leads to.
   *
   * @param user who sent it
   * @param href as sent
   * @return empty when it leads elsewhere, to another user's above all
   */
  static Optional<String> object(String user, String href) {
    try {
      String path = href.startsWith("/") ? href : new URI(href).getRawPath();
      if (path == null) {
        return Optional.empty();
      }
      Place place = Place.of(path);
      return place.kind() == Place.Kind.OBJECT && place.user().equals(user)
          ? Optional.of(place.name())
          : Optional.empty();
    } catch (URISyntaxException | DavError e) {
      return Optional.empty(); // Nothing is there: the answer says 404 for it.
    }
  }
}
