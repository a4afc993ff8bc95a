package io.kalends.edge;

import java.util.Map;

/**
 * What the router found out about a request.
 *
 * @param logId sent back in a header; stands in every log line about this exchange
 * @param parts of the path, by the names in the route's braces, decoded
 */
public record Exchange(String logId, Map<String, String> parts) {

  /** Takes a copy. */
  public Exchange {
    parts = Map.copyOf(parts);
  }

  /**
   * A part of the path.
   *
   * @param name in the route's braces
   * @return what the client put there
   */
  public String part(String name) {
    String part = parts.get(name);
    if (part == null) {
      throw new IllegalArgumentException("the route has no {" + name + "}");
    }
    return part;
  }
}
