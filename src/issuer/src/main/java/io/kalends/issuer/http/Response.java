package io.kalends.issuer.http;

import java.util.Map;
import java.util.TreeMap;

/**
 * What is answered. It shows its status only: the body may hold a password.
 *
 * @param status the HTTP status
 * @param contentType sent to the letter
 * @param headers further headers
 * @param body sent as UTF-8
 */
public record Response(int status, String contentType, Map<String, String> headers, String body) {

  /** Takes a copy. */
  public Response {
    headers = Map.copyOf(headers);
  }

  /**
   * A line of text.
   *
   * @param status the HTTP status
   * @param text the line
   * @return as {@code text/plain}
   */
  public static Response text(int status, String text) {
    return new Response(status, "text/plain; charset=utf-8", Map.of(), text);
  }

  /**
   * A JSON document. The content type is spelt as the contract spells it; the Go SDK refuses
   * anything without {@code application/json}.
   *
   * @param status the HTTP status
   * @param document the document
   * @return as {@code application/json; charset=utf-8}
   */
  public static Response json(int status, String document) {
    return new Response(status, "application/json; charset=utf-8", Map.of(), document);
  }

  /**
   * A page for a person's browser.
   *
   * @param status the HTTP status
   * @param page the document
   * @return as {@code text/html}
   */
  public static Response html(int status, String page) {
    return new Response(status, "text/html; charset=utf-8", Map.of(), page);
  }

  /**
   * The same with one header more.
   *
   * @param name of the header
   * @param value of the header, free of control characters
   * @return a new response
   */
  public Response with(String name, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(name, value);
    return new Response(status, contentType, more, body);
  }

  @Override
  public String toString() {
    return "HTTP " + status;
  }
}
