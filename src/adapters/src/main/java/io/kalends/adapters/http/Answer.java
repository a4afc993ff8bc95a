package io.kalends.adapters.http;

import java.util.Locale;
import java.util.Map;

/**
 * What a server answered, bounded.
 *
 * @param status the HTTP status
 * @param headers by name in lower case; several of one name are joined by a comma
 * @param body as much as came, up to the bound
 * @param whole whether the body is all there: neither cut by the bound nor broken off
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares two answers.
public record Answer(int status, Map<String, String> headers, byte[] body, boolean whole) {

  /**
   * A header.
   *
   * @param name in any case
   * @return its value; empty when it is absent
   */
  public String header(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
  }

  /**
   * Whether the server does not want to say now: 408, 425, 429 or any 5xx.
   *
   * @return true when asking again later may help
   */
  public boolean isForLater() {
    return status == 408 || status == 425 || status == 429 || status >= 500;
  }

  /** Without headers and body, which may hold a secret. */
  @Override
  public String toString() {
    return "Answer[HTTP " + status + "]";
  }
}
