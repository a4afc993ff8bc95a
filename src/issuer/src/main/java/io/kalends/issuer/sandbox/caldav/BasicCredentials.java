package io.kalends.issuer.sandbox.caldav;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kalends.edge.Request;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The pair of an Authorization header: RFC 7617, in UTF-8. Shows the user name only.
 *
 * @param userName one segment of a path
 * @param password as sent
 */
record BasicCredentials(String userName, String password) {

  private static final String SCHEME = "Basic ";

  /** What one request brings; empty when it brings none, several, or unreadable ones. */
  static Optional<BasicCredentials> of(Request request) {
    List<String> headers = request.header("authorization");
    if (headers.size() != 1 || !headers.get(0).regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Optional.empty();
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(headers.get(0).substring(SCHEME.length()).strip());
      String pair = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      int colon = pair.indexOf(':');
      return colon < 0 || !Place.isSegment(pair.substring(0, colon))
          ? Optional.empty()
          : Optional.of(new BasicCredentials(pair.substring(0, colon), pair.substring(colon + 1)));
    } catch (CharacterCodingException | IllegalArgumentException e) {
      return Optional.empty(); // Answered like a wrong password.
    }
  }

  @Override
  public String toString() {
    return userName;
  }
}
