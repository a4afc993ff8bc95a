package io.kalends.adapters.feishu;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * An answer, reduced to what may be decided on.
 *
 * @param status the HTTP status
 * @param json the body when all of it came, was declared JSON and is one object; else null
 * @param unreadable in words why there is no {@code json}; empty when there is
 * @param brokenOff whether the connection ended before the body did
 * @param retryAt when the service wants to be asked again, if it said so
 * @param exchangeId the service's id of this exchange, if it gave a harmless one
 */
record Reply(
    int status,
    @Nullable JsonNode json,
    String unreadable,
    boolean brokenOff,
    @Nullable Instant retryAt,
    @Nullable String exchangeId) {

  /** The contract's own verdict; absent when the body is not of the contract. */
  OptionalLong code() {
    return number("code");
  }

  boolean isSuccessStatus() {
    return status >= 200 && status <= 299;
  }

  /** A text field of {@code data}; empty when it is absent or anything but a text. */
  String data(String field) {
    return json == null ? "" : text(json.path("data").path(field));
  }

  /** A text field beside {@code code}; empty when it is absent or anything but a text. */
  String text(String field) {
    return json == null ? "" : text(json.path(field));
  }

  /** A whole number beside {@code code}; absent when it is missing or anything else. */
  OptionalLong number(String field) {
    return json == null ? OptionalLong.empty() : number(json.path(field));
  }

  private static String text(JsonNode value) {
    return value.isTextual() ? value.textValue() : "";
  }

  private static OptionalLong number(JsonNode value) {
    return value.isIntegralNumber() && value.canConvertToLong()
        ? OptionalLong.of(value.longValue())
        : OptionalLong.empty();
  }

  /** Without the body, which may hold a password. */
  @Override
  public String toString() {
    return "Reply[HTTP " + status + ", log id " + exchangeId + "]";
  }
}
