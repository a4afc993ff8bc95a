package io.kalends.event;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One bounded HTTP request. Its content is untrusted and is not shown by {@code toString}. */
public final class InboundRequest {

  private final String method;
  private final String path;
  private final String query;
  private final Map<String, List<String>> headers;
  private final byte[] body;

  /**
   * Takes copies.
   *
   * @param method upper-case, for example POST
   * @param path what follows {@code /webhooks/{instance}}, raw; empty or starting with a slash
   * @param query the raw query, without the question mark; empty when there is none
   * @param headers by name, any case
   * @param body raw and bounded by the host
   */
  public InboundRequest(
      String method, String path, String query, Map<String, List<String>> headers, byte[] body) {
    this.method = method;
    this.path = path;
    this.query = query;
    this.headers = new TreeMap<>();
    headers.forEach(
        (name, values) -> this.headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
    this.body = body.clone();
  }

  /**
   * The method.
   *
   * @return upper-case
   */
  public String method() {
    return method;
  }

  /**
   * What follows the instance's own path.
   *
   * @return raw; may hold a secret
   */
  public String path() {
    return path;
  }

  /**
   * The query.
   *
   * @return raw; may hold a secret
   */
  public String query() {
    return query;
  }

  /**
   * A header sent exactly once. One sent twice counts as absent: which of the two a vendor signed
   * cannot be known.
   *
   * @param name any case
   * @return its value
   */
  public Optional<String> header(String name) {
    List<String> values = headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
  }

  /**
   * The body as it came: signatures are computed over exactly these bytes.
   *
   * @return a copy
   */
  public byte[] body() {
    return body.clone();
  }

  @Override
  public String toString() {
    return "InboundRequest[" + method + ", " + body.length + " bytes]";
  }
}
