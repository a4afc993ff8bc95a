package io.kalends.edge;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * Where an endpoint is found.
 *
 * @param method for example {@code POST}, or {@link #ANY}
 * @param path to the letter, but for segments in braces: {@code /admin/v1/users/{email}} takes any
 *     one segment there; and for an end of {@code /**}, which takes whatever follows the slash
 * @param endpoint answers
 * @param bodyBytes how much is read of a body, from the request as it is before its body
 */
public record Route(
    String method, String path, Endpoint endpoint, ToIntFunction<Request> bodyBytes) {

  /** Any method: the endpoint looks for itself. */
  public static final String ANY = "*";

  private static final String BELOW = "/**";

  /**
   * One whose bodies are short.
   *
   * @param method for example {@code POST}
   * @param path see above
   * @param endpoint answers
   */
  public Route(String method, String path, Endpoint endpoint) {
    this(method, path, endpoint, head -> HttpServer.MAX_BODY_BYTES);
  }

  /** Whether method and path name it, so that nothing has to be compared. */
  boolean isExact() {
    return !method.equals(ANY) && path.indexOf('{') < 0 && !path.endsWith(BELOW);
  }

  /** The parts in braces when the request is for this route; empty when it is for another. */
  Optional<Map<String, String>> match(Request request) {
    if (!method.equals(ANY) && !method.equals(request.method())) {
      return Optional.empty();
    }
    if (path.endsWith(BELOW)) {
      String above = path.substring(0, path.length() - BELOW.length() + 1);
      return request.path().startsWith(above) ? Optional.of(Map.of()) : Optional.empty();
    }
    if (path.indexOf('{') < 0) {
      return path.equals(request.path()) ? Optional.of(Map.of()) : Optional.empty();
    }
    List<String> wanted = List.of(path.split("/", -1));
    List<String> sent = List.of(request.path().split("/", -1));
    if (wanted.size() != sent.size()) {
      return Optional.empty();
    }
    Map<String, String> parts = new HashMap<>();
    for (int i = 0; i < wanted.size(); i++) {
      String segment = wanted.get(i);
      if (!segment.startsWith("{")) {
        if (!segment.equals(sent.get(i))) {
          return Optional.empty();
        }
      } else if (sent.get(i).isEmpty()) {
        return Optional.empty();
      } else {
        // In a path a plus is a plus.
        String text = sent.get(i).replace("+", "%2B");
        parts.put(
            segment.substring(1, segment.length() - 1),
            URLDecoder.decode(text, StandardCharsets.UTF_8));
      }
    }
    return Optional.of(parts);
  }
}
