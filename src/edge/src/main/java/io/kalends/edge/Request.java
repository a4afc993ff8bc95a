package io.kalends.edge;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a client sent. It shows method and path only: headers and body hold tokens.
 *
 * @param method as sent, for example {@code POST}
 * @param path as sent, not decoded, without the query
 * @param query as sent, not decoded; empty when there is none
 * @param headers every value of every header, by name in lower case
 * @param body what was read of the body
 * @param remote address of who is at the other end of the connection: a proxy, if there is one
 */
public record Request(
    String method,
    String path,
    String query,
    Map<String, List<String>> headers,
    Body body,
    String remote) {

  /** Takes a copy. */
  public Request {
    headers = Map.copyOf(headers);
  }

  /**
   * Every value of one header.
   *
   * @param name in any case
   * @return in the order sent; empty when the header is absent
   */
  public List<String> header(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
  }

  /**
   * The same with a body.
   *
   * @param read what was read of it
   * @return a new request
   */
  Request with(Body read) {
    return new Request(method, path, query, headers, read, remote);
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
