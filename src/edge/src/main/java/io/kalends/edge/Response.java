package io.kalends.edge;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is answered. It shows its status only: the body may hold a password.
 *
 * @param status the HTTP status
 * @param contentType sent to the letter
 * @param headers further headers; one without a value is left out
 * @param body sent as UTF-8
 * @param delivery how it travels; {@link Delivery#WHOLE} but where misbehaviour is wanted
 */
public record Response(
    int status, String contentType, Map<String, String> headers, String body, Delivery delivery) {

  /**
   * How an answer travels to the client.
   *
   * @param after waits so long before the first byte; no thread waits
   * @param manner what happens then
   * @param pause between two bytes, for {@link Manner#DRIPPED}
   */
  public record Delivery(Duration after, Manner manner, Duration pause) {

    /** At once, and all of it. */
    public static final Delivery WHOLE = after(Duration.ZERO);

    /** All the headers and half of the body they promise; then the connection is closed. */
    public static final Delivery CUT = new Delivery(Duration.ZERO, Manner.CUT, Duration.ZERO);

    /** Not a byte: the connection is reset. */
    public static final Delivery RESET = new Delivery(Duration.ZERO, Manner.RESET, Duration.ZERO);

    /**
     * All of it, late.
     *
     * @param wait before the first byte
     * @return a delivery
     */
    public static Delivery after(Duration wait) {
      return new Delivery(wait, Manner.WHOLE, Duration.ZERO);
    }

    /**
     * Headers at once, then the body byte by byte.
     *
     * @param pause between two bytes
     * @return a delivery
     */
    public static Delivery dripped(Duration pause) {
      return new Delivery(Duration.ZERO, Manner.DRIPPED, pause);
    }
  }

  /** What becomes of an answer on its way. */
  public enum Manner {
    /** All of it arrives. */
    WHOLE,
    /** Half of the body arrives. */
    CUT,
    /** Nothing arrives. */
    RESET,
    /** It arrives byte by byte. */
    DRIPPED
  }

  /** Takes a copy. */
  public Response {
    headers = Map.copyOf(headers);
  }

  /**
   * An answer that travels whole.
   *
   * @param status the HTTP status
   * @param contentType sent to the letter
   * @param headers further headers
   * @param body sent as UTF-8
   */
  public Response(int status, String contentType, Map<String, String> headers, String body) {
    this(status, contentType, headers, body, Delivery.WHOLE);
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
   * A JSON document. The content type is spelt as Feishu's API spells it; its Go SDK refuses
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
    return new Response(status, contentType, more, body, delivery);
  }

  /**
   * The same, travelling otherwise.
   *
   * @param other how
   * @return a new response
   */
  public Response delivered(Delivery other) {
    return new Response(status, contentType, headers, body, other);
  }

  @Override
  public String toString() {
    return "HTTP " + status;
  }
}
